package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One thread that locks now and then, beside others that hold the lock for 100 microseconds and
 * lock again at once. What counts is how many of their holds begin while it waits.
 *
 * <p>It starts the others itself and never parks for anything else: a virtual thread that is made
 * to run from outside the carriers, by a timer or by the thread of a test, may get none on JDK 21
 * as long as the virtual threads on one of them keep it busy.
 */
@ExtendWith(LeakCheck.class)
@Isolated("measures who is served how often")
class MutexHogTest {

  private static final long HOLD_NANOS = 100_000;
  private static final int WAITS = 51;

  private final Mutex mutex = new Mutex();
  private final AtomicBoolean over = new AtomicBoolean();

  private volatile int holds; // written under mutex

  @ParameterizedTest
  @CsvSource({"VIRTUAL, 1", "VIRTUAL, 2", "PLATFORM, 1", "PLATFORM, 2"})
  @Spec("MUTEX-13")
  void theThreadsThatPassAWaiterAreBounded(ThreadKind kind, int hogs) {
    List<Attempt<Void>> running = new ArrayList<>();
    int[] passed =
        kind.attempt(
                "victim",
                () -> {
                  for (int i = 0; i < hogs; i++) {
                    running.add(kind.attempt("hog", this::hog));
                  }
                  return waits();
                })
            .result();
    running.forEach(Attempt::result);

    Arrays.sort(passed);
    // Patience is ten holds, and another hog may stand in line before it. On a machine with other
    // work it may also lose its processor after it has counted, before it stands in line.
    assertThat(passed[WAITS / 2]).as(Arrays.toString(passed)).isLessThanOrEqualTo(50);
    assertThat(passed[WAITS - 1]).as(Arrays.toString(passed)).isLessThanOrEqualTo(1_000);
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // written under mutex
  private void hog() {
    while (!over.get()) {
      mutex.lock();
      holds++;
      spin();
      mutex.unlock();
    }
  }

  private int[] waits() {
    int[] passed = new int[WAITS];
    for (int i = 0; i < WAITS; i++) {
      spin();
      int before = holds;
      mutex.lock();
      passed[i] = holds - before;
      mutex.unlock();
    }
    over.set(true);
    return passed;
  }

  private static void spin() {
    long end = System.nanoTime() + HOLD_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
