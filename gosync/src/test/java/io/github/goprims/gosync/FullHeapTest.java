package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is given back needs no memory, and what is refused for want of it has not taken place. */
class FullHeapTest {

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // a heap that is full makes a busy machine slow
  @Spec({"INT-12", "CTX-09", "COND-10"})
  void everythingWorksAfterTheHeapWasFull() throws Exception {
    assertThat(OwnJvm.outputOf(FullHeap.class, "-Xmx32m", "-XX:+UseSerialGC"))
        .last()
        .asString()
        .startsWith("all is well");
  }
}
