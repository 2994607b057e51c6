package io.github.goprims.gochan.testing;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The threads of one test: those that {@link ThreadKind} started in it, and their failures. */
final class TestThreads implements AutoCloseable {

  private static final InheritableThreadLocal<@Nullable TestThreads> CURRENT =
      new InheritableThreadLocal<>();

  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final Queue<Attempt<?>> attempts = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private final Duration patience;

  private TestThreads(Duration patience) {
    this.patience = patience;
  }

  /**
   * Opens the books for a test that the calling thread is about to run.
   *
   * @param patience how long its threads, together, may take to end when it is over
   */
  static TestThreads open(Duration patience) {
    TestThreads threads = new TestThreads(patience);
    CURRENT.set(threads);
    return threads;
  }

  /** The books of the test that the calling thread works for. */
  static TestThreads current() {
    TestThreads threads = CURRENT.get();
    if (threads == null) {
      throw new IllegalStateException("the test class needs @ExtendWith(LeakCheck.class)");
    }
    return threads;
  }

  Thread add(Thread thread) {
    threads.add(thread);
    return thread;
  }

  void add(Attempt<?> attempt) {
    attempts.add(attempt);
  }

  void fail(Throwable failure) {
    failures.add(failure);
  }

  /** Fails if a thread has not ended, or failed without the test having asked for that. */
  @Override
  public void close() {
    CURRENT.remove();
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      if (!ends(thread, deadline)) {
        fail(new AssertionError("left behind: " + Await.describe(thread)));
        thread.interrupt();
      }
    }
    for (Attempt<?> attempt : attempts) {
      Throwable failure = attempt.hasEnded() ? attempt.unseenFailure() : null;
      if (failure != null) {
        fail(failure);
      }
    }
    if (!failures.isEmpty()) {
      AssertionError error = new AssertionError("a thread of the test failed", failures.poll());
      failures.forEach(error::addSuppressed);
      throw error;
    }
  }

  private static boolean ends(Thread thread, long deadline) {
    try {
      return thread.join(Duration.ofNanos(deadline - System.nanoTime()));
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the threads of the test", e);
    }
  }
}
