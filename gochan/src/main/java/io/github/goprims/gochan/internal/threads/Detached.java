package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.StackProbe;
import java.util.concurrent.ThreadFactory;

/**
 * Goroutines for functions that somebody has left with the library: of timers and of contexts. They
 * inherit nothing, neither thread-locals nor a class loader (it is the system's), since it would
 * depend on chance from whom. Their names say whose functions they run.
 */
public final class Detached extends Goroutine {

  /** The goroutines of functions of timers. */
  public static final String TIMER = "Timer.afterFunc";

  /** The goroutines of functions of contexts. */
  public static final String CONTEXT = "Context.afterFunc";

  private static final ThreadFactory OF_TIMERS = goroutines(TIMER);
  private static final ThreadFactory OF_CONTEXTS = goroutines(CONTEXT);

  private final Body function;

  private Detached(Body function) {
    this.function = function;
  }

  /** A function, or what leads to one. */
  @FunctionalInterface
  public interface Body {

    /** Runs it, in the goroutine. */
    void run() throws Exception;
  }

  private static ThreadFactory goroutines(String name) {
    return Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).factory();
  }

  /** Runs a timer's {@code function} in a new goroutine. */
  public static void startOfTimer(Body function) {
    start(OF_TIMERS, function);
  }

  /** The same for a context's {@code function}. */
  public static void startOfContext(Body function) {
    start(OF_CONTEXTS, function);
  }

  private static void start(ThreadFactory goroutines, Body function) {
    StackProbe.touch(StackProbe.GOROUTINE);
    goroutines.newThread(new Detached(function)).start();
  }

  @Override
  protected void body() throws Exception {
    function.run();
  }
}
