package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.AfterFunc;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gocontext.Key;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /**
   * A context made inside belongs to the bubble, also below one from outside. But that nothing is
   * to come inside is no deadlock as long as somebody waits for such a context.
   */
  @ParameterizedTest
  @ValueSource(strings = {"below", "any", "twice", "lock", "custom"})
  @Spec({"SYNCTEST-05", "SYNCTEST-09"})
  void whereAnEndFromOutsideMayComeItIsNoDeadlock(String way) {
    CancelableContext outside = Context.background().withCancel();
    Context custom = new Custom();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    BubbleOptions.defaults().patience(Duration.ofMillis(200)),
                    () -> {
                      Mutex mutex = new Mutex();
                      mutex.lock();
                      Context inside = Context.background().withCancel();
                      switch (way) {
                        case "below" -> outside.withCancel().done().receive();
                        case "any" -> Context.anyOf(inside, outside).done().receive();
                        case "twice" -> outside.withCancel().withCancel().done().receive();
                        case "custom" -> custom.withCancel().done().receive();
                        default -> mutex.lock(outside.withCancel());
                      }
                    }))
        .isExactlyInstanceOf(BubbleStalledError.class)
        .hasMessageContaining("held back by:")
        .hasMessageContaining("\n    or until a context from outside ends");
    outside.cancel();
  }

  /** A context of a kind of its own, which never ends here, and starts its functions itself. */
  private static final class Custom implements Context {
    private final Channel<Void> done = Channel.make();

    @Override
    public @Nullable Instant deadline() {
      return null;
    }

    @Override
    public ReceiveChannel<Void> done() {
      return done.receiveOnly();
    }

    @Override
    public @Nullable ContextDoneException err() {
      return null;
    }

    @Override
    public <V> @Nullable V value(Key<V> key) {
      return null;
    }

    @Override
    public AfterFunc afterFunc(Task function) {
      return () -> true;
    }
  }

  /** One end concerns many, and some go on, and end, before others are told. */
  @Test
  @Spec({"SYNCTEST-05", "SYNCTEST-09", "SYNCTEST-11"})
  void anEndFromOutsideThatReachesOneAfterTheOther() throws Exception {
    for (int round = 0; round < 50; round++) {
      CancelableContext outside = Context.background().withCancel();
      AtomicReference<Thread> root = new AtomicReference<>();
      AtomicInteger ended = new AtomicInteger();
      Attempt<Void> canceler =
          ThreadKind.PLATFORM.attempt(
              "canceler",
              () -> {
                Await.until("the root waits", () -> isBlocked(root.get()));
                outside.cancel();
              });
      Bubble.run(
          () -> {
            WaitGroup group = new WaitGroup();
            for (int i = 0; i < 50; i++) {
              Context inside = outside.withCancel();
              group.go(
                  () -> {
                    inside.done().receive();
                    ended.incrementAndGet();
                  });
            }
            Bubble.await();
            root.set(Thread.currentThread());
            group.await();
          });
      canceler.result();
      assertThat(ended).hasValue(50);
    }
  }

  /** Whoever is woken so while time passes for others runs at one moment, as all that run. */
  @Test
  @Spec({"SYNCTEST-03", "SYNCTEST-05", "SYNCTEST-11"})
  void anEndFromOutsideComesAtOneMoment() throws Exception {
    for (int round = 0; round < 200; round++) {
      CancelableContext outside = Context.background().withCancel();
      AtomicReference<Thread> waits = new AtomicReference<>();
      Attempt<Void> canceler =
          ThreadKind.PLATFORM.attempt(
              "canceler",
              () -> {
                Await.until("the root waits", () -> isBlocked(waits.get()));
                outside.cancel();
              });
      Bubble.run(
          () -> {
            Context inside = outside.withCancel();
            Thread ticks =
                Go.go(
                    () -> {
                      while (inside.err() == null) {
                        Go.sleep(Duration.ofMillis(1));
                      }
                    });
            waits.set(Thread.currentThread());
            inside.done().receive();
            Instant end = Bubble.now();
            for (int i = 0; i < 100; i++) {
              assertThat(Bubble.now()).isEqualTo(end);
              Thread.onSpinWait();
            }
            Bubble.sleep(HOUR);
            assertThat(Bubble.now()).isEqualTo(end.plus(HOUR));
            assertThat(ticks.isAlive()).isFalse();
          });
      canceler.result();
    }
  }
}
