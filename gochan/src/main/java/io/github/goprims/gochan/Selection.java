package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitPolicy;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How a {@link Select} chooses. For one thread at a time: the select sees to that. */
final class Selection {
  /*
   * First pass.  Tries the cases one by one, in random order, without locks. The first that
   *              succeeds is the choice: the first ready one of a random permutation is uniform
   *              among those ready.
   * Spinning.    Then the same for a moment again and again: to wait, even to find out together that
   *              nothing is ready, sends the counterparts to the locks and the parking lot.
   * Second pass. Locks all channels, and tries again. A case that fails leaves its channel such that
   *              it cannot become ready before the unlock (QueuedCore: sendStep, receiveStep).
   *              So when all have failed there is one instant at which none was ready: that decides
   *              poll. To wait, one waiter for each case is put in its queue before the locks are
   *              released, all with the same owner. The waiters that the tries have settled are
   *              woken after the last unlock.
   * A select never meets itself, since its waiters enter the queues after all tries.
   * Locking.     In the order of the ids, and waiting for a lock only while holding none: the locks
   *              are brief, and their holders neither park nor get out of the way. From the second on
   *              it tries for a moment, and else gives back what it holds, waits until the lock that
   *              it missed is free, and starts over. So there is no deadlock. Nor do selects keep each
   *              other from it for ever: of those that hold locks, the one that holds the highest
   *              misses only locks that no select holds while it tries for more: the threads that
   *              hold those are about to give them back.
   * Timers.      A timer's case fails at a moment of its own, and may be due before the others have
   *              failed. So with timers among the cases all are tried once more: the channels, now
   *              shut, fail again, and the instant at which none was ready is the first look at a
   *              timer. A wait has nobody to end it when a timer comes due: its thread looks by
   *              itself, where it is the one to look (TimerCore), and serves the timer's queue, in
   *              which it stands. It parks until the least of the moments that it has read, of
   *              each timer one, so that TimerCore's argument holds for each: what comes before
   *              the moment read is told, what comes after it finds the thread awake too early.
   * Out of stack or memory. The waiters are made before the first lock is taken. What fails with
   * locks held gives those back, and settles its wait, by writes to fields. "held" counts the locks
   * at each step, so that none is given back twice.
   * Linearization points. First pass: that of the operation tried. A wait: the settling of its
   * SelectWait, one compare-and-set for all cases (SELECT-17).
   */

  private static final int UNKNOWN = -1;
  private static final SelectCase[] NO_CASES = {};
  private static final QueuedCore[] NO_LOCKS = {};
  private static final Comparator<QueuedCore> BY_ID = new ById();

  private final @Nullable WaitPolicy ownPolicy;
  private long random = TestKit.random() | 1;
  boolean ordered;

  /** All cases, in the order of their indexes; the end is where the first null is. */
  private SelectCase[] cases = NO_CASES;

  // The cases that take part, in the order of chance.
  private SelectCase[] active = NO_CASES;
  private int activeCount;

  // Their channels, each once and in the order of the ids, when first needed. While the select
  // waits, only threads that print it read them.
  private QueuedCore[] locks = NO_LOCKS;
  private int lockCount = UNKNOWN;
  private boolean timed;

  /** How many of the locks are held. */
  private int held;

  /** The waiters to wake when none of the locks is held any more. */
  private @Nullable ChannelWaiter settled;

  /**
   * Makes one without cases.
   *
   * @param ownPolicy what it does before it parks; null to do what its first channel does
   */
  Selection(@Nullable WaitPolicy ownPolicy) {
    this.ownPolicy = ownPolicy;
  }

  /** Forgets the channels of before, so that they can be garbage. */
  void forgetChannels() {
    if (lockCount != UNKNOWN) {
      Arrays.fill(locks, 0, lockCount, null);
      lockCount = UNKNOWN;
      timed = false;
    }
  }

  /** Takes over the cases, and which of them take part. */
  void refresh(SelectCase[] newCases) {
    cases = newCases;
    if (active.length < cases.length) {
      active = new SelectCase[cases.length];
    }
    int count = 0;
    for (int i = 0; i < cases.length && cases[i] != null; i++) {
      if (cases[i].activeCore() != null) {
        active[count++] = cases[i];
      }
    }
    activeCount = count;
    Arrays.fill(active, count, active.length, null);
    forgetChannels();
  }

  void requireComplete() {
    for (int i = 0; i < activeCount; i++) {
      active[i].requireComplete();
    }
  }

