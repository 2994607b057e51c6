package io.github.goprims.gochan.internal;

import java.util.concurrent.ThreadFactory;

/**
 * Goroutines for functions that somebody has left with the library: of timers and of contexts. They
 * inherit nothing, neither thread-locals nor a class loader (it is the system's), since it would
 * depend on chance from whom.
 */
public final class Detached implements Runnable {

  private static final ThreadFactory GOROUTINES =
      Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

  private final Runnable function;

  private Detached(Runnable function) {
    this.function = function;
  }

  /**
   * Runs {@code function} in a new goroutine. What it throws ends that only, and reaches the
   * thread's uncaught-exception handler, unless it is one of {@link QuietEnds}, as with {@code
   * Go.go}.
   */
  public static Thread start(Runnable function) {
    StackProbe.touch(StackProbe.GOROUTINE);
    Thread thread = GOROUTINES.newThread(new Detached(function));
    thread.start();
    return thread;
  }

  /** For the goroutine only. */
  @Override
  public void run() {
    try {
      function.run();
    } catch (Throwable failure) {
      if (!QuietEnds.has(failure)) {
        throw failure;
      }
    }
  }
}
