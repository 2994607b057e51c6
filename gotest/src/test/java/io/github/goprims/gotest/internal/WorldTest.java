package io.github.goprims.gotest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gotest.Bubble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a bubble keeps when something fails that should not. */
class WorldTest {

  private static World world() {
    return new World(Duration.ofMillis(300), 1, false);
  }

  @Test
  void aThreadThatDoesNotStartIsNoMember() throws Exception {
    World world = world();
    Thread used = Thread.ofVirtual().start(() -> {});
    used.join();
    assertThatThrownBy(() -> world.start(used)).isInstanceOf(IllegalThreadStateException.class);
    assertThat(world.snapshot()).isEmpty();
    assertThat(Kit.memberOf(used)).isNull();
  }

  /** Nor does one that is not to start any more. */
  @Test
  void aThreadThatComesTooLateIsNoMember() {
    World world = world();
    world.over = true;
    Thread late = Thread.ofVirtual().unstarted(() -> {});
    assertThat(world.start(late)).isFalse();
    assertThat(late.getState()).isEqualTo(Thread.State.NEW);
    assertThat(world.snapshot()).isEmpty();
    assertThat(Kit.memberOf(late)).isNull();
  }

  /** A wait that cannot say when it is due, once it is {@code broken}. */
  private static final class BrokenWait extends Waiter {
    volatile boolean broken;

    @Override
    public String reason() {
      return "broken";
    }

    @Override
    public long dueTime() {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      return TimeSource.FOREVER;
    }
  }

  /** The last that ends looks at the others, and that fails: it is gone all the same. */
  @Test
  void aLookThatFailsKeepsNobodyIn() throws Exception {
    AtomicReference<Thread> root = new AtomicReference<>();
    AtomicReference<Thread> waits = new AtomicReference<>();
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    Outcome outcome =
        world()
            .run(
                () -> {
                  root.set(Thread.currentThread());
                  BrokenWait wait = new BrokenWait();
                  waits.set(Go.go(() -> wait.await(TimeSource.FOREVER)));
                  Bubble.await();
                  Thread.currentThread()
                      .setUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
                  wait.broken = true;
                });
    assertThat(uncaught.get()).isInstanceOf(IllegalStateException.class).hasMessage("broken");
    assertThat(outcome.end()).isEqualTo(Outcome.End.STALL);
    Await.ended(root.get());
    Await.ended(waits.get());
    assertThat(Kit.memberOf(root.get())).isNull();
    assertThat(Kit.memberOf(waits.get())).isNull();
  }

  /** What comes at a moment is done before the clock moves on, whoever comes and goes meanwhile. */
  @Test
  void theClockStandsStillWhileSomethingRings() throws Exception {
    World world = new World(Duration.ofSeconds(10), 1, false);
    List<Long> times = new CopyOnWriteArrayList<>();
    Outcome outcome =
        world.run(
            () -> {
              world.alarms.schedule(new SlowAlarm(() -> times.add(world.now())), 1_000);
              world.alarms.schedule(new SlowAlarm(() -> times.add(world.now())), 2_000);
              Go.sleep(Duration.ofNanos(3_000));
            });
    assertThat(outcome.end()).isEqualTo(Outcome.End.ENDED);
    assertThat(times).containsExactly(1_000L, 2_000L);
  }

  /** Starts a goroutine, and tells of its end. */
  private static final class SlowAlarm extends Alarm {
    private final Runnable afterwards;

    SlowAlarm(Runnable afterwards) {
      this.afterwards = afterwards;
    }

    @Override
    protected void ring() {
      Await.ended(Go.go(() -> {}));
      afterwards.run();
    }
  }
}
