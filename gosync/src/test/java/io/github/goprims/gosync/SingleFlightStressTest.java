package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.SingleFlight.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many threads ask for a few keys in all forms, under interrupts and contexts that end, with work
 * that fails at times and keys that are forgotten. No two runs of a key overlap unless it was
 * forgotten, everybody gets the result of a run of its key that has ended, and in the end nothing
 * runs.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SingleFlightStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int STEPS = 1_000 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int THREADS = 16;
  private static final int KEYS = 6;

  /** Two of three keys share a bin, however often that is split. */
  private record Key(int id) {
    @Override
    public int hashCode() {
      return id % 3 == 0 ? id : 42;
    }
  }

  /** One run: what it was for, and whether it has ended. */
  private static final class Run {
    final Key key;
    volatile boolean ended;

    Run(Key key) {
      this.key = key;
    }
  }

  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;
    final transient Run run;

    Failure(Run run) {
      this.run = run;
    }
  }

  private final SingleFlight<Key, Run> flights = new SingleFlight<>();
  private final AtomicIntegerArray running = new AtomicIntegerArray(KEYS);
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @EveryThreadKind
  @Spec({"SF-01", "SF-02", "SF-03", "SF-05", "SF-09", "SF-12", "SF-13", "INT-02", "INT-04"})
  void oneRunOfAKeyAtATime(ThreadKind kind) throws Exception {
    stress(kind, false);
  }

  @EveryThreadKind
  @Spec({"SF-06", "SF-09", "SF-13"})
  void forgottenRunsDisturbNobody(ThreadKind kind) throws Exception {
    stress(kind, true);
  }

  private void stress(ThreadKind kind, boolean forgetful) {
    System.out.println("single flight stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Attempt<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      ThreadKind each = i % 4 == 0 ? kind.other() : kind;
      callers.add(each.attempt("caller " + i, () -> call(own, forgetful)));
    }
    Thread pest = ThreadKind.PLATFORM.start("pest", () -> pester(callers, random.split()));
    int results = callers.stream().mapToInt(Attempt::result).sum();
    over.set(true);
    pest.interrupt();
    assertThat(results).as("seed %d", SEED).isPositive();
    assertThat(runs.get()).as("seed %d", SEED).isPositive();
    // Goroutines may be at work whose callers have been interrupted.
    Await.until("nothing runs", () -> flights.toString().endsWith("(running=0)"));
  }

  private int call(SplittableRandom random, boolean forgetful) {
    int results = 0;
    for (int step = 0; step < STEPS; step++) {
      Key key = new Key(random.nextInt(KEYS));
      int came = runs.get();
      try {
        Result<Run> result = callSomehow(key, random.split(), forgetful);
        results++;
        check(key, result);
      } catch (InterruptedException | ContextDoneException e) {
        assertThat(came).isLessThanOrEqualTo(runs.get()); // it gave up, and knows nothing more
      }
      if (forgetful && random.nextInt(4) == 0) {
        flights.forget(key);
      }
    }
    return results;
  }

  private Result<Run> callSomehow(Key key, SplittableRandom random, boolean forgetful)
      throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> {
        ReceiveChannel<Result<Run>> answers =
            flights.runAsync(key, () -> work(key, random, forgetful));
        return answers.receive();
      }
      case 1 -> {
        Duration timeout = Duration.ofNanos(random.nextInt(200_000));
        try (CancelableContext context = Context.background().withTimeout(timeout)) {
          return flights.run(context, key, () -> work(key, random, forgetful));
        }
      }
      default -> {
        return flights.run(key, () -> work(key, random, forgetful));
      }
    }
  }

  private Run work(Key key, SplittableRandom random, boolean forgetful) throws Exception {
    Run run = new Run(key);
    runs.incrementAndGet();
    int alone = running.incrementAndGet(key.id());
    assertThat(forgetful || alone == 1).as("two runs of a key, seed %d", SEED).isTrue();
    try {
      switch (random.nextInt(8)) {
        case 0 -> LockSupport.parkNanos(random.nextInt(500_000));
        case 1, 2 -> Thread.sleep(0, random.nextInt(1, 100_000)); // which an interrupt may end
        case 3 -> throw new Failure(run);
        default -> Thread.onSpinWait();
      }
      return run;
    } finally {
      running.decrementAndGet(key.id());
      run.ended = true;
    }
  }

  private static void check(Key key, Result<Run> result) {
    Throwable error = result.error();
    if (error instanceof InterruptedException) {
      Thread.interrupted(); // of the leader, which may be this thread
      return;
    }
    Run run = error instanceof Failure failure ? failure.run : result.value();
    assertThat(run).as("%s, seed %d", result, SEED).isNotNull();
    assertThat(run.key).as("seed %d", SEED).isEqualTo(key);
    assertThat(run.ended).as("told before the end, seed %d", SEED).isTrue();
  }

  /** Interrupts somebody every 50 microseconds or so. */
  private void pester(List<Attempt<Integer>> victims, SplittableRandom random) {
    while (!over.get()) {
      victims.get(random.nextInt(victims.size())).interrupt();
      LockSupport.parkNanos(50_000);
    }
  }
}
