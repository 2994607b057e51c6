package io.github.goprims.benchmarks;

import io.github.goprims.gosync.SingleFlight;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Ways to do the work for a key once for all that want it at the same time. */
interface Flights {

  /** The work's result, of this run or of one that is under way. */
  Integer run(Integer key, Callable<Integer> work) throws Exception;

  static Flights open(String peer) {
    return switch (peer) {
      case "goprims" -> {
        SingleFlight<Integer, Integer> flights = new SingleFlight<>();
        yield (key, work) -> flights.run(key, work).get();
      }
      case "compute" -> { // a step of a map, which keeps the value; the bin is locked meanwhile
        ConcurrentMap<Integer, Integer> map = new ConcurrentHashMap<>();
        yield (key, work) -> map.compute(key, (unused, old) -> call(work));
      }
      case "absent-remove" -> { // the same without keeping it; the bin is locked meanwhile
        ConcurrentMap<Integer, Integer> map = new ConcurrentHashMap<>();
        yield (key, work) -> {
          Integer value = map.computeIfAbsent(key, unused -> call(work));
          map.remove(key, value);
          return value;
        };
      }
      case "future" -> { // what is written by hand
        ConcurrentMap<Integer, CompletableFuture<Integer>> map = new ConcurrentHashMap<>();
        yield (key, work) -> {
          CompletableFuture<Integer> mine = new CompletableFuture<>();
          CompletableFuture<Integer> other = map.putIfAbsent(key, mine);
          if (other != null) {
            return other.join();
          }
          try {
            mine.complete(work.call());
          } catch (Throwable failure) {
            mine.completeExceptionally(failure);
          } finally {
            map.remove(key, mine);
          }
          return mine.join();
        };
      }
      default -> throw new IllegalArgumentException(peer + " knows no single flights");
    };
  }

  private static Integer call(Callable<Integer> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
