package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.StackProbe;
import org.jspecify.annotations.Nullable;

/**
 * What a goroutine runs, that is, a virtual thread started by the library. A failure ends that
 * goroutine only, and reaches the thread's uncaught-exception handler as the same object, unless it
 * is one of {@link QuietEnds}.
 */
public abstract class Goroutine implements Runnable {

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean ready;

  /** For the packages of the library. */
  protected Goroutine() {}

  /**
   * To be called before the first virtual thread is made: the JDK sets up what it needs for them
   * with the first, at some cost, and an overflow in the midst of that would break it for good.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  public static void ensure() {
    if (!ready) {
      StackProbe.touch(StackProbe.CLASSES);
      Thread unused = Thread.ofVirtual().unstarted(() -> {});
      ready = true;
    }
  }

  /** Runs the task, in the goroutine. What it throws ends that. */
  protected abstract void body() throws Exception;

  @Override
  public final void run() {
    try {
      body();
    } catch (Throwable failure) {
      QuietEnds.end(failure);
    }
  }

  /**
   * Makes a goroutine for this, not started. The caller of its start probes the stack before, as
   * {@link #start} does.
   */
  public final Thread unstarted(@Nullable String name) {
    Thread.Builder.OfVirtual builder = Thread.ofVirtual();
    return (name == null ? builder : builder.name(name)).unstarted(this);
  }

  /** Runs this in a new goroutine, which inherits what threads of Java inherit. */
  public final Thread start(@Nullable String name) {
    StackProbe.touch(StackProbe.GOROUTINE);
    Thread thread = unstarted(name);
    thread.start();
    return thread;
  }
}
