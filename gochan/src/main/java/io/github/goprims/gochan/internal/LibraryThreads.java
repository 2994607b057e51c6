package io.github.goprims.gochan.internal;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * The platform threads of this library. They live on when whoever needed them first is gone, so
 * they take nothing over from there: neither priority, thread-locals, class loader nor, on releases
 * that have them, permissions; and they stand in a group of their own directly below the root, so
 * that whoever interrupts the group of an application does not reach them.
 */
public final class LibraryThreads {

  private static final ThreadGroup GROUP = new ThreadGroup(root(), "goprims");

  private LibraryThreads() {}

  /** A daemon thread that is not started yet. */
  @SuppressWarnings("removal") // the releases that record a caller's permissions have this way out
  public static Thread make(String name, Runnable task) {
    return AccessController.doPrivileged(new Making(name, task));
  }

  /** Hands {@code failure} to the handler of uncaught exceptions of {@code thread}. */
  static void report(Thread thread, Throwable failure) {
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable ignored) {
      // A handler that fails is ignored, as the JVM does.
    }
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup above = group; above != null; above = group.getParent()) {
      group = above;
    }
    return group;
  }

  /** Not a lambda: the first use of one needs much stack. */
  private record Making(String name, Runnable task) implements PrivilegedAction<Thread> {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // the group of whoever comes first may have another
    public Thread run() {
      Thread thread = new Thread(GROUP, task, name, 0, false);
      thread.setDaemon(true);
      thread.setPriority(Thread.NORM_PRIORITY);
      thread.setContextClassLoader(null);
      return thread;
    }
  }
}
