package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.Debug;
import io.github.goprims.gochan.internal.GaugeRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the contexts that can end and have not, if {@code goprims.debug} asks for that: to make a
 * context and end it takes so little that two atomic additions would double it.
 */
final class LiveContexts {

  private static final boolean WANTED = Debug.isOn("contexts");
  private static final AtomicLong COUNT = new AtomicLong();

  static {
    if (WANTED) {
      GaugeRegistry.add("contexts", COUNT::get);
    }
  }

  private LiveContexts() {}

  /** One was made; for the thread that is going to see to it that it ends if that fails. */
  static void begin() {
    if (WANTED) {
      COUNT.getAndIncrement(); // needs no memory, as a striped counter would
    }
  }

  /** One has ended; for the thread that decided that. */
  static void end() {
    if (WANTED) {
      COUNT.getAndDecrement();
    }
  }
}