  /** A case that has taken place; null if there was an instant at which none was ready. */
  @Nullable SelectCase poll() {
    SelectCase winner = tryEach(); // step 1
    // Step 3 finds the one instant that null needs (Second pass). A single try has been exact
    // already.
    return winner == null && activeCount > 1 ? tryTogether(null) : winner;
  }

  /** The case that has taken place; null if {@code timeout}, unless that is null, came first. */
  @Nullable SelectCase await(Select select, @Nullable Duration timeout)
      throws InterruptedException {
    SelectCase winner = tryEach(); // step 1: without locks (First pass)
    if (winner == null && activeCount > 0) { // step 2: again, for a moment (Spinning)
      winner = tryLooking(ownPolicy == null ? active[0].core().policy() : ownPolicy);
    }
    if (winner == null) {
      long deadline = timeout == null ? TimeSource.FOREVER : TimeSource.deadlineAfter(timeout);
      SelectWait wait = new SelectWait(select, activeCount > 0);
      for (int i = 0; i < activeCount; i++) {
        // Before the first lock: what fails here has shared nothing (Out of stack or memory).
        active[i].prepare(wait);
      }
      winner = tryTogether(wait); // step 3: with all locks (Second pass)
      if (winner == null) {
        winner = awaitQueued(wait, deadline); // steps 4 and 5: waiting, and cleaning up
      } else {
        for (int i = 0; i < activeCount; i++) {
          active[i].forget();
        }
      }
    }
    return winner;
  }

  /** Step 1, the first pass. */
  private @Nullable SelectCase tryEach() {
    for (int i = 0; i < activeCount; i++) {
      if (!ordered && i < activeCount - 1) {
        // One step of a shuffle: only as much of the permutation as is looked at.
        swap(i, i + nextInt(activeCount - i));
      }
      SelectCase next = active[i];
      if (next.tryNow()) {
        return next;
      }
    }
    return null;
  }

  /** Step 2: the first pass again and again. */
  private @Nullable SelectCase tryLooking(WaitPolicy policy) {
    int rounds = policy.looks();
    for (int i = 0; i < rounds; i += activeCount) { // a round is a look at one thing
      Thread.onSpinWait();
      SelectCase winner = tryEach();
      if (winner != null) {
        policy.hit();
        return winner;
      }
    }
    if (rounds > 0) {
      policy.miss(rounds);
    }
    return null;
  }

  /**
   * Step 3, the second pass; joins the queues on behalf of {@code wait}, if given, when no case is
   * ready.
   */
  private @Nullable SelectCase tryTogether(@Nullable SelectWait wait) {
    if (lockCount == UNKNOWN) {
      collectLocks();
    }
    SelectCase winner;
    try {
      lockAll();
      winner = tryLocked(); // each failure shuts its channel until the unlock
      if (winner == null && timed) {
        winner = tryLocked(); // a timer may have come due since its own try (Timers)
      }
      if (winner == null && wait != null) {
        for (int i = 0; i < activeCount; i++) {
          // Still under all locks: no counterpart comes between the try and the queue.
          active[i].enqueue();
        }
      }
      unlockAll();
    } catch (Throwable failure) {
      if (wait != null) {
        wait.outcome = Waiter.INTERRUPTED; // a write, not settle: it needs no stack
      }
      try {
        unlockAll();
      } catch (Throwable again) {
        // Not even that much stack. The loop below calls nothing: only so it cannot fail.
      }
      while (held > 0) {
        locks[--held].held = false;
      }
      wakeSettled();
      throw failure;
    }
    wakeSettled();
    if (winner != null) {
      winner.finish(); // here, since a send on a closed channel throws: no lock may be held
    }
    return winner;
  }

  /** With no lock held: wakes the waiters that were settled, and lets timers tell their first. */
  private void wakeSettled() {
    ChannelWaiter chain = settled;
    settled = null; // before the wake-ups: one that fails must not be repeated by the next await
    try {
      QueuedCore.wakeAll(chain);
    } finally {
      if (timed) {
        for (int i = 0; i < lockCount; i++) {
          locks[i].tellFirst();
        }
      }
    }
  }

  private void lockAll() {
    while (held < lockCount) {
      BackoffLock next = locks[held];
      if (held == 0) {
        next.lock(); // may wait: holds none (Locking)
        held = 1;
      } else if (next.tryLock()) {
        held++;
      } else {
        while (held > 0) {
          locks[--held].held = false; // nothing has been changed
        }
        // Waits until it is free, and starts over with none held (Locking).
        next.lock();
        next.held = false;
      }
    }
  }

