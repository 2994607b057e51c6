package io.github.goprims.flashsale.load;

import java.net.URI;
import java.time.Duration;

/**
 * How much load, and on what.
 *
 * @param service its address
 * @param minutes how long
 * @param rate orders in a second
 */
record Options(URI service, double minutes, int rate) {

  /** Twice what the service can handle, for five minutes. */
  private static final Options STANDARD =
      new Options(URI.create("http://127.0.0.1:8080/"), 5, 1_600);

  static Options of(String... args) {
    Options options = STANDARD;
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      options = options.with(args[i], args[i + 1]);
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--service" -> new Options(URI.create(value), minutes, rate);
      case "--minutes" -> new Options(service, Double.parseDouble(value), rate);
      case "--rate" -> new Options(service, minutes, Integer.parseInt(value));
      default -> throw new IllegalArgumentException("does not know " + name);
    };
  }

  Duration time() {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  /** How many orders are due in a time. */
  int orders(Duration time) {
    return Math.toIntExact(time.toMillis() * rate / 1_000);
  }
}
