package io.github.goprims.gosync;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.threads.GoroutineBody;
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
 * Waits for a number of tasks to end. Semantics of Go's {@code sync.WaitGroup}.
 *
 * <p>A group counts: {@link #add} raises the counter, {@link #done} lowers it, {@link #await}
 * returns when it is zero. {@link #go} does the counting by itself:
 *
 * {@snippet file="io/github/goprims/gosync/WaitGroupSamples.java" region="go"}
 *
 * <p>While the counter is above zero, anybody may add at any time. The first add, from zero, has to
 * come before the {@code await} that is to wait for it: so it belongs before the start of the task,
 * not into it. A group can be used again once all waits have returned.
 *
 * <p>Memory consistency effects: actions before a {@code done}, or before the end of a task of
 * {@code go}, <i>happen-before</i> actions after the return of each wait that it ends. Between two
 * calls of {@code done} there is no such edge.
 */
public final class WaitGroup {
  /*
   * State.       state     the counter in the upper half; in the lower half the number of threads
   *                        that have begun to wait and have not left
   *              waiters   those of them that are not settled yet; also the lock
   * Transitions of state.
   *              counter > 0    to another counter above zero: no lock
   *              to zero        no lock if nobody waits; else under the lock, in one step with
   *                             detaching all waiters, which are settled later without it
   *              from zero      no lock; refused while a waiter has not left
   *              waiters + 1    under the lock, with the counter above zero, in one step with
   *                             adding the waiter to the line
   *              waiters - 1    no lock, by a waiter that is out of the line, as it leaves
   * Invariant, whenever the lock is free.
   *              I1  counter == 0 => the line is empty
   * Linearization points. add: the compare-and-set of state, which is also that of the waits that it
   * ends. await: the read of a zero, or that same compare-and-set. Giving up: leaving the line while the
   * counter has not been zero since the waiter came; one that finds that it has been has not given up.
   * Why none is overlooked, and none returns early. A waiter is in the line exactly if the counter
   * has been above zero ever since it came, by the lock. So the thread that moves the counter to zero
   * finds all of them, and no others.
   * Why the misuse check is exact. A waiter counts until it leaves, and leaves by itself before its
   * await returns: no add after that return is refused, and each before it is. An ErrGroup, to which
   * any thread may bring a task at any time, does without the check: raise.
   * Failures. add makes sure of its stack before it changes the counter, and needs no memory. A waiter
   * that fails leaves, like one that gives up.
   */

  /** The outcome of a wait that ended because the counter was zero. */
  static final Sentinel ZERO = new Sentinel("zero");

  private static final String AWAIT = "await of";

  private static final long WAITERS = 0xFFFF_FFFFL;

  private volatile long state;
  private final LockedWaitQueue waiters = new LockedWaitQueue();
  volatile @Nullable String name;

  /** Makes a group whose counter is zero. */
  public WaitGroup() {
    Rehearsal.ensure();
    TestKit.made(this);
  }

  /**
   * Gives this group a name, which {@link #toString} and error messages show from now on, and the
   * text of the blocker of a thread that waits here, {@code LockSupport.getBlocker(thread)}. Thread
   * dumps of the JDK show at most the class of a blocker.
   *
   * @param name the name
   * @return this group
   * @throws NullPointerException "name"
   */
  public WaitGroup named(String name) {
    SyncGauges.WAITGROUP.name(this, Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Changes the counter by {@code delta}. If that makes it zero, all waits end, which is O(number
   * of those). Never blocks.
   *
   * @param delta how much, also negative; zero changes nothing
   * @throws IllegalStateException "sync: negative WaitGroup counter: …"; "sync: WaitGroup counter
   *     overflow: …" above {@code Integer.MAX_VALUE}; "sync: WaitGroup is reused before previous
   *     Wait has returned: …" if it is raised from zero while threads whose wait has ended are on
   *     their way out. The counter is then what it was.
   */
  public void add(int delta) {
    TestKit.use(this, "add to");
    count(delta);
  }

  private void count(int delta) {
    for (; ; ) {
      long seen = state;
      int before = counter(seen);
      int after = before + delta;
      if (after < 0 || (before == 0 && delta > 0 && waiters(seen) != 0)) {
        throw refused(seen, delta);
      }
      if (after != 0 || before == 0 || waiters(seen) == 0) {
        // I1 holds without the lock: the counter stays above zero, or nobody is in the line. A
        // waiter that comes at this moment makes this fail, since both halves are compared.
        if (casState(seen, seen + ((long) delta << 32))) {
          return;
        }
      } else if (settleAll(seen)) {
        return;
      }
    }
  }

  /**
   * Lowers the counter by one. If that makes it zero, all waits end. Never blocks.
   *
   * @throws IllegalStateException "sync: negative WaitGroup counter: …" if it is zero already; it
   *     stays that
   */
  public void done() {
    TestKit.use(this, "done of");
    count(-1);
  }

  /** As {@link #done}, for the end of a task of a group. */
  void countDown() {
    count(-1);
  }

  /**
   * Raises the counter by one and runs {@code task} in a goroutine, which lowers it when the task
   * has ended, in whatever way. A task may start others like this.
   *
   * <p>A failure of the task reaches the thread's uncaught-exception handler, as with {@link
   * Go#go}; {@link #await} does not tell of it, and may return before the handler is called.
   *
   * @param task what to run
   * @return the thread, started
   * @throws IllegalStateException as {@link #add}; nothing is started
   * @throws NullPointerException "task"
   */
  public Thread go(Task task) {
    return start(null, Objects.requireNonNull(task, "task"));
  }

  /**
   * As {@link #go(Task)}, in a goroutine with a name.
   *
   * @param name the thread's name, for dumps and logs
   * @param task what to run
   * @return the thread, started
   * @throws IllegalStateException as {@link #add}; nothing is started
   * @throws NullPointerException "name" or "task"
   */
  public Thread go(String name, Task task) {
    Objects.requireNonNull(name, "name");
    return start(name, Objects.requireNonNull(task, "task"));
  }

  private Thread start(@Nullable String name, Task task) {
    TestKit.use(this, "go of");
    GoroutineBody.ensure();
    Member member = new Member(this, task);
    Thread thread = member.unstarted(name);
    StackProbe.touch(StackProbe.COUNTED_GOROUTINE); // also for the way back, if it does not start
    count(1);
    boolean started = false;
    try {
      member.start(thread);
      started = true;
    } finally {
      if (!started) {
        countDown();
      }
    }
    return thread;
  }

  /**
   * Waits until the counter is zero; returns at once if it is.
   *
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   */
  public void await() throws InterruptedException {
    Waiter.refuseInterrupted();
    TestKit.use(this, AWAIT);
    if (counter(state) != 0) {
      await(TimeSource.FOREVER, null);
    }
  }

  /**
   * As {@link #await()}, for a limited time.
   *
   * @param timeout how long, to the nanosecond; zero or negative only looks, more than about 292
   *     years is no limit
   * @return whether the counter was zero; false if the time was over first
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "timeout"
   */
  public boolean await(Duration timeout) throws InterruptedException {
    SyncWaits.enter(timeout);
    TestKit.use(this, AWAIT);
    if (counter(state) == 0) {
      return true;
    }
    return timeout.isPositive() && await(TimeSource.deadlineAfter(timeout), null);
  }

  /**
   * As {@link #await()}, unless {@code context} ends first.
   *
   * @param context what may end the wait
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, at entry
   *     (also where the counter is zero) or while waiting
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "context"
   */
  public void await(Context context) throws InterruptedException {
    SyncWaits.enter(context);
    TestKit.use(this, AWAIT);
    if (counter(state) != 0) {
      await(TimeSource.FOREVER, context);
    }
  }

  /**
   * The counter at this moment. When it is used, it may have changed.
   *
   * @return zero or more
   */
  public int count() {
    return counter(state);
  }

  /**
   * The name and the state at this moment: {@code uploads(count=3, waiting=1)}, or {@code
   * waitgroup@1f2e3d(…)} without a name.
   */
  @Override
  public String toString() {
    long seen = state;
    return Names.of(this, "waitgroup", name)
        + ("(count=" + counter(seen) + ", waiting=" + waiters(seen) + ")");
  }

  /** How many threads wait, or have been told and have not left. */
  int waiters() {
    return waiters(state);
  }

  private boolean casState(long expected, long next) {
    return STATE.compareAndSet(this, expected, next);
  }

  private static int counter(long state) {
    return (int) (state >> 32);
  }

  private static int waiters(long state) {
    return (int) state;
  }

  private IllegalStateException refused(long seen, int delta) {
    String misuse;
    if (delta < 0) {
      misuse = "negative WaitGroup counter";
    } else if (counter(seen) == 0) {
      misuse = "WaitGroup is reused before previous Wait has returned";
    } else {
      misuse = "WaitGroup counter overflow";
    }
    return new IllegalStateException("sync: " + misuse + ": add(" + delta + ") to " + this);
  }

  /** Moves the counter to zero and settles all waiters, if the state is still {@code seen}. */
  private boolean settleAll(long seen) {
    StackProbe.touch(StackProbe.PARK);
    SyncWaiter first;
    waiters.lock();
    try {
      if (!casState(seen, seen & WAITERS)) { // others add, and waiters leave, without the lock
        return false;
      }
      first = waiters.detach(); // I1
    } finally {
      waiters.held = false;
    }
    WaitQueue.settleAll(first, ZERO);
    return true;
  }

  /** As {@code add(1)}, but never refused because waiters have not left, which does no harm. */
  void raise() {
    for (; ; ) {
      long seen = state;
      if (counter(seen) == Integer.MAX_VALUE) {
        throw refused(seen, 1);
      }
      if (casState(seen, seen + (1L << 32))) { // as in add
        return;
      }
    }
  }

  /** Waits for the counter to be zero, in the way of {@code waiter}; how that ended. */
  Object await(SyncWaiter waiter, boolean interruptible) {
    StackProbe.touch(StackProbe.PARK);
    return enqueue(waiter) ? await(waiter, TimeSource.FOREVER, interruptible) : ZERO;
  }

  /** Waits for the counter to be zero; false if it timed out. */
  boolean await(long deadline, @Nullable Context context) throws InterruptedException {
    StackProbe.touch(StackProbe.PARK);
    WaitGroupWait waiter = new WaitGroupWait(this);
    Object outcome;
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      if (!enqueue(waiter)) {
        return true;
      }
      outcome = await(waiter, deadline, true);
      SyncWaits.refuseEnded(link, outcome);
    }
    return SyncWaits.inTime(outcome);
  }

  /** The wait of a thread whose waiter is in the line. */
  private Object await(SyncWaiter waiter, long deadline, boolean interruptible) {
    Object outcome = null;
    try {
      outcome = interruptible ? waiter.await(deadline) : waiter.awaitUninterruptibly();
    } finally {
      // One that gave up, but is out of the line, was there as the counter became zero.
      if (outcome != ZERO && !waiters.remove(waiter) && outcome != null) {
        outcome = SyncWaits.settledBefore(outcome, ZERO);
      }
      STATE.getAndAdd(this, -1L); // last: out of the line it still counts, so that reuse is refused
    }
    return outcome;
  }

  /** Counts and queues a waiter, unless the counter is zero: false then. */
  private boolean enqueue(SyncWaiter waiter) {
    waiters.lock();
    try {
      for (; ; ) {
        long seen = state;
        if (counter(seen) == 0) {
          return false;
        }
        if (casState(seen, seen + 1)) { // fails if the counter has changed: it may be zero now
          waiters.add(waiter); // before the lock is free: so the step to zero finds it
          return true;
        }
      }
    } finally {
      waiters.held = false;
    }
  }

  /** The goroutine of a task that is counted. */
  static final class Member extends GoroutineBody {
    private final WaitGroup group;
    private final Task task;

    Member(WaitGroup group, Task task) {
      this.group = group;
      this.task = task;
    }

    /**
     * Counts down whatever happens, without memory. A failure to do so does not hide the task's.
     */
    @Override
    protected void body() throws Exception {
      try {
        task.run();
      } catch (Throwable failure) {
        try {
          group.countDown();
        } catch (Throwable another) {
          failure.addSuppressed(another);
        }
        throw failure;
      }
      group.countDown();
    }
  }

  // VarHandle mechanics
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, WaitGroup.class, long.class);
}
