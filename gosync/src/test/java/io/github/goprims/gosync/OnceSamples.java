package io.github.goprims.gosync;

import java.util.Properties;
import java.util.function.Supplier;

/** The samples in the documentation of {@link Once}. */
final class OnceSamples {

  private OnceSamples() {}

  // @start region="value"
  static final class Server {
    private final Supplier<Properties> settings = Once.value(Server::load);
    private final Once started = new Once();

    void start() {
      started.run(() -> System.out.println("starting with " + settings.get()));
    }

    private static Properties load() {
      return new Properties(); // in truth from a file
    }
  }
  // @end
}
