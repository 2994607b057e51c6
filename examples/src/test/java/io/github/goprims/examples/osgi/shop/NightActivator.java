package io.github.goprims.examples.osgi.shop;

import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.Bubble;
import java.time.Duration;
import java.time.Instant;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The bundle of a user's test: sleeps for a night of virtual time, and registers the morning. */
public final class NightActivator implements BundleActivator {

  /** For the framework. */
  public NightActivator() {}

  @Override
  public void start(BundleContext bundle) throws Exception {
    Bubble.run(
        () -> {
          Go.sleep(Duration.ofHours(8));
          bundle.registerService(Instant.class, Bubble.now(), null);
        });
  }

  @Override
  public void stop(BundleContext bundle) {
    // Services go with the bundle.
  }
}
