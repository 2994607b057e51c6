package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.lang.ref.Reference;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Those that have given up are not kept. */
@ExtendWith(LeakCheck.class)
@Isolated("measures the heap")
class WeightedSemaphoreMemoryTest {

  private static final int WAITS = 1_000_000;

  /** A waiter that stayed would need 48 bytes or more. */
  private static final long LESS_THAN_ALL_WAITERS = WAITS * 4L;

  private final WeightedSemaphore semaphore = WeightedSemaphore.of(1).named("taken");

  @Test
  @Spec("INT-05")
  void aMillionTimedOutWaitsLeaveNothing() throws Exception {
    semaphore.acquire(1);
    Attempt<Void> first = ThreadKind.VIRTUAL.attempt("first", () -> semaphore.acquire(1));
    first.awaitBlocked(WeightedSemaphoreTest.WAIT);
    waitInVain(WAITS / 100);
    long before = usedHeap();
    waitInVain(WAITS);
    assertThat(usedHeap()).isLessThan(before + LESS_THAN_ALL_WAITERS);
    assertThat(semaphore).hasToString("taken(free=0, size=1, waiting=1)");
    semaphore.release(1);
    first.result();
    Reference.reachabilityFence(semaphore);
  }

  private void waitInVain(int times) throws InterruptedException {
    Duration moment = Duration.ofNanos(1);
    for (int i = 0; i < times; i++) {
      assertThat(semaphore.tryAcquire(1, moment)).isFalse();
      if (i % 10 == 0) {
        waitWithAContext();
      }
    }
  }

  private void waitWithAContext() throws InterruptedException {
    try (CancelableContext context = Context.background().withTimeout(Duration.ofNanos(100))) {
      semaphore.acquire(context, 1);
    } catch (ContextDoneException expected) {
      return;
    }
    throw new AssertionError("acquired what is taken");
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
