package io.github.goprims.examples.osgi.shop;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import java.time.Duration;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The bundle of a user: uses a channel, a context and a mutex, and registers what came of it. */
public final class ShopActivator implements BundleActivator {

  /** For the framework. */
  public ShopActivator() {}

  @Override
  public void start(BundleContext bundle) throws InterruptedException {
    Channel<String> orders = Channel.make("orders", 1);
    Mutex lock = new Mutex();
    Go.go("customer", () -> orders.send("tea"));
    try (CancelableContext ctx = Context.background().withTimeout(Duration.ofSeconds(10))) {
      String order = ctx.receive(orders);
      lock.lock();
      try {
        bundle.registerService(String.class, order, null);
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void stop(BundleContext bundle) {
    // Services go with the bundle.
  }
}
