package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class ContextMemoryTest {

  private static final int CHILDREN = 10_000;
  private static final int MOST_BYTES = 96;

  /** By what the graph of objects grows, so that nothing a child needs is left out. */
  @Test
  void aLiveChildNeedsLittleMemory() {
    CancelableContext parent = Context.background().withCancel();
    List<Context> children = new ArrayList<>();
    children.add(parent.withCancel());
    long before = GraphLayout.parseInstance(parent).totalSize();
    for (int i = 0; i < CHILDREN; i++) {
      children.add(parent.withCancel());
    }
    long after = GraphLayout.parseInstance(parent).totalSize();
    assertThat(children).allMatch(child -> child.err() == null);
    assertThat((after - before) / CHILDREN).isBetween(1L, (long) MOST_BYTES);
  }
}
