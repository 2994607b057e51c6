package io.github.goprims.examples.metrics;

import io.github.goprims.gochan.Gauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows the gauges in a registry of Micrometer: {@code goprims.channel.length}, with the name of
 * the channel as the tag {@code name}, and so on.
 *
 * <p>Names come and go, so the meters are brought up to date by {@link #refresh}: where somebody
 * scrapes, before each scrape, else by a ticker.
 */
public final class GaugeBinder {

  private final MeterRegistry registry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, MultiGauge> meters = new HashMap<>();

  /**
   * Makes a binder that has shown nothing yet.
   *
   * @param registry where to show the gauges
   */
  public GaugeBinder(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Reads the gauges, and makes the meters show that, and no others. */
  public void refresh() {
    lock.lock();
    try {
      Map<String, List<MultiGauge.Row<?>>> rows = new HashMap<>();
      meters.keySet().forEach(meter -> rows.put(meter, new ArrayList<>())); // for those that went
      for (Gauges.Reading reading : Gauges.read()) {
        Tags tags = reading.name().isEmpty() ? Tags.empty() : Tags.of("name", reading.name());
        reading
            .values()
            .forEach(
                (quantity, value) ->
                    rows.computeIfAbsent(
                            "goprims." + reading.kind() + "." + quantity, any -> new ArrayList<>())
                        .add(MultiGauge.Row.of(tags, value)));
      }
      rows.forEach((meter, list) -> meter(meter).register(list, true));
    } finally {
      lock.unlock();
    }
  }

  private MultiGauge meter(String name) {
    return meters.computeIfAbsent(name, any -> MultiGauge.builder(name).register(registry));
  }
}
