package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import org.junit.jupiter.api.Test;

/** To end a context needs no memory. */
class ContextNoMemoryTest {

  @Test
  @Spec({"CTX-09", "CTX-20", "INT-12"})
  void endsArriveThoughTheHeapIsFull() throws Exception {
    assertThat(OwnJvm.outputOf(FullHeap.class, "-Xmx24m", "-XX:+UseSerialGC"))
        .contains("all ended");
  }
}
