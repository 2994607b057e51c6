package io.github.goprims.gochan.testing;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One operation in a thread of its own, and how it ended. Made by {@link ThreadKind#attempt}.
 *
 * @param <T> what the operation returns
 */
public final class Attempt<T> implements Runnable {

  private final Callable<T> operation;
  private @Nullable Thread thread;

  // Written by the thread, read after it has ended.
  private @Nullable T result;
  private @Nullable Throwable failure;
  private boolean interrupted;

  private boolean failureSeen;

  Attempt(Callable<T> operation) {
    this.operation = operation;
  }

  void startedIn(Thread unstarted) {
    thread = unstarted;
    unstarted.start();
  }

  /** Does the operation; for the thread only. */
  @Override
  public void run() {
    try {
      result = operation.call();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    interrupted = Thread.currentThread().isInterrupted();
  }

  public Thread thread() {
    if (thread == null) {
      throw new IllegalStateException("not started");
    }
    return thread;
  }

  /** Waits until the thread is blocked for {@code reason}, as {@link Await#blocked} does. */
  public Attempt<T> awaitBlocked(String reason) {
    Await.blocked(thread(), reason);
    return this;
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread().interrupt();
  }

  public boolean hasEnded() {
    return !thread().isAlive();
  }

  /** Waits for the end of the operation, which has to succeed. */
  public @Nullable T result() {
    Await.ended(thread());
    if (failure != null) {
      failureSeen = true;
      throw new AssertionError(thread().getName() + " failed", failure);
    }
    return result;
  }

  /** Waits for the end of the operation, which has to fail. */
  public Throwable failure() {
    Await.ended(thread());
    failureSeen = true;
    if (failure == null) {
      throw new AssertionError(thread().getName() + " should fail, but returned " + result);
    }
    return failure;
  }

  /** Waits for the end of the operation, and says whether it left the interrupt flag set. */
  public boolean leftInterrupted() {
    Await.ended(thread());
    return interrupted;
  }

  /** Waits for the end of the operation, and says whether it failed. */
  public boolean failed() {
    Await.ended(thread());
    failureSeen = true;
    return failure != null;
  }

  /** A failure that no test has asked for, once the thread has ended. */
  @Nullable Throwable unseenFailure() {
    return failureSeen ? null : failure;
  }
}
