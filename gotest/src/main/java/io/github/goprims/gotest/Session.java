package io.github.goprims.gotest;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gotest.internal.Kit;
import io.github.goprims.gotest.internal.Watch;
import io.github.goprims.gotest.internal.World;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A bubble whose root does what other threads give it to do, one job after the other. */
final class Session {
  /*
   * Threads.  The caller gives a job and waits for it; the root does it; the host has called
   *           Bubble.run, and waits for the bubble. If the bubble cannot go on, the host learns of it,
   *           and lets go the caller.
   * Time.     A root that waits for its next job is in a wait of the JDK: it counts as running, and
   *           time stands still. It has said so, and so it is not taken for stalled.
   * Latches, since in a worker of a ForkJoinPool they take no other task meanwhile, nor make the pool
   *           grow, as a wait for a future or a condition would.
   */

  /** What a caller wants done. */
  @FunctionalInterface
  interface Body<T extends @Nullable Object> {
    T call() throws Throwable;
  }

  private final LinkedBlockingQueue<Job<?>> jobs = new LinkedBlockingQueue<>();
  private final Set<Job<?>> unfinished = ConcurrentHashMap.newKeySet();
  private final Job<?> last = new Job<>(() -> "the end");
  private final AtomicBoolean isEnding = new AtomicBoolean();
  private final AtomicBoolean isTold = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread host;

  /** How the bubble has failed, written before it has ended. */
  private volatile @Nullable Throwable verdict;

  /** Of the test; touched by the root only. */
  private @Nullable CancelableContext context;

  private Session(BubbleOptions options) {
    host = Thread.ofPlatform().name("goprims-session").daemon().unstarted(() -> host(options));
  }

  /** Opens a bubble. What threads of Java inherit, its root inherits of the calling thread. */
  static Session open(BubbleOptions options) {
    Session session = new Session(options);
    session.host.start();
    return session;
  }

  /** Whether there is a bubble no more, for whatever reason. */
  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * Does {@code body} in the bubble. Interrupts of the calling thread meanwhile are passed on.
   *
   * @throws Throwable what the body throws, or how the bubble has failed if it could not go on
   */
  <T extends @Nullable Object> T call(Body<T> body) throws Throwable {
    Job<T> job = new Job<>(body);
    unfinished.add(job);
    jobs.add(job);
    if (hasEnded()) {
      job.done.countDown();
    }
    job.await();
    unfinished.remove(job);
    if (!job.finished) {
      isTold.set(true);
      throw Objects.requireNonNullElseGet(
          verdict, () -> new IllegalStateException("the bubble has ended"));
    }
    return job.outcome();
  }

  /**
   * The context of the test.
   *
   * @throws Throwable if the bubble could not go on
   */
  Context context() throws Throwable {
    return call(
        () -> {
          CancelableContext made = context;
          if (made == null) {
            made = Context.background().withCancel();
            context = made;
          }
          return made;
        });
  }

  /** Cancels the context of the test; for the root. */
  void cancelContext() {
    CancelableContext made = context;
    if (made != null) {
      made.cancel();
    }
  }

  /**
   * Lets the root end, and waits until the bubble has ended.
   *
   * @throws Throwable how the bubble has failed, if nobody was told
   */
  void end() throws Throwable {
    if (isEnding.compareAndSet(false, true)) {
      jobs.add(last);
    }
    for (; ; ) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        host.interrupt();
      }
    }
    Throwable failure = verdict;
    if (failure != null && isTold.compareAndSet(false, true)) {
      throw failure;
    }
  }

  private void host(BubbleOptions options) {
    try {
      Bubble.run(options, this::work);
    } catch (Throwable failure) {
      verdict = failure;
    } finally {
      ended.countDown();
      unfinished.forEach(job -> job.done.countDown());
    }
  }

  /** The root. */
  private void work() {
    World world = Objects.requireNonNull(Kit.member()).world();
    while (!world.isOver()) {
      world.pause(true);
      Job<?> job = next(world);
      world.pause(false);
      if (job == last) {
        cancelContext();
        return;
      }
      job.run(world);
    }
  }

  private Job<?> next(World world) {
    while (!world.isOver()) {
      try {
        return jobs.take();
      } catch (InterruptedException e) {
        // From the last job, or the bubble is over.
      }
    }
    return last;
  }

  private static final class Job<T extends @Nullable Object> {
    private final Body<T> body;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final @Nullable Watch watch = Watch.current();
    private final CountDownLatch done = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private @Nullable Thread runner;
    private boolean interrupted;

    // Written by the root before it is done.
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean finished;

    Job(Body<T> body) {
      this.body = body;
    }

    /** The caller waits, and passes on interrupts. */
    void await() {
      for (; ; ) {
        try {
          done.await();
          return;
        } catch (InterruptedException e) {
          interrupt();
        }
      }
    }

    @SuppressWarnings("NullAway") // a result is null only if that is one
    T outcome() throws Throwable {
      if (failure != null) {
        throw failure;
      }
      return result;
    }

    private void interrupt() {
      lock.lock();
      try {
        interrupted = true;
        if (runner != null) {
          runner.interrupt();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Who is interrupted from now on; a flag that was meant for this job ends with it. */
    private void setRunner(@Nullable Thread root) {
      lock.lock();
      try {
        runner = root;
        if (root != null && interrupted) {
          root.interrupt();
        }
      } finally {
        lock.unlock();
      }
    }

    /** The root does it. What is thrown because the bubble is over is no outcome. */
    void run(World world) {
      Thread root = Thread.currentThread();
      root.setContextClassLoader(loader);
      Watch.set(watch);
      setRunner(root);
      try {
        result = body.call();
      } catch (Throwable thrown) {
        failure = thrown;
      }
      setRunner(null);
      Watch.set(null);
      if (!world.isOver()) {
        finished = true;
        done.countDown();
      }
    }
  }
}
