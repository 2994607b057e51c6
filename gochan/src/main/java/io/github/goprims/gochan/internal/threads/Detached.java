package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.StackProbe;
import java.util.concurrent.ThreadFactory;

/**
 * A goroutine for a function that was left with the library: that of a timer or of a context. It
 * inherits nothing, neither thread-locals nor a class loader (it has the system's), since from
 * which thread would depend on chance. Its name says whether the function is a timer's or a
 * context's.
 */
public final class Detached extends GoroutineBody {

  /** The name of a goroutine that runs the function of a timer. */
  public static final String TIMER = "Timer.afterFunc";

  /** The name of a goroutine that runs the function of a context. */
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

  /** Runs a context's {@code function} in a new goroutine. */
  public static void startOfContext(Body function) {
    start(OF_CONTEXTS, function);
  }

  private static void start(ThreadFactory goroutines, Body function) {
    StackProbe.touch(StackProbe.GOROUTINE);
    Detached body = new Detached(function);
    body.launch(goroutines.newThread(body));
  }

  @Override
  protected void body() throws Exception {
    function.run();
  }
}
