package io.github.goprims.gochan.internal;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What can be read as numbers: the kinds of primitives, and what is counted for the process. */
public final class GaugeRegistry {

  private static final AtomicReference<List<GaugeKind<?>>> KINDS = new AtomicReference<>(List.of());

  private static final AtomicReference<List<Count>> COUNTS = new AtomicReference<>(List.of());

  private GaugeRegistry() {}

  private record Count(String quantity, LongSupplier value) {}

  /** Adds a kind of primitive, once and for all, and answers it. */
  public static <K extends GaugeKind<?>> K add(K kind) {
    KINDS.updateAndGet(before -> joined(before, kind));
    return kind;
  }

  /** Adds something that is counted for the whole process. */
  public static void add(String quantity, LongSupplier value) {
    COUNTS.updateAndGet(before -> joined(before, new Count(quantity, value)));
  }

  private static <E> List<E> joined(List<E> list, E added) {
    return Stream.concat(list.stream(), Stream.of(added)).toList();
  }

  /** The kinds of which primitives have been made. */
  public static List<GaugeKind<?>> kinds() {
    return KINDS.get();
  }

  /** What is counted for the process at this moment. */
  public static SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Count count : COUNTS.get()) {
      counts.put(count.quantity(), count.value().getAsLong());
    }
    return counts;
  }
}
