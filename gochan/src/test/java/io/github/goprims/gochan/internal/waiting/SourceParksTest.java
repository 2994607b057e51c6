package io.github.goprims.gochan.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** A time source that is not the system's gets to know of each park, also of those without end. */
@Isolated("injects a time source")
@ExtendWith(LeakCheck.class)
class SourceParksTest {

  private static final String RESULT = "result";

  private final TimeSource system = TimeSource.current();
  private final Told told = new Told();
  private final TimeSource.Injected injected = TimeSource.inject(() -> told);

  @AfterEach
  void endInjection() {
    injected.close();
  }

  private record Park(Object blocker, long deadline) {}

  private final class Told implements TimeSource {
    final Queue<Park> parks = new ConcurrentLinkedQueue<>();

    @Override
    public long nanoTime() {
      return system.nanoTime();
    }

    @Override
    public Instant instant() {
      return system.instant();
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      parks.add(new Park(blocker, deadline));
      LockSupport.park(blocker);
    }

    @Override
    public Scheduler scheduler() {
      return system.scheduler();
    }
  }

  private static final class Probe extends Waiter {
    @Override
    public String reason() {
      return "probe";
    }
  }

  /** The park without end that somebody is in. */
  private Waiter awaitPark() {
    Await.until("it parks", () -> !told.parks.isEmpty());
    Park park = told.parks.element();
    assertThat(park.deadline).isEqualTo(TimeSource.FOREVER);
    return (Waiter) park.blocker;
  }

  private void settle(Waiter waiter) {
    assertThat(waiter.settle(RESULT)).isTrue();
    waiter.wake();
  }

  @EveryThreadKind
  void aWaitWithoutEnd(ThreadKind kind) {
    Attempt<Object> attempt = kind.attempt("waits", () -> new Probe().await(TimeSource.FOREVER));
    settle(awaitPark());
    assertThat(attempt.result()).isSameAs(RESULT);
  }

  @EveryThreadKind
  void aWaitThatNothingInterrupts(ThreadKind kind) {
    Attempt<Object> attempt = kind.attempt("waits", () -> new Probe().awaitUninterruptibly());
    settle(awaitPark());
    assertThat(attempt.result()).isSameAs(RESULT);
  }

  @Test
  void aWaitInAPool() {
    try (ForkJoinPool pool = new ForkJoinPool(1)) {
      ForkJoinTask<Object> task = pool.submit(() -> new Probe().await(TimeSource.FOREVER));
      settle(awaitPark());
      assertThat(task.join()).isSameAs(RESULT);
    }
  }

  @Test
  void theSystemsTimeIsNotReplaced() {
    assertThat(TimeSource.system()).isSameAs(system).isNotSameAs(TimeSource.current());
  }
}
