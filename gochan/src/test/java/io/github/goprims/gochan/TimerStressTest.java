package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Stop and reset against receives and runs, on the machine's clock and just when the timers come
 * due. Each stop or reset ends one setting, and says whether its value was still to come: so the
 * values received are exactly as many as the answers that it was not.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TimerStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = 50_000 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int BATCH = 1_000;
  private static final Duration LONG = Duration.ofDays(1);

  /** Receivers and the stopper go through a batch of timers side by side, then check it. */
  @EveryThreadKind
  @Spec({"TIMER-06", "TIMER-07", "TIMER-08", "TIMER-09", "TIMER-11", "TIMER-18", "TIMER-25"})
  void aValueIsReceivedUnlessStopped(ThreadKind kind) {
    System.out.println("timer stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    Timer[] timers = new Timer[BATCH];
    AtomicIntegerArray received = new AtomicIntegerArray(BATCH);
    int[] ended = new int[BATCH];
    Phaser phaser = new Phaser(3);
    int batches = ROUNDS / BATCH / 2; // for each kind of thread
    List<Attempt<Void>> receivers = new ArrayList<>();
    for (int id = 0; id < 2; id++) {
      SplittableRandom own = random.split();
      receivers.add(
          kind.attempt(
              "receiver " + id,
              () -> {
                for (int batch = 0; batch < batches; batch++) {
                  phaser.arriveAndAwaitAdvance();
                  for (int i = 0; i < BATCH; i++) {
                    if (receive(timers[i].channel(), own) != null) {
                      received.incrementAndGet(i);
                    }
                  }
                  phaser.arriveAndAwaitAdvance();
                }
              }));
    }
    for (int batch = 0; batch < batches; batch++) {
      for (int i = 0; i < BATCH; i++) {
        timers[i] = Timer.make(soon(random));
        received.set(i, 0);
        ended[i] = 0;
      }
      phaser.arriveAndAwaitAdvance();
      for (int i = 0; i < BATCH; i++) {
        for (int resets = random.nextInt(3); resets > 0; resets--) {
          ended[i] += timers[i].reset(random.nextInt(4) == 0 ? LONG : soon(random)) ? 0 : 1;
        }
        ended[i] += timers[i].stop() ? 0 : 1;
      }
      phaser.arriveAndAwaitAdvance();
      for (int i = 0; i < BATCH; i++) {
        assertThat(received.get(i)).as("received of %d, seed %d", i, SEED).isEqualTo(ended[i]);
        assertThat(timers[i].channel().tryReceive()).as("seed %d", SEED).isNull();
        assertThat(TimerTest.coreOf(timers[i].channel()).receivers).isNull();
      }
    }
    receivers.forEach(Attempt::result);
  }

  private static Duration soon(SplittableRandom random) {
    return Duration.ofNanos(random.nextInt(200_000));
  }

  private static @Nullable Instant receive(ReceiveChannel<Instant> due, SplittableRandom random)
      throws InterruptedException {
    return switch (random.nextInt(32)) {
      case 0 -> due.receive(Duration.ofNanos(random.nextInt(20_000)));
      case 1 -> {
        Select select = Select.create();
        ReceiveCase<Instant> value = select.onReceive(due);
        select.onReceive(Channel.<Integer>make());
        select.await(Duration.ofNanos(random.nextInt(20_000)));
        yield value.value();
      }
      default -> due.tryReceive();
    };
  }

  @Test
  @Spec({"TIMER-06", "TIMER-10", "TIMER-11", "TIMER-12"})
  void aFunctionRunsUnlessStopped() {
    System.out.println("function timer stress: -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    AtomicIntegerArray runs = new AtomicIntegerArray(BATCH);
    AtomicInteger allRuns = new AtomicInteger();
    Timer[] timers = new Timer[BATCH];
    int allEnded = 0;
    for (int batch = 0; batch < ROUNDS / BATCH; batch++) {
      int[] ended = new int[BATCH];
      for (int i = 0; i < BATCH; i++) {
        int index = i;
        runs.set(i, 0);
        timers[i] =
            Timer.afterFunc(
                soon(random),
                () -> {
                  runs.incrementAndGet(index);
                  allRuns.incrementAndGet();
                });
      }
      for (int i = 0; i < BATCH; i++) {
        for (int resets = random.nextInt(3); resets > 0; resets--) {
          ended[i] += timers[i].reset(random.nextInt(4) == 0 ? LONG : soon(random)) ? 0 : 1;
        }
        ended[i] += timers[i].stop() ? 0 : 1;
        allEnded += ended[i];
      }
      int expected = allEnded;
      Await.until(expected + " runs, seed " + SEED, () -> allRuns.get() >= expected);
      for (int i = 0; i < BATCH; i++) {
        assertThat(runs.get(i)).as("runs of %d, seed %d", i, SEED).isEqualTo(ended[i]);
      }
    }
    assertThat(allRuns.get()).isEqualTo(allEnded);
  }

  /** Four readers share a ticker that is moved under them, and are interrupted now and then. */
  @EveryThreadKind
  @Spec({"TIMER-18", "TIMER-23", "TIMER-24", "TIMER-25", "INT-04"})
  void eachTickGoesToExactlyOne(ThreadKind kind) {
    System.out.println("ticker stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    Ticker ticker = Ticker.make(Duration.ofNanos(50_000));
    int enough = 300;
    AtomicInteger count = new AtomicInteger();
    List<Attempt<List<Instant>>> readers = new ArrayList<>();
    for (int id = 0; id < 4; id++) {
      readers.add(
          kind.attempt(
              "reader " + id,
              () -> {
                List<Instant> ticks = new ArrayList<>();
                while (count.get() < enough) {
                  try {
                    ticks.add(ticker.channel().receive());
                    count.incrementAndGet();
                  } catch (InterruptedException e) {
                    // Nothing was received.
                  }
                }
                return ticks;
              }));
    }
    while (count.get() < enough) {
      switch (random.nextInt(3)) {
        case 0 -> ticker.reset(Duration.ofNanos(1 + random.nextInt(100_000)));
        case 1 -> readers.get(random.nextInt(4)).interrupt();
        default -> {
          int seen = count.get();
          Await.until("a tick", () -> count.get() > seen || count.get() >= enough);
        }
      }
    }
    // Those that are blocked when the last tick is taken need one more each.
    Await.until("the end", () -> readers.stream().allMatch(Attempt::hasEnded));
    Set<Instant> all = new HashSet<>();
    for (Attempt<List<Instant>> reader : readers) {
      for (Instant tick : reader.result()) {
        assertThat(all.add(tick)).as("%s once, seed %d", tick, SEED).isTrue();
      }
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(enough);
    ticker.stop();
    assertThat(ticker.channel().tryReceive()).isNull();
  }
}
