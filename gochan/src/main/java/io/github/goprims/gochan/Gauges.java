package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.GaugeKind;
import io.github.goprims.gochan.internal.GaugeRegistry;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The state of all primitives that have a name, as numbers: for metrics, health checks and tests.
 *
 * {@snippet file="io/github/goprims/gochan/GaugeSamples.java" region="read"}
 *
 * <p>A primitive is among them from its first {@code named} on, or {@code Channel.make(name, …)},
 * and as long as anybody refers to it: here are weak references only. Those of one kind with the
 * same name are one reading, whose numbers are sums, {@code instances} being how many they are. So
 * what is made by the thousands should share a name. What they have, always in this order:
 *
 * <ul>
 *   <li>{@code channel}: {@code length}, {@code capacity}, and {@code senders} and {@code
 *       receivers}, which are blocked there; a select is blocked at each of its cases
 *   <li>{@code mutex}: {@code locked}, one or zero, and {@code waiters}
 *   <li>{@code rwmutex}: {@code locked}, by a writer; {@code readers} that hold it; {@code
 *       waiters}, of both kinds
 *   <li>{@code waitgroup}: {@code count}, {@code waiters}
 *   <li>{@code cond}: {@code waiters}
 *   <li>{@code semaphore}: {@code size}, {@code free}, {@code waiters}
 *   <li>{@code errgroup}: {@code running}, and {@code waiters} for a place, in {@code go}
 *   <li>{@code singleflight}: {@code running}
 *   <li>{@code process}, with the empty name, once and without {@code instances}: {@code
 *       goroutines}, see {@link Goroutines#count}; {@code timers}, the functions of timers that are
 *       to run, and the deadlines of contexts; {@code contexts} that can end and have not, with the
 *       system property {@code goprims.debug=contexts} only
 * </ul>
 *
 * <p>A timer or ticker with a channel is not among the {@code timers}: nothing is pending there, a
 * receive compares with the clock. Nor is a timeout, which its own thread waits for. A context that
 * was dropped without a cancel goes on to count among the {@code contexts}, which is what they are
 * counted for. The done channels of contexts have a name, and are not among the channels.
 *
 * <p>There are a million of each kind at most, those included that the garbage collector has not
 * got to: what gets its name while they are there has that name only.
 *
 * <p>Accuracy: each number is one that was right at some moment of the read, not all at the same.
 * In a line of more than 1,024 blocked threads, those that come or leave meanwhile may count or
 * not. A primitive may still be there for a while after it was dropped: until the garbage collector
 * has been.
 *
 * <p>Cost: a name costs a weak reference, a lock for a moment, and some 50 bytes; without a name
 * nothing. Nothing is counted while nobody reads, except for {@code contexts}. To read takes the
 * lock of each primitive that has a line of waiters for a few microseconds at most, and is O(number
 * of primitives with a name, and of threads that are blocked there).
 */
public final class Gauges {

  private Gauges() {}

  /**
   * What was read of the primitives of one kind that have the same name.
   *
   * @param kind such as {@code channel}, see {@link Gauges}
   * @param name their name; empty for {@code process}
   * @param values the numbers, by what they count, see {@link Gauges}; cannot be changed
   */
  public record Reading(String kind, String name, Map<String, Long> values) {

    /**
     * A reading; the values are copied, and their order is kept.
     *
     * @throws NullPointerException "kind", "name" or "values"
     */
    public Reading {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
      values =
          Collections.unmodifiableMap(
              new LinkedHashMap<>(Objects.requireNonNull(values, "values")));
    }
  }

  /**
   * Reads all of them. Waits for nothing, and runs no code of users.
   *
   * @return a new list: {@code process} first, the others in the order of kinds and names
   */
  public static List<Reading> read() {
    List<Reading> readings = new ArrayList<>();
    readings.add(process());
    GaugeRegistry.kinds().stream()
        .sorted(Comparator.comparing(GaugeKind::kind))
        .forEach(kind -> readAll(kind, readings));
    return readings;
  }

  /**
   * Shows them as an MBean, {@code io.github.goprims:type=Gauges}: its attributes are called like
   * {@code channel.orders.length} and {@code process.timers}, and are there as long as the
   * primitives are. JConsole, VisualVM and exporters find it. If there is an MBean with this name
   * already, nothing happens. Starts no thread; what nobody asks for costs nothing.
   *
   * @throws UnsupportedOperationException "this runtime has no java.management: …" where that
   *     module is missing
   */
  public static void registerMBean() {
    if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
      throw new UnsupportedOperationException(
          "this runtime has no java.management: start it with --add-modules java.management, or"
              + " put the module into its image");
    }
    GaugesMBean.register();
  }

  private static Reading process() {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("goroutines", (long) Goroutines.count());
    values.put("timers", (long) TimeSource.current().scheduler().pending());
    values.putAll(GaugeRegistry.counts());
    return new Reading("process", "", values);
  }

  private static void readAll(GaugeKind<?> kind, List<Reading> readings) {
    kind.read()
        .forEach((name, sums) -> readings.add(new Reading(kind.kind(), name, values(kind, sums))));
  }

  private static Map<String, Long> values(GaugeKind<?> kind, long[] sums) {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("instances", sums[0]);
    for (String quantity : kind.quantities()) {
      values.put(quantity, sums[values.size()]);
    }
    return values;
  }
}
