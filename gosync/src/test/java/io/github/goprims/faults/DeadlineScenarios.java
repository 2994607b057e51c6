package io.github.goprims.faults;

import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** What the threads of the library do while memory or stack runs out in them. */
final class DeadlineScenarios {

  /** Long enough for the fault to be armed before. */
  private static final Duration SOON = Duration.ofMillis(4);

  /** How long the fault lasts at most after what it should bring about. */
  private static final Duration A_WHILE = Duration.ofMillis(15);

  /** How their names begin. */
  static final String PREFIX = "deadline: ";

  private DeadlineScenarios() {}

  static void addTo(Map<String, Scenario> all) {
    all.put(PREFIX + "with children", t -> tree(t, false));
    all.put(PREFIX + "with all kinds below", t -> tree(t, true));
    all.put(PREFIX + "a function timer", DeadlineScenarios::function);
    all.put(PREFIX + "three function timers", DeadlineScenarios::functions);
    all.put(
        PREFIX + "lock",
        t -> {
          Mutex mutex = new Mutex();
          mutex.lock();
          waits(t, mutex::lock);
        });
    all.put(
        PREFIX + "await",
        t -> {
          WaitGroup group = new WaitGroup();
          group.add(1);
          waits(t, group::await);
        });
  }

  private static void during(Trial trial, BooleanSupplier over) {
    trial.operateByLibrary(() -> Trial.holds(A_WHILE, over));
  }

  private static void tree(Trial trial, boolean rich) throws Exception {
    ContextScenarios.Tree tree =
        new ContextScenarios.Tree(trial, Context.background().withTimeout(SOON), rich);
    during(trial, tree::hasEnded);
    trial.afterwards(thrown -> tree.requireEnded());
  }

  private static void function(Trial trial) {
    CountDownLatch run = new CountDownLatch(1);
    Timer.afterFunc(SOON, run::countDown);
    during(trial, () -> run.getCount() == 0);
    trial.afterwards(thrown -> trial.functionsRun(run));
  }

  private static void functions(Trial trial) {
    CountDownLatch run = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      Timer.afterFunc(SOON, run::countDown);
    }
    during(trial, () -> run.getCount() == 0);
    trial.afterwards(thrown -> trial.functionsRun(run));
  }

  private interface Wait {
    void with(Context context) throws Exception;
  }

  private static void waits(Trial trial, Wait wait) {
    CancelableContext context = Context.background().withTimeout(SOON);
    Trial.Partner waiter =
        trial.partner(
            () -> {
              try {
                wait.with(context);
              } catch (RuntimeException expected) {
                return; // the deadline
              }
              throw new AssertionError("the wait did not end");
            });
    during(trial, waiter::isOver);
    trial.afterwards(thrown -> waiter.awaitOver());
  }
}