  /** Ends all critical sections. */
  private void unlockAll() {
    while (held > 0) {
      ChannelWaiter chain = locks[held - 1].exit();
      held--; // only now: when exit fails the lock is still held, and must be counted
      while (chain != null) {
        ChannelWaiter rest = WaitQueue.unchain(chain);
        settled = WaitQueue.chain(chain, settled);
        chain = rest;
      }
    }
  }

  /** With all locks held: tries in the order in which step 1 has left the cases. */
  private @Nullable SelectCase tryLocked() {
    for (int i = 0; i < activeCount; i++) {
      SelectCase next = active[i];
      if (next.tryLocked()) {
        return next;
      }
    }
    return null;
  }

  /** Steps 4 and 5: waits for the outcome, then leaves the queues. */
  private @Nullable SelectCase awaitQueued(SelectWait wait, long deadline)
      throws InterruptedException {
    Object outcome;
    try {
      outcome = wait.await(deadline);
    } catch (Throwable failure) {
      wait.outcome = Waiter.INTERRUPTED; // a write, not settle: it needs no stack
      leaveQueues(Waiter.INTERRUPTED);
      throw failure;
    }
    SelectCase winner = leaveQueues(outcome); // first, so that nothing below leaves a waiter behind
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    if (winner != null) {
      winner.complete();
    }
    return winner;
  }

  /** The case that was chosen, all others being in no queue any more. */
  private @Nullable SelectCase leaveQueues(Object outcome) {
    SelectCase winner = null;
    for (int i = 0; i < activeCount; i++) {
      SelectCase next = active[i];
      if (next.isOutcome(outcome)) {
        winner = next;
      } else {
        next.dequeue();
      }
    }
    return winner;
  }

  /** When the thread that waits has to look at its timers. */
  long dueTime(SelectWait wait) {
    long earliest = TimeSource.FOREVER;
    if (timed) {
      for (int i = 0; i < lockCount; i++) {
        // Once each: one that was the earliest may be stopped before it is read again.
        earliest = Math.min(earliest, locks[i].dueTime(wait));
      }
    }
    return earliest;
  }

  /**
   * Serves the waiters of the timer that is due first, this select perhaps among them. Of several
   * that are due at the same time chance decides, or the order of the cases: as step 1 left them.
   */
  void serveDue(SelectWait wait) {
    QueuedCore first = locks[0];
    long earliest = TimeSource.FOREVER;
    for (int i = 0; i < activeCount; i++) {
      QueuedCore core = active[i].core();
      long due = core.dueTime(wait);
      if (due < earliest) {
        earliest = due;
        first = core;
      }
    }
    first.serveDue();
  }

  private void swap(int i, int j) {
    SelectCase moved = active[i];
    active[i] = active[j];
    active[j] = moved;
  }

  /** Xorshift; the upper bits of the product are uniform enough below bounds of a few thousand. */
  private int nextInt(int bound) {
    long next = random;
    next ^= next << 13;
    next ^= next >>> 7;
    next ^= next << 17;
    random = next;
    return (int) (((next >>> 33) * bound) >>> 31);
  }

  private void collectLocks() {
    if (locks.length < activeCount) {
      locks = new QueuedCore[activeCount];
    }
    boolean anyTimer = false;
    boolean inOrder = true;
    int count = 0;
    // The ids mostly go with the indexes, and what is in order is quickly sorted.
    for (int i = 0; count < activeCount; i++) {
      QueuedCore core = cases[i].activeCore();
      if (core != null) {
        anyTimer |= core instanceof TimerCore;
        inOrder &= count == 0 || locks[count - 1].id() < core.id();
        locks[count++] = core;
      }
    }
    if (!inOrder) {
      Arrays.sort(locks, 0, count, BY_ID);
      count = dropRepeated(count);
    }
    timed = anyTimer;
    lockCount = count;
  }

  /** Not a lambda, which would be linked on the stack of the first select. */
  private static final class ById implements Comparator<QueuedCore> {
    @Override
    public int compare(QueuedCore a, QueuedCore b) {
      return Long.compare(a.id(), b.id());
    }
  }

  private int dropRepeated(int count) {
    int kept = 1;
    for (int i = 1; i < count; i++) {
      if (locks[i] != locks[kept - 1]) {
        locks[kept++] = locks[i];
      }
    }
    Arrays.fill(locks, kept, count, null);
    return kept;
  }
}
