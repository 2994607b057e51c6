package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.SingleFlight;
import io.github.goprims.gosync.SingleFlight.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Single flights: those that lead, those that follow, and those that are answered by a channel. */
final class FlightScenarios {

  private FlightScenarios() {}

  static void addTo(Map<String, Scenario> all) {
    all.put("SingleFlight: run", trial -> alone(trial, 0));
    all.put("SingleFlight: run, beside others of its bin", trial -> alone(trial, 9));
    all.put("SingleFlight: run, with followers", trial -> lead(trial, false));
    all.put("SingleFlight: run, with followers, forgotten", trial -> lead(trial, true));
    all.put("SingleFlight: follow", trial -> follow(trial, null, () -> {}));
    all.put(
        "SingleFlight: follow, interrupted",
        trial -> follow(trial, null, () -> trial.operator().interrupt()));
    all.put(
        "SingleFlight: follow with a context",
        trial -> follow(trial, Context.background().withCancel(), () -> {}));
    all.put(
        "SingleFlight: follow with a context, canceled",
        trial -> {
          CancelableContext context = Context.background().withCancel();
          follow(trial, context, context::cancel);
        });
    all.put("SingleFlight: runAsync", FlightScenarios::leadAsync);
    all.put("SingleFlight: runAsync, joining", FlightScenarios::followAsync);
    all.put("SingleFlight: forget", FlightScenarios::forget);
  }

  /** All of one bin. */
  private record Key(int id) {
    @Override
    public int hashCode() {
      return 0;
    }
  }

  private static final Key KEY = new Key(0);

  private static void requireFree(Trial trial, SingleFlight<Key, String> flights) {
    trial.does("run anew", () -> require(flights.run(KEY, () -> "new").get() != null, "no result"));
    trial.partnersOver();
    require(flights.toString().endsWith("(running=0)"), "something is left: " + flights);
  }

  /** Leads in a partner, until the gate opens. */
  private static void begin(
      Trial trial, SingleFlight<Key, String> flights, Key key, CountDownLatch gate)
      throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    trial.partner(
        () ->
            flights.run(
                key,
                () -> {
                  running.countDown();
                  gate.await();
                  return "old";
                }));
    running.await();
  }

  private static void alone(Trial trial, int others) throws InterruptedException {
    SingleFlight<Key, String> flights = new SingleFlight<>();
    CountDownLatch gate = new CountDownLatch(1);
    for (int i = 1; i <= others; i++) {
      begin(trial, flights, new Key(i), gate);
    }
    trial.operate(() -> flights.run(KEY, () -> ""));
    trial.afterwards(
        thrown -> {
          gate.countDown();
          requireFree(trial, flights);
        });
  }

  private static void lead(Trial trial, boolean forgotten) {
    SingleFlight<Key, String> flights = new SingleFlight<>();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    trial.operate(
        () -> {
          try {
            flights.run(
                KEY,
                () -> {
                  running.countDown();
                  gate.await();
                  return "old";
                });
          } finally {
            running.countDown();
          }
        });
    trial.meanwhile(
        () -> {
          running.await();
          for (int i = 0; i < 3; i++) {
            trial.partner(() -> flights.run(KEY, () -> "new")).awaitBlockedOrOver();
          }
          if (forgotten) {
            flights.forget(KEY);
          }
          gate.countDown();
        });
    trial.afterwards(
        thrown -> {
          if (!trial.mayRepeat) {
            trial.partnersOver(); // to tell them needs no memory, and nobody else
          }
          requireFree(trial, flights);
        });
  }

  private static void follow(Trial trial, @Nullable Context context, Task end)
      throws InterruptedException {
    SingleFlight<Key, String> flights = new SingleFlight<>();
    CountDownLatch gate = new CountDownLatch(1);
    begin(trial, flights, KEY, gate);
    trial.operate(
        () -> {
          try {
            if (context == null) {
              flights.run(KEY, () -> "new");
            } else {
              flights.run(context, KEY, () -> "new");
            }
          } catch (Exception expected) {
            // the end of the wait
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.waiting(() -> flights.run(KEY, () -> "new"));
          end.run();
          gate.countDown();
        });
    trial.afterwards(
        thrown -> {
          trial.partnersOver();
          requireFree(trial, flights);
        });
  }

  private static void leadAsync(Trial trial) {
    SingleFlight<Key, String> flights = new SingleFlight<>();
    List<ReceiveChannel<Result<String>>> answers = new ArrayList<>();
    trial.operate(() -> answers.add(flights.runAsync(KEY, () -> "old")));
    trial.afterwards(
        thrown -> {
          if (!answers.isEmpty()) {
            requireAnswer(trial, answers.get(0));
          }
          trial.soon("nothing runs", () -> flights.toString().endsWith("(running=0)"));
          requireFree(trial, flights);
        });
  }

  private static void followAsync(Trial trial) throws InterruptedException {
    SingleFlight<Key, String> flights = new SingleFlight<>();
    CountDownLatch gate = new CountDownLatch(1);
    begin(trial, flights, KEY, gate);
    List<ReceiveChannel<Result<String>>> answers = new ArrayList<>();
    trial.operate(() -> answers.add(flights.runAsync(KEY, () -> "new")));
    trial.afterwards(
        thrown -> {
          gate.countDown();
          if (!answers.isEmpty()) {
            requireAnswer(trial, answers.get(0));
          }
          requireFree(trial, flights);
        });
  }

  private static void requireAnswer(Trial trial, ReceiveChannel<Result<String>> answers)
      throws Exception {
    Result<String> result = answers.receive(trial.patience);
    require(result != null && result.get().equals("old"), "no answer, but " + result);
  }

  private static void forget(Trial trial) throws InterruptedException {
    SingleFlight<Key, String> flights = new SingleFlight<>();
    CountDownLatch gate = new CountDownLatch(1);
    begin(trial, flights, KEY, gate);
    trial.operate(() -> flights.forget(KEY));
    trial.afterwards(
        thrown -> {
          flights.forget(KEY); // again, if it had done nothing
          trial.does(
              "run beside the forgotten",
              () -> require(flights.run(KEY, () -> "new").get().equals("new"), "joined"));
          require(gate.getCount() == 1 && !gate.await(0, TimeUnit.SECONDS), "the old one is over");
          gate.countDown();
          requireFree(trial, flights);
        });
  }
}
