package io.github.goprims.gochan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What the Javadoc of the gauges and docs/gauges.md show. */
final class GaugeSamples {

  private GaugeSamples() {}

  // @start region="read"
  static Map<String, Long> backlog() {
    Map<String, Long> backlog = new TreeMap<>();
    for (Gauges.Reading reading : Gauges.read()) {
      if (reading.kind().equals("channel")) {
        backlog.put(reading.name(), reading.values().get("length"));
      }
    }
    return backlog; // such as {orders=3, results=0}
  } // @end

  // @start region="alarm"
  /**
   * Calls {@code alarm} once when the gauge passes {@code high}; it has to fall to {@code low}
   * before the next time.
   */
  static void watch(LongSupplier gauge, long high, long low, Duration interval, Runnable alarm) {
    boolean raised = false;
    try (Ticker ticker = Ticker.make(interval)) {
      for (Instant unused : ticker.channel()) {
        long value = gauge.getAsLong();
        if (value > high && !raised) {
          alarm.run();
          raised = true;
        } else if (value <= low) {
          raised = false;
        }
      }
    }
  } // @end
}
