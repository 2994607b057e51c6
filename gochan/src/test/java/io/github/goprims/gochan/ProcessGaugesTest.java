package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** What can be read of the process as a whole. */
@ExtendWith(LeakCheck.class)
@Isolated("counts the goroutines and timers of the whole JVM")
class ProcessGaugesTest {

  private static long process(String what) {
    return Gauges.read().getFirst().values().get(what);
  }

  @Test
  @Spec("DIAG-10")
  void goroutinesAreCounted() throws Exception {
    Channel<Void> end = Channel.make();
    long before = process("goroutines");
    List<Thread> goroutines = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      goroutines.add(Go.go(end::receive));
    }
    // Earlier tests may have left a few, which end.
    assertThat(process("goroutines") - before).isBetween(9_000L, 10_000L);
    end.close();
    for (Thread goroutine : goroutines) {
      goroutine.join();
    }
  }

  /** Timers with a function have an alarm; the value of a channel timer is due when one looks. */
  @Test
  void timersAreThoseWithAFunction() {
    List<Timer> timers = new ArrayList<>();
    long before = process("timers");
    Timer forReceivers = Timer.make(Duration.ofHours(1));
    for (int i = 0; i < 10_000; i++) {
      timers.add(Timer.afterFunc(Duration.ofHours(1), () -> {}));
    }
    // Earlier tests may have left a few, which run.
    assertThat(process("timers") - before).isBetween(9_900L, 10_000L);
    timers.forEach(Timer::stop);
    forReceivers.stop();
    assertThat(process("timers") - before).isBetween(-100L, 0L);
  }
}
