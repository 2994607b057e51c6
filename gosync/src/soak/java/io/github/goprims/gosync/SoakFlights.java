package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.SingleFlight.Result;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Everybody asks for a few keys in all forms. Runs of a key come one after the other, unless it is
 * forgotten in this round; each result is of the key that was asked for, and nothing runs at last.
 */
final class SoakFlights extends SoakSync {

  private final SingleFlight<Integer, long[]> flights =
      new SingleFlight<Integer, long[]>().named("flights");
  private final int keys;
  private final int forgetPercent;
  private final AtomicIntegerArray running;
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong followed = new AtomicLong();

  SoakFlights(SplittableRandom random) {
    super(random);
    keys = random.nextBoolean() ? random.nextInt(1, 4) : random.nextInt(100, 1_000);
    forgetPercent = new int[] {0, 0, 1, 30}[random.nextInt(4)];
    running = new AtomicIntegerArray(keys);
  }

  @Override
  protected void prepare() {
    for (int i = random.nextInt(2, 24); i > 0; i--) {
      new User(this, random.nextInt(50, 3_000));
    }
  }

  @Override
  protected void verify() {
    require(flights.toString().equals("flights(running=0)"), "left behind: %s", flights);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("flights", runs.get());
    counts.add("followers", followed.get());
  }

  @Override
  protected List<?> objects() {
    return List.of(flights, runs);
  }

  private static final class User extends SoakParty {
    private final SoakFlights round;
    private final int steps;
    private final RuntimeException failure = new IllegalStateException("to be expected");
    private int key;
    private boolean ran;

    User(SoakFlights round, int steps) {
      super(round);
      this.round = round;
      this.steps = steps;
    }

    @Override
    protected void work() {
      SoakForms forms = new SoakForms(this::run, this::run, this::run);
      for (int i = 0; i < steps; i++) {
        key = choice.nextInt(round.keys);
        if (choice.nextInt(8) == 0) {
          runAsync();
        } else {
          await(forms);
        }
        if (choice.nextInt(100) < round.forgetPercent) {
          round.flights.forget(key);
        }
      }
    }

    private void run() throws InterruptedException {
      ran = false;
      check(round.flights.run(key, this::fly));
    }

    private boolean run(Duration patience) throws InterruptedException {
      try (CancelableContext context = Context.background().withTimeout(patience)) {
        run(context);
        return true;
      } catch (ContextDoneException e) {
        return false;
      }
    }

    private void run(Context context) throws InterruptedException {
      ran = false;
      check(round.flights.run(context, key, this::fly));
    }

    private void runAsync() {
      moved();
      var answers = round.flights.runAsync(key, new Flyer(round, key, 0, null));
      ran = true; // or another: that is not known here
      Result<long[]> result = null;
      while (result == null) {
        try {
          result = answers.receive();
        } catch (InterruptedException e) {
          sawInterrupt();
        }
      }
      check(result);
    }

    private long[] fly() throws Exception {
      ran = true;
      int nanos = choice.nextInt(8) == 0 ? choice.nextInt(1, 200_000) : 0;
      return new Flyer(round, key, nanos, choice.nextInt(8) == 0 ? failure : null).call();
    }

    private void check(Result<long[]> result) {
      require(ran || result.shared(), "nobody is told to have followed");
      if (!ran) {
        round.followed.incrementAndGet();
      }
      if (result.error() != null) {
        require(result.error() instanceof IllegalStateException, "%s", result.error());
      } else {
        require(result.value()[0] == key, "the result of another key");
        require(result.value()[1] == 1, "told before the end");
      }
    }
  }

  /** One run: it gives its key, and a one that is written last. */
  private record Flyer(SoakFlights round, int key, int nanos, RuntimeException failure)
      implements Callable<long[]> {
    @Override
    public long[] call() {
      round.runs.incrementAndGet();
      int alone = round.running.incrementAndGet(key);
      require(alone == 1 || round.forgetPercent > 0, "%d runs of a key at once", alone);
      try {
        long[] value = {key, 0};
        if (nanos > 0) {
          LockSupport.parkNanos(nanos);
        }
        if (failure != null) {
          throw failure;
        }
        value[1] = 1;
        return value;
      } finally {
        round.running.decrementAndGet(key);
      }
    }
  }
}
