package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Groups of tasks that may fail. */
final class ErrGroupScenarios {

  private ErrGroupScenarios() {}

  static void addTo(Map<String, Scenario> all) {
    all.put("ErrGroup: go", trial -> start(trial, ErrGroup.create()));
    all.put("ErrGroup: go below the limit", trial -> start(trial, ErrGroup.create().limit(1)));
    all.put("ErrGroup: go, served", trial -> wait(trial, (context, gate) -> gate.countDown()));
    all.put(
        "ErrGroup: go, interrupted",
        trial -> wait(trial, (context, gate) -> trial.operator().interrupt()));
    all.put("ErrGroup: go, canceled", trial -> wait(trial, (context, gate) -> context.cancel()));
    all.put("ErrGroup: limit, with a waiter", ErrGroupScenarios::raiseLimit);
    all.put("ErrGroup: await", trial -> end(trial, ErrGroup::await));
    all.put("ErrGroup: close", trial -> end(trial, ErrGroup::close));
  }

  /** What ends the wait for a place. */
  private interface Ending {
    void end(CancelableContext context, CountDownLatch gate);
  }

  private interface Act {
    void on(ErrGroup group) throws Exception;
  }

  private static Task quietly(Task task) {
    return () -> {
      try {
        task.run();
      } catch (Exception expected) {
        // the end of the wait
      }
    };
  }

  private static void requireIdle(Trial trial, ErrGroup group) throws Exception {
    trial.does("await", group::await);
    require(group.toString().contains("running=0"), "counted wrongly: " + group);
    require(!group.toString().contains("waiting"), "left behind: " + group);
    AtomicInteger runs = new AtomicInteger();
    group.limit(1);
    require(group.tryGo(runs::incrementAndGet), "no place: " + group);
    trial.does("await", group::await);
    require(runs.get() == 1, "has not run");
  }

  private static void start(Trial trial, ErrGroup group) {
    AtomicInteger runs = new AtomicInteger();
    trial.operate(() -> group.go(runs::incrementAndGet));
    trial.afterwards(
        thrown -> {
          trial.does("await", group::await);
          require(thrown != null || runs.get() == 1, "has not run");
          requireIdle(trial, group);
        });
  }

  private static void wait(Trial trial, Ending ending) throws Exception {
    CancelableContext context = Context.background().withCancel();
    ErrGroup group = ErrGroup.withContext(context).limit(1);
    CountDownLatch gate = new CountDownLatch(1);
    group.go(gate::await);
    trial.operate(quietly(() -> group.go(() -> {})));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.waiting(group::await);
          ending.end(context, gate);
        });
    trial.afterwards(
        thrown -> {
          gate.countDown();
          requireIdle(trial, group);
        });
  }

  private static void raiseLimit(Trial trial) {
    ErrGroup group = ErrGroup.create().limit(0);
    AtomicInteger runs = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      trial.waiting(() -> group.go(runs::incrementAndGet));
    }
    trial.operate(() -> group.limit(2));
    trial.afterwards(
        thrown -> {
          if (thrown != null && group.toString().contains("limit=0")) {
            group.limit(2); // had done nothing
          }
          trial.soon("both run", () -> runs.get() == 2);
          requireIdle(trial, group);
        });
  }

  private static void end(Trial trial, Act act) throws Exception {
    ErrGroup group = ErrGroup.withContext(Context.background());
    CountDownLatch gate = new CountDownLatch(1);
    group.go(gate::await);
    trial.operate(() -> act.on(group));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.waiting(group::await);
          gate.countDown();
        });
    trial.afterwards(
        thrown -> {
          trial.does("await", group::await);
          trial.does("close", group::close);
          require(group.toString().contains("running=0"), "counted wrongly: " + group);
          require(group.context().err() != null, "its context lives");
        });
  }
}
