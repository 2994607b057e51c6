package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shares out a fixed amount of something in portions of any size. Semantics of {@code
 * semaphore.Weighted} of Go's {@code golang.org/x/sync}.
 *
 * <p>The size says how much there is: connections, bytes of memory, requests at a time. A thread
 * that needs some of it acquires a weight, waits until that much is free, and releases it in the
 * end:
 *
 * {@snippet file="io/github/goprims/gosync/WeightedSemaphoreSamples.java" region="acquire"}
 *
 * <p>Fairness: requests that wait are served strictly in the order of their arrival. A large one is
 * not passed by smaller ones that would fit: what is released piles up until it fits, and all
 * others, the tries too, find nothing free until then. Also a request for nothing waits while
 * others do. One that gives up at the front lets those behind it through.
 *
 * <p>Nobody owns what has been acquired: any thread may release it, and in other portions than it
 * was acquired in. Only the sum counts.
 *
 * <p>Interruption: the forms that wait end with an {@link InterruptedException} and have acquired
 * nothing. Where the weight came first, they have it and the flag stays set.
 *
 * <p>Memory consistency effects: actions before a {@link #release} <i>happen-before</i> actions
 * after each acquiring of weight that it made free. A try that fails orders nothing.
 *
 * <p>Acquiring and releasing allocate nothing, except for threads that have to wait.
 */
public final class WeightedSemaphore {
  /*
   * Source.      x/sync/semaphore, with differences. The weight that is free is in one word, so that
   *              no lock is taken while nobody waits. Negative weights are refused, and so is more
   *              than the size where nothing could end the wait. A release is checked before it
   *              changes anything.
   * State.       state   how much is free, from zero to the size; and the sign bit, WAITING, if
   *                      somebody waits: so the word is below every weight then
   *              queue   the waiters in order of arrival; guarded by lock
   * Invariants.  W1 When the lock is free: WAITING is set exactly if somebody is in the queue.
   *              W2 While WAITING is set, the state changes under the lock only.
   *              W3 When the lock is free: what is free is less than the first in the queue wants.
   * Linearization points. An acquiring: the compare-and-set of state, or being taken out of the queue by
   *              the thread that releases or gives up. A release: the compare-and-set, or the write of
   *              state under the lock. A try that fails: its read of state. Giving up: leaving the
   *              queue; a thread that finds that it has been taken out before has not given up.
   * Contexts.    A thread that has got its weight looks at its context once more, and releases if that has
   *              ended. So nobody keeps what was released after the end of its context.
   * Why no wake-up is lost. A waiter sets WAITING by a compare-and-set of the word that says that too
   * little is free. So each release comes before that, and makes it fail; or finds WAITING and takes
   * the lock, by which the waiter is in the queue. A thread that takes others out of the queue settles them
   * afterwards, without the lock. They have got their weight by then: one that gives up meanwhile
   * finds so.
   * Failures.    Slow paths make sure of their stack first, and a release needs no memory. A release
   *              without stack for its slow path has changed nothing. A waiter that fails leaves, or
   *              releases what it got.
   */

  private static final String ACQUIRE = "acquire of";

  private static final long WAITING = Long.MIN_VALUE;

  /** The outcome of a wait that ended with the weight. */
  static final Sentinel ACQUIRED = new Sentinel("acquired");

  final long size;
  private volatile long state;
  private final BackoffLock lock = new BackoffLock();

  /** The first in the queue. */
  private @Nullable SemaphoreAcquireWait queue;

  /** How many are in the queue; read without the lock by threads that print it. */
  private int waiting;

  volatile @Nullable String name;

  private WeightedSemaphore(long size) {
    Rehearsal.ensure();
    this.size = size;
    state = size;
    TestKit.made(this);
  }

  /**
   * Makes a semaphore of which all is free.
   *
   * @param size how much there is; zero is allowed
   * @return a new semaphore
   * @throws IllegalArgumentException "semaphore: negative size: …"
   */
  public static WeightedSemaphore of(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("semaphore: negative size: " + size);
    }
    return new WeightedSemaphore(size);
  }

  /**
   * Gives this semaphore a name, which {@link #toString} and error messages show from now on, and
   * the text of the blocker of a thread that waits here, {@code LockSupport.getBlocker(thread)}.
   * Thread dumps of the JDK show at most the class of a blocker.
   *
   * @param name the name
   * @return this semaphore
   * @throws NullPointerException "name"
   */
  public WeightedSemaphore named(String name) {
    SyncGauges.SEMAPHORE.name(this, Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Acquires {@code weight}, and waits until it is free and all that came before have been served.
   *
   * @param weight how much; zero only waits for its turn
   * @throws IllegalArgumentException "semaphore: negative weight: …"; "semaphore: weight above the
   *     size: …", since nothing could end that wait but an interrupt
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it has
   *     acquired nothing then
   */
  public void acquire(long weight) throws InterruptedException {
    requireNotNegative(weight, "acquire");
    if (weight > size) {
      throw new IllegalArgumentException(
          "semaphore: weight above the size: " + call("acquire", weight));
    }
    Waiter.refuseInterrupted();
    TestKit.use(this, ACQUIRE);
    if (!takeFree(weight)) {
      acquireUntil(weight, TimeSource.FOREVER, null);
    }
  }

  /**
   * As {@link #acquire(long)}, but the end of {@code context} ends the wait as well. A context that
   * has ended is refused even if the weight is free; if it ends as the weight comes, the weight
   * goes on to others. More than the size waits for the end of the context, and keeps nobody back.
   *
   * @param context how long to wait
   * @param weight how much; zero only waits for its turn
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, at entry or
   *     while the thread waits; it has acquired nothing then
   * @throws IllegalArgumentException "semaphore: negative weight: …"
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it has
   *     acquired nothing then
   * @throws NullPointerException "context"
   */
  public void acquire(Context context, long weight) throws InterruptedException {
    Objects.requireNonNull(context, "context");
    requireNotNegative(weight, "acquire");
    SyncWaits.enter(context);
    TestKit.use(this, ACQUIRE);
    if (takeFree(weight)) {
      keepUnlessDone(weight, context);
    } else {
      acquireUntil(weight, TimeSource.FOREVER, context);
    }
  }

  /**
   * Acquires {@code weight} if it is free and nobody waits. Never blocks, and ignores the interrupt
   * flag.
   *
   * @param weight how much; zero tells whether nobody waits
   * @return whether it was acquired; false has changed nothing
   * @throws IllegalArgumentException "semaphore: negative weight: …"
   */
  public boolean tryAcquire(long weight) {
    requireNotNegative(weight, "tryAcquire");
    TestKit.use(this, ACQUIRE);
    return takeFree(weight);
  }

  /**
   * As {@link #acquire(long)}, but waits up to {@code timeout}. More than the size waits for the
   * time to be over, and keeps nobody back.
   *
   * @param weight how much; zero only waits for its turn
   * @param timeout how long, to the nanosecond; zero or negative tries once, more than about 292
   *     years means no limit
   * @return whether the weight was acquired
   * @throws IllegalArgumentException "semaphore: negative weight: …"
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; it has
   *     acquired nothing then
   * @throws NullPointerException "timeout"
   */
  public boolean tryAcquire(long weight, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    requireNotNegative(weight, "tryAcquire");
    SyncWaits.enter(timeout);
    TestKit.use(this, ACQUIRE);
    return takeFree(weight)
        || (timeout.isPositive() && acquireUntil(weight, TimeSource.deadlineAfter(timeout), null));
  }

  /**
   * Gives {@code weight} back, and serves those that wait, in order, as long as each fits. The
   * calling thread need not be the one that acquired it. Never blocks. O(number of those that are
   * served).
   *
   * @param weight how much; zero changes nothing
   * @throws IllegalArgumentException "semaphore: negative weight: …"
   * @throws IllegalStateException "semaphore: released more than held: …" if less than that has
   *     been acquired and not released; nothing has changed then
   */
  public void release(long weight) {
    requireNotNegative(weight, "release");
    TestKit.use(this, "release of");
    giveBack(weight);
  }

  private void giveBack(long weight) {
    for (; ; ) {
      long seen = state;
      if (weight > size - free(seen)) {
        throw new IllegalStateException(
            "semaphore: released more than held: " + call("release", weight));
      }
      if (seen >= 0 ? casState(seen, seen + weight) : releaseToQueue(weight)) {
        return;
      }
    }
  }

  /**
   * The name and the state at this moment: {@code memory(free=3, size=10, waiting=2)}, or {@code
   * semaphore@1f2e3d(…)} without a name.
   */
  @Override
  public String toString() {
    long seen = state;
    return Names.of(this, "semaphore", name)
        + ("(free=" + free(seen) + ", size=" + size)
        + (seen >= 0 ? ")" : ", waiting=" + waiting + ")");
  }

  long free() {
    return free(state);
  }

  int waiters() {
    return state >= 0 ? 0 : waiting;
  }

  private void requireNotNegative(long weight, String operation) {
    if (weight < 0) {
      throw new IllegalArgumentException("semaphore: negative weight: " + call(operation, weight));
    }
  }

  private String call(String operation, long weight) {
    return operation + "(" + weight + ") of " + this;
  }

  private static long free(long state) {
    return state & ~WAITING;
  }

  /** Takes {@code weight} if it is free and nobody waits. */
  private boolean takeFree(long weight) {
    for (long seen = state; seen >= weight; seen = state) { // below every weight if somebody waits
      if (casState(seen, seen - weight)) {
        return true;
      }
    }
    return false;
  }

  /** Looks again: the context may have ended before somebody released what was taken. */
  private void keepUnlessDone(long weight, Context context) {
    boolean kept = false;
    try {
      context.throwIfDone();
      kept = true;
    } finally {
      if (!kept) {
        giveBack(weight);
      }
    }
  }

  /** Waits for {@code weight}, and says whether it came before the deadline. */
  boolean acquireUntil(long weight, long deadline, @Nullable Context context)
      throws InterruptedException {
    StackProbe.touch(StackProbe.PARK + StackProbe.STEP); // also for the way back
    SemaphoreAcquireWait waiter = new SemaphoreAcquireWait(this, weight);
    boolean kept = false;
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      Object outcome;
      if (weight > size) {
        outcome = waiter.await(deadline); // in no queue: it would keep all others back
      } else {
        outcome = takeOrQueue(waiter) ? ACQUIRED : await(waiter, deadline);
      }
      if (outcome == ACQUIRED && isOver(context, link)) {
        outcome = Waiter.CANCELED;
      }
      SyncWaits.refuseEnded(link, outcome);
      kept = SyncWaits.inTime(outcome);
      return kept;
    } finally {
      if (!kept && !leave(waiter)) {
        giveBack(weight);
      }
    }
  }

  /** Whether there is a context, and it has ended, also if the link has not heard of it yet. */
  private static boolean isOver(@Nullable Context context, @Nullable ContextLink link) {
    return context != null && (context.err() != null || (link != null && link.isEnded()));
  }

  /** Takes what {@code waiter} wants if it is free by now, or puts it at the end of the queue. */
  boolean takeOrQueue(SemaphoreAcquireWait waiter) {
    lock.lock();
    try {
      for (; ; ) {
        long seen = state;
        if (seen >= waiter.weight) {
          if (casState(seen, seen - waiter.weight)) { // others take and release without the lock
            waiter.holds = true;
            return true;
          }
        } else if (seen < 0 || casState(seen, seen | WAITING)) { // fails if one has released
          waiter.isFirst = queue == null;
          waiting++;
          queue =
              WaitQueue.add(
                  queue,
                  waiter); // before the lock is free: so a release that finds WAITING finds it
          return false;
        }
      }
    } finally {
      lock.held = false;
    }
  }

  /** The wait of a thread whose waiter is in the queue. */
  Object await(SemaphoreAcquireWait waiter, long deadline) {
    Object outcome = waiter.await(deadline);
    boolean gaveUp = outcome == Waiter.INTERRUPTED || outcome == Waiter.TIMED_OUT;
    return gaveUp && !leave(waiter) ? SyncWaits.settledBefore(outcome, ACQUIRED) : outcome;
  }

  /**
   * Takes out of the queue a waiter that gives up or fails, and lets those through that it has kept
   * back. Does nothing if it has left already.
   *
   * @return false if it has got its weight before
   */
  private boolean leave(SemaphoreAcquireWait waiter) {
    SemaphoreAcquireWait served = null;
    lock.lock();
    try {
      if (waiter.holds) {
        return false;
      }
      if (waiter.isQueued()) {
        queue = WaitQueue.remove(queue, waiter);
        waiting--;
      }
      if (state < 0) {
        served = serve(free(state)); // W1, W3
      }
    } finally {
      lock.held = false;
    }
    WaitQueue.settleAll(served, ACQUIRED);
    return true;
  }

  /** Releases to those that wait; false if nobody does any more, or that is more than held. */
  private boolean releaseToQueue(long weight) {
    StackProbe.touch(StackProbe.PARK);
    SemaphoreAcquireWait served;
    lock.lock();
    try {
      long seen = state;
      if (seen >= 0 || weight > size - free(seen)) {
        return false;
      }
      served = serve(free(seen) + weight);
    } finally {
      lock.held = false;
    }
    WaitQueue.settleAll(served, ACQUIRED);
    return true;
  }

  /**
   * Shares {@code free} out among those that wait, and writes the state; for the thread that has
   * the lock, while WAITING is set.
   *
   * @return a chain of those that have got what they want, in order
   */
  private @Nullable SemaphoreAcquireWait serve(long free) {
    long left = free;
    SemaphoreAcquireWait first = null;
    SemaphoreAcquireWait last = null;
    SemaphoreAcquireWait next = queue;
    while (next != null && next.weight <= left) {
      queue = WaitQueue.remove(queue, next);
      waiting--;
      left -= next.weight;
      next.holds = true;
      if (last == null) {
        first = next;
      } else {
        WaitQueue.chainBehind(last, next);
      }
      last = next;
      next = queue;
    }
    state = next == null ? left : left | WAITING; // W1; last, since nobody may take before
    return first;
  }

  private boolean casState(long expected, long next) {
    return STATE.compareAndSet(this, expected, next);
  }

  // VarHandle mechanics
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, WeightedSemaphore.class, long.class);
}
