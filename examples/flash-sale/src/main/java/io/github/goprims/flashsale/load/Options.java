package io.github.goprims.flashsale.load;

import io.github.goprims.flashsale.Arguments;
import java.net.URI;
import java.net.http.HttpRequest;
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
  static final Options STANDARD = new Options(URI.create("http://127.0.0.1:8080/"), 5, 1_600);

  static Options of(Arguments arguments) {
    return new Options(
        arguments.value("--service", STANDARD.service, "an address for HTTP", Options::service),
        arguments.value("--minutes", STANDARD.minutes, "a number above 0", Options::minutes),
        arguments.wholeNumber("--rate", STANDARD.rate, 1, 100_000));
  }

  private static URI service(String text) {
    return HttpRequest.newBuilder(URI.create(text)).build().uri(); // which wants http and a host
  }

  private static double minutes(String text) {
    double minutes = Double.parseDouble(text);
    if (!(minutes > 0)) { // nor is that which is no number
      throw new IllegalArgumentException();
    }
    return minutes;
  }

  Duration time() {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  /** How many orders are due in a time. */
  int orders(Duration time) {
    return Math.toIntExact(time.toMillis() * rate / 1_000);
  }
}
