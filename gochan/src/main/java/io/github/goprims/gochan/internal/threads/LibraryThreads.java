package io.github.goprims.gochan.internal.threads;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the platform threads of this library. Such a thread lives on when the thread that needed it
 * first is gone, so it takes nothing over from that: neither priority, thread-locals, class loader
 * nor, on releases that have them, permissions. All stand in a group of their own directly below
 * the root, so that an interrupt of the group of an application does not reach them.
 */
public final class LibraryThreads {

  private static final ThreadGroup GROUP = new ThreadGroup(root(), "goprims");

  private LibraryThreads() {}

  /** A factory of daemon threads that all have this name. */
  public static ThreadFactory named(String name) {
    return new Factory(name, null);
  }

  /** A factory of daemon threads that have a number after this name. */
  static ThreadFactory numbered(String name) {
    return new Factory(name, new AtomicInteger());
  }

  /**
   * Hands a failure that cannot be thrown at anybody to the test of the calling thread, or to its
   * handler of uncaught exceptions.
   */
  public static void report(Throwable failure) {
    if (!QuietEnds.isTaken(failure)) {
      report(Thread.currentThread(), failure);
    }
  }

  /** Hands {@code failure} to the handler of uncaught exceptions of {@code thread}. */
  public static void report(Thread thread, Throwable failure) {
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable ignored) {
      // A handler that fails is ignored, as the JVM does.
    }
  }

  /** Whether {@code thread} is one of these. */
  public static boolean owns(Thread thread) {
    return thread.getThreadGroup() == GROUP;
  }

  /** The group of all platform threads. */
  public static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup above = group; above != null; above = group.getParent()) {
      group = above;
    }
    return group;
  }

  // Not lambdas: the first use of one needs much stack.

  private record Factory(String name, @Nullable AtomicInteger number) implements ThreadFactory {
    @Override
    @SuppressWarnings("removal") // releases that record a caller's permissions have this way out
    public Thread newThread(Runnable task) {
      String full = number == null ? name : name.concat(Integer.toString(number.getAndIncrement()));
      return AccessController.doPrivileged(new Making(full, task));
    }
  }

  private record Making(String name, Runnable task) implements PrivilegedAction<Thread> {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // the thread that comes first may have another
    public Thread run() {
      Thread thread = new Thread(GROUP, task, name, 0, false);
      thread.setDaemon(true);
      thread.setPriority(Thread.NORM_PRIORITY);
      thread.setContextClassLoader(null);
      return thread;
    }
  }
}
