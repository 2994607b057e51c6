package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.testing.ClassUses;
import io.github.goprims.gochan.testing.Monitors;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rules of structure that no compiler checks. */
class LayeringTest {

  /** Where gotest is not, nothing of what it is told costs anything. */
  @Test
  void thereIsNoTestKitInAService() {
    assertThat(TestKit.PRESENT).isNull();
  }

  /** Each other internal that this package gets to know is to be decided here, not in passing. */
  @Test
  void fewInternalsOfOtherModulesAreUsed() throws Exception {
    assertThat(ClassUses.below("io/github/goprims/gochan/internal/", Mutex.class))
        .containsExactly(
            "BackoffLock",
            "Debug",
            "GaugeKind",
            "GaugeRegistry",
            "Names",
            "Rethrow",
            "Sentinel",
            "StackProbe",
            "TestKit",
            "events/Events",
            "events/WaitEvent",
            "events/WaitKind",
            "threads/GoroutineBody",
            "threads/LibraryThreads",
            "time/TimeSource",
            "waiting/ColdStart",
            "waiting/QueuedWaiter",
            "waiting/WaitPolicy",
            "waiting/WaitQueue",
            "waiting/Waiter");
    assertThat(ClassUses.below("io/github/goprims/gocontext/internal/", Mutex.class))
        .containsExactly("ContextLink");
  }

  /** Locks know nothing of channels; {@link SingleFlight} alone answers through one. */
  @Test
  void channelsAreHardlyUsed() throws Exception {
    assertThat(ClassUses.below("io/github/goprims/gochan/(?!internal/)", Mutex.class))
        .containsExactly("Channel", "Go", "ReceiveChannel", "Task");
  }

  @Test
  @Spec("INT-10")
  void noMonitorsInTheLibrary() throws IOException {
    assertThat(Monitors.below(Path.of("src/main/java"), 20)).isEmpty();
  }
}
