package io.github.goprims.gosync;

import java.util.concurrent.Callable;

/**
 * Workers of {@link FullHeap} that share runs: whoever is told of one has its value, leader or not.
 */
final class FullHeapFlights {

  private static final Integer TOKEN = 1;

  private FullHeapFlights() {}

  private static final class Runs {
    long begun;
    long ended;
  }

  static void addTo(FullHeapWorkers workers) {
    SingleFlight<Integer, Integer> flights = new SingleFlight<>();
    Runs runs = new Runs();
    Callable<Integer> work =
        () -> {
          runs.begun++;
          Thread.yield(); // so that others join
          runs.ended++;
          return TOKEN;
        };
    workers.add(
        3,
        index ->
            new FullHeapWorker(workers, "flight") {
              @Override
              void step() throws InterruptedException {
                SingleFlight.Result<Integer> result = flights.run(TOKEN, work);
                workers.check(result.value() == TOKEN, "told of a failure: " + result.error());
                steps++;
              }
            });
    workers.inTheEnd(
        () -> {
          workers.check(workers.sumOf("flight") > 0, "nobody has flown");
          workers.check(runs.begun == runs.ended, "two runs at once");
          workers.check(flights.toString().endsWith("(running=0)"), flights.toString());
        });
  }
}
