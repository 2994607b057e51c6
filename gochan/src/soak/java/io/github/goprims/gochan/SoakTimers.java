package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import io.github.goprims.gochan.testing.SoakRound;
import io.github.goprims.gochan.testing.SoakWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Timers with channels, timers with functions and tickers, which all workers stop, reset and wait
 * for as they come due. Who waits without a limit waits for a timer of its own as well, or for a
 * ticker, and nothing else ends that wait.
 */
final class SoakTimers extends SoakRound {

  private static final Duration LONG = Duration.ofDays(1);

  private final List<SoakTimer> timers = new ArrayList<>();
  private final List<SoakTimer> functions = new ArrayList<>();
  private final List<SoakTicker> tickers = new ArrayList<>();

  SoakTimers(SplittableRandom random) {
    super(random);
  }

  @Override
  protected void prepare() {
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      timers.add(new SoakTimer(delay(random)));
    }
    for (int i = random.nextInt(1, 50); i > 0; i--) {
      functions.add(new SoakTimer(delay(random), this::failed));
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      tickers.add(new SoakTicker(period(random)));
    }
    for (int i = random.nextInt(2, 13); i > 0; i--) {
      new User(this);
    }
  }

  /** Mostly so short that it comes due in the middle of something. */
  private static Duration delay(SplittableRandom choice) {
    return choice.nextInt(8) == 0 ? LONG : Duration.ofNanos(choice.nextInt(200_000));
  }

  private static Duration period(SplittableRandom choice) {
    return Duration.ofNanos(choice.nextInt(10_000, 200_000));
  }

  @Override
  protected void verify() {
    timers.forEach(SoakTimer::verify);
    functions.forEach(SoakTimer::verify);
    tickers.forEach(SoakTicker::verify);
    Stream.concat(
            timers.stream().map(SoakTimer::channel), tickers.stream().map(SoakTicker::channel))
        .forEach(channel -> NobodyQueued.require(((ReceiveOnly<Instant>) channel).channel));
  }

  @Override
  protected void addTo(SoakCounts counts) {
    counts.add("timers received", timers.stream().mapToLong(SoakTimer::uses).sum());
    counts.add("functions run", functions.stream().mapToLong(SoakTimer::uses).sum());
    counts.add("ticks", tickers.stream().mapToLong(SoakTicker::uses).sum());
  }

  @Override
  protected List<?> objects() {
    List<Object> all = new ArrayList<>(timers);
    all.addAll(functions);
    all.addAll(tickers);
    return all;
  }

  private static final class User extends SoakWorker {

    private final SoakTimers round;
    private final int setPercent;
    private final int steps;

    User(SoakTimers round) {
      super(round);
      this.round = round;
      setPercent = choice.nextInt(5, 95);
      steps = choice.nextInt(50, 1_000);
    }

    @Override
    protected void work() {
      for (int i = 0; i < steps; i++) {
        moved();
        if (choice.nextInt(100) < setPercent) {
          set();
          continue;
        }
        try {
          await();
        } catch (InterruptedException e) {
          sawInterrupt();
        }
      }
    }

    private void set() {
      switch (choice.nextInt(8)) {
        case 0 -> any(round.timers).stop();
        case 1 -> any(round.functions).stop();
        case 2, 3 -> any(round.timers).reset(delay(choice));
        case 4, 5 -> any(round.functions).reset(delay(choice));
        case 6 -> any(round.tickers).reset(period(choice));
        default -> LockSupport.parkNanos(choice.nextInt(100_000)); // so that something comes due
      }
    }

    private <T> T any(List<T> some) {
      return some.get(choice.nextInt(some.size()));
    }

    private void await() throws InterruptedException {
      SoakTimer timer = any(round.timers);
      Duration patience = patience();
      long start = System.nanoTime();
      switch (choice.nextInt(6)) {
        case 0 -> received(timer, timer.channel().tryReceive());
        case 1 -> {
          if (!received(timer, timer.channel().receive(patience))) {
            requirePassed(start, patience);
          }
        }
        case 2 -> {
          SoakTicker ticker = any(round.tickers);
          ticker.received(ticker.channel().receive());
        }
        case 3 -> {
          require(Timer.after(patience).receive() != null, "a timer gave null");
          requirePassed(start, patience);
        }
        case 4 -> selectFirst(timer, patience, start);
        default -> select(patience, start);
      }
    }

    private boolean received(SoakTimer timer, @Nullable Instant due) {
      if (due != null) {
        timer.used();
      }
      return due != null;
    }

    private void selectFirst(SoakTimer timer, Duration patience, long start)
        throws InterruptedException {
      SoakTicker ticker = any(round.tickers);
      boolean inTime =
          Select.first(
              Select.receive(timer.channel(), due -> received(timer, due)),
              Select.receive(
                  ticker.channel(),
                  tick -> {
                    ticker.received(tick);
                    return true;
                  }),
              Select.timeout(patience, () -> false));
      if (!inTime) {
        requirePassed(start, patience);
      }
    }

    /** Waits for some timers, and ends by one that nobody else knows if none of them comes. */
    private void select(Duration patience, long start) throws InterruptedException {
      Select select = Select.create();
      Map<ReceiveCase<Instant>, Consumer<Instant>> cases = new HashMap<>();
      for (int i = choice.nextInt(4); i > 0; i--) {
        SoakTimer timer = any(round.timers);
        cases.put(select.onReceive(timer.channel()), due -> timer.used());
      }
      for (int i = choice.nextInt(2); i > 0; i--) {
        SoakTicker ticker = any(round.tickers);
        cases.put(select.onReceive(ticker.channel()), ticker::received);
      }
      cases.put(select.onReceive(Timer.after(patience)), due -> requirePassed(start, patience));
      SelectCase winner = select.await();
      cases.forEach(
          (each, action) -> {
            require((each.value() != null) == (each == winner), "a value of another case");
            if (each == winner) {
              action.accept(each.value());
            }
          });
    }
  }
}
