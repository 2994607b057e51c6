package io.github.goprims.examples.metrics;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Gauges;
import io.github.goprims.gochan.Go;
import io.github.goprims.gosync.Mutex;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The samples of docs/gauges.md, but for the alarm itself, which is tested beside the gauges. */
abstract class GaugesSamples {

  /** An order. */
  record Order(int number) {}

  static void print() {
    Channel<Order> orders = Channel.make("orders", 64);
    Mutex accounts = new Mutex().named("accounts");

    for (Gauges.Reading reading : Gauges.read()) {
      System.out.println(reading.kind() + " " + reading.name() + " " + reading.values());
    }
  }

  static void register() {
    Gauges.registerMBean();
  }

  abstract void watch(LongSupplier gauge, long high, long low, Duration interval, Runnable alarm);

  abstract void page();

  Thread alarm(Channel<Order> orders) {
    Thread watcher =
        Go.go("watcher", () -> watch(orders::length, 80, 40, Duration.ofSeconds(1), this::page));
    return watcher;
  }
}
