package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Timers with a channel, timers with a function, tickers, sleeps and goroutines. */
final class TimerScenarios {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofNanos(100_000);

  private TimerScenarios() {}

  private interface Act<T> {
    void on(T object) throws Exception;
  }

  static void addTo(Map<String, Scenario> all) {
    all.put("Timer: make and receive", TimerScenarios::makeAndReceive);
    all.put("Timer: stop with a receiver", t -> changeTimer(t, Timer::stop));
    all.put("Timer: reset with a receiver", t -> changeTimer(t, x -> x.reset(MOMENT)));
    all.put("Timer: receive, reset meanwhile", TimerScenarios::receiveReset);
    all.put("Timer: afterFunc", TimerScenarios::afterFunc);
    all.put("Timer: stop of a function", t -> changeFunction(t, Timer::stop, 0));
    all.put("Timer: reset of a function", t -> changeFunction(t, x -> x.reset(MOMENT), 1));
    all.put("Ticker: make and receive", TimerScenarios::tick);
    all.put("Ticker: stop with a receiver", t -> changeTicker(t, Ticker::stop));
    all.put("Ticker: reset with a receiver", t -> changeTicker(t, x -> x.reset(MOMENT)));
    all.put("Go: sleep", t -> t.operate(() -> Go.sleep(MOMENT)));
    all.put("Go: go", TimerScenarios::go);
    all.put("Goroutines: dump", TimerScenarios::dump);
  }

  private static void makeAndReceive(Trial trial) {
    trial.operate(
        () -> {
          Timer timer = Timer.make(MOMENT);
          require(timer.channel().receive() != null, "no value");
          timer.reset(LONG);
          require(timer.stop(), "not stopped");
        });
  }

  private static void requireUsable(Trial trial, Timer timer) {
    trial.does(
        "use the timer",
        () -> {
          timer.reset(MOMENT);
          require(timer.channel().receive() != null, "no value");
          timer.reset(LONG);
          require(timer.stop(), "not stopped");
          require(timer.channel().tryReceive() == null, "a value after stop");
        });
  }

  private static void changeTimer(Trial trial, Act<Timer> act) {
    Timer timer = Timer.make(LONG);
    trial.waiting(() -> timer.channel().receive());
    trial.operate(() -> act.on(timer));
    trial.afterwards(
        thrown -> {
          trial.does("reset the timer for who waits", () -> timer.reset(MOMENT));
          trial.soon("who waits has a value", () -> !trial.waits());
          requireUsable(trial, timer);
        });
  }

  private static void receiveReset(Trial trial) {
    Timer timer = Timer.make(LONG);
    trial.operate(() -> timer.channel().receive());
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          timer.reset(MOMENT);
        });
    trial.afterwards(thrown -> requireUsable(trial, timer));
  }

  private static void afterFunc(Trial trial) {
    AtomicInteger runs = new AtomicInteger();
    trial.operate(() -> Timer.afterFunc(MOMENT, runs::incrementAndGet));
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            trial.soon("the function runs", () -> runs.get() == 1);
          }
        });
  }

  private static void changeFunction(Trial trial, Act<Timer> act, int expected) {
    AtomicInteger runs = new AtomicInteger();
    Timer timer = Timer.afterFunc(LONG, runs::incrementAndGet);
    trial.operate(() -> act.on(timer));
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            trial.soon("the function runs or does not", () -> runs.get() == expected);
          }
          trial.does(
              "use the timer",
              () -> {
                timer.stop();
                int before = runs.get();
                timer.reset(MOMENT);
                trial.soon("the function runs again", () -> runs.get() > before);
                timer.reset(LONG);
                require(timer.stop(), "not stopped");
              });
        });
  }

  private static void tick(Trial trial) {
    trial.operate(
        () -> {
          Ticker ticker = Ticker.make(MOMENT);
          require(ticker.channel().receive() != null, "no tick");
          require(ticker.channel().receive() != null, "no further tick");
          ticker.close();
        });
  }

  private static void changeTicker(Trial trial, Act<Ticker> act) {
    Ticker ticker = Ticker.make(LONG);
    trial.waiting(() -> ticker.channel().receive());
    trial.operate(() -> act.on(ticker));
    trial.afterwards(
        thrown -> {
          trial.does("reset the ticker for who waits", () -> ticker.reset(MOMENT));
          trial.soon("who waits has a tick", () -> !trial.waits());
          trial.does("stop the ticker", ticker::stop);
          require(ticker.channel().tryReceive() == null, "a tick after stop");
        });
  }

  private static void go(Trial trial) {
    AtomicInteger runs = new AtomicInteger();
    trial.operate(() -> Go.go("named", runs::incrementAndGet));
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            trial.soon("the goroutine runs", () -> runs.get() == 1);
          }
          trial.soon("no goroutine is left", () -> goroutines("named") == 0);
        });
  }

  private static void dump(Trial trial) {
    Channel<Void> channel = Channel.make();
    Thread thread = Go.go("dumped", () -> channel.receive());
    trial.operate(Goroutines::dump);
    trial.afterwards(
        thrown -> {
          require(goroutines("dumped") == 1, "the goroutine is not seen any more");
          channel.close();
          trial.soon("it ends", () -> !thread.isAlive());
          require(goroutines("dumped") == 0, "the goroutine is seen after its end");
        });
  }

  private static long goroutines(String name) {
    return Goroutines.snapshot().stream().filter(each -> each.name().equals(name)).count();
  }
}
