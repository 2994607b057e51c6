package io.github.goprims.gochan.testing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a soak has done so far; written by its main thread, printed by its watchdog. */
public final class SoakCounts {
  private final Map<String, Long> counts = Collections.synchronizedMap(new LinkedHashMap<>());

  /** So much more of it has been done. */
  public void add(String what, long number) {
    counts.merge(what, number, Long::sum);
  }

  @Override
  public String toString() {
    synchronized (counts) {
      return counts.entrySet().stream()
          .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
          .collect(Collectors.joining(", "));
    }
  }
}
