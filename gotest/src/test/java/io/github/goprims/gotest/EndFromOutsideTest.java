package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits inside a bubble that a context from outside can end are not durable. */
@ExtendWith(LeakCheck.class)
class EndFromOutsideTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * No time passes for those who wait, since that context may end first; and then the wait does.
   */
  @Test
  @Spec("SYNCTEST-05")
  void aContextFromOutsideEndsTheWait() {
    CancelableContext outside = Context.background().withCancel();
    AtomicReference<Thread> root = new AtomicReference<>();
    AtomicReference<Thread> sleeper = new AtomicReference<>();
    AtomicReference<Instant> end = new AtomicReference<>();
    Attempt<Void> run =
        ThreadKind.PLATFORM.attempt(
            "run",
            () ->
                Bubble.run(
                    () -> {
                      WaitGroup group = new WaitGroup();
                      group.add(1);
                      root.set(Thread.currentThread());
                      sleeper.set(Go.go(() -> Go.sleep(HOUR)));
                      try {
                        group.await(outside);
                      } catch (CanceledException e) {
                        end.set(Bubble.now());
                      }
                      sleeper.get().interrupt();
                    }));
    Await.until("the root waits", () -> isBlocked(root.get()));
    Await.until("the other sleeps", () -> isBlocked(sleeper.get()) || !sleeper.get().isAlive());
    outside.cancel();
    assertThat(run.result()).isNull();
    assertThat(end.get()).isEqualTo("2000-01-01T00:00:00Z");
  }

  private static boolean isBlocked(@Nullable Thread thread) {
    return thread != null && LockSupport.getBlocker(thread) != null;
  }

  @Test
  void aContextFromInsideIsPartOfIt() {
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      WaitGroup group = new WaitGroup();
                      group.add(1);
                      group.await(Context.background().withCancel());
                    }))
        .isInstanceOf(BubbleDeadlockError.class);
  }

  /** The next wait of the same goroutine is durable again: time moves. */
  @Test
  void onlyThatWaitIsConcerned() throws Exception {
    CancelableContext outside = Context.background().withCancel();
    Bubble.run(
        () -> {
          WaitGroup group = new WaitGroup();
          group.add(1);
          Thread root = Thread.currentThread();
          Go.go(
              () -> {
                Await.until("the root waits", () -> LockSupport.getBlocker(root) != null);
                group.done();
              });
          group.await(outside);
          group.add(1);
          assertThat(group.await(HOUR)).isFalse();
          assertThat(Bubble.now()).isEqualTo("2000-01-01T01:00:00Z");
        });
    outside.cancel();
  }
}
