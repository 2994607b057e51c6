package io.github.goprims.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The virtual threads of one run of a program: what main and its goroutines are to the Go twin.
 *
 * <p>The run is over when all have ended. If one fails, the others are interrupted and the run
 * fails too, so that a lost value shows as an error and not as a hang.
 */
public final class Crew {
  /** What one thread does. */
  public interface Work {
    void run() throws Exception;
  }

  /** A program: its first thread, which starts the others. */
  public interface Program {
    void run(Crew crew) throws Exception;
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicInteger alive = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  private Crew() {}

  /** Runs the program in a virtual thread and waits for all that it starts. */
  public static void run(Program program) throws InterruptedException {
    Crew crew = new Crew();
    crew.start(() -> program.run(crew));
    try {
      crew.over.await();
    } catch (InterruptedException e) {
      crew.interruptAll();
      throw e;
    }
    Throwable failure = crew.failure.get();
    if (failure != null) {
      crew.interruptAll();
      throw new IllegalStateException("a thread of the program failed", failure);
    }
  }

  /** Starts a virtual thread; to be called by the threads of this crew. */
  public void start(Work work) {
    alive.incrementAndGet();
    Thread thread = Thread.ofVirtual().unstarted(() -> perform(work));
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
  }

  private void perform(Work work) {
    try {
      if (!Thread.currentThread().isVirtual()) {
        throw new IllegalStateException("not a virtual thread: " + Thread.currentThread());
      }
      work.run();
    } catch (Throwable t) {
      failure.compareAndSet(null, t);
      over.countDown();
    }
    if (alive.decrementAndGet() == 0) {
      over.countDown();
    }
  }

  private void interruptAll() throws InterruptedException {
    List<Thread> all;
    synchronized (threads) {
      all = List.copyOf(threads);
    }
    all.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : all) {
      thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }
}
