package io.github.goprims.flashsale;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How many orders had which outcome since the service has started. */
final class Counts {

  private final Map<Outcome, LongAdder> adders = new EnumMap<>(Outcome.class);

  Counts() {
    for (Outcome outcome : Outcome.values()) {
      adders.put(outcome, new LongAdder());
    }
  }

  void add(Outcome outcome) {
    adder(outcome).increment();
  }

  long of(Outcome outcome) {
    return adder(outcome).sum();
  }

  private LongAdder adder(Outcome outcome) {
    return requireNonNull(adders.get(outcome));
  }

  /** Each outcome with its number, on one line. */
  @Override
  public String toString() {
    return Arrays.stream(Outcome.values())
        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT) + " " + of(outcome))
        .collect(Collectors.joining(", "));
  }
}
