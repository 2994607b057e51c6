package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.testing.ClassUses;
import io.github.goprims.gochan.testing.Monitors;
import io.github.goprims.gochan.testing.PackageOrder;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules of structure that no compiler checks. */
class LayeringTest {

  /** Where gotest is not, nothing of what it is told costs anything. */
  @Test
  void thereIsNoTestKitInAService() {
    assertThat(TestKit.PRESENT).isNull();
  }

  /** What else of the kit this package gets to know is to be decided here, not in passing. */
  @Test
  void littleOfTheKitIsUsed() throws Exception {
    assertThat(ClassUses.below("io/github/goprims/gochan/internal/", Context.class))
        .containsExactly(
            "BackoffLock",
            "Debug",
            "GaugeRegistry",
            "Names",
            "Rethrow",
            "Sentinel",
            "StackProbe",
            "TestKit",
            "Values",
            "events/EndEvent",
            "events/Events",
            "threads/Couriers",
            "threads/Detached",
            "threads/GoroutineBody",
            "threads/LibraryThreads",
            "threads/QuietEnds",
            "time/Alarm",
            "time/Scheduler",
            "time/TimeSource",
            "waiting/ColdStart",
            "waiting/SettleTask",
            "waiting/Waiter");
  }

  @Test
  void packagesUseThoseBelowThemOnly() throws Exception {
    assertThat(PackageOrder.offences(Context.class, List.of("", ".internal"))).isEmpty();
  }

  /** Java's own throwables have monitors; that of a method of theirs is kept where it was. */
  @Test
  @Spec("INT-10")
  void noMonitorsInTheLibrary() throws IOException {
    assertThat(Monitors.below(Path.of("src/main/java"), 20))
        .containsExactly("ContextDoneException.java: synchronized method initCause");
  }
}
