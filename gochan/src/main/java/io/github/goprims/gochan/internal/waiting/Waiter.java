package io.github.goprims.gochan.internal.waiting;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.events.Events;
import io.github.goprims.gochan.internal.events.WaitEvent;
import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One blocked operation of one thread, and the word that decides how it ends.
 *
 * <p>A waiter is made by the thread that is going to wait, handed to others through some queue, and
 * used once, unless its thread has to wait again and calls {@link #rearm}. Exactly one call of
 * {@link #settle} succeeds, by whichever party comes first: a counterpart with a result, or the
 * waiting thread itself giving up.
 *
 * <p>The waiter is the blocker of its thread while that is parked: its class is the wait reason and
 * its {@code toString} says what the thread waits for. Others that look at a thread so get to know
 * {@link #reason}, {@link #primitive}, {@link #waitsOn}, {@link #parkedSince}, {@link
 * #endsByItself} and {@link #holders}; what they see may be over by the time they have seen it.
 *
 * <p>Memory consistency effects: actions before a successful {@code settle} <i>happen-before</i>
 * actions after the {@link #await} that returns its result.
 */
public abstract class Waiter {
  /*
   * State.       outcome: null -> PARKED -> result, or null -> result. A result never changes,
   *              until its thread alone knows the waiter and rearms it.
   *                null    the thread runs (it spins, or has not come to park yet)
   *                PARKED  the thread is parked or about to park: the settler must unpark it
   *                result  INTERRUPTED or TIMED_OUT if the thread gave up, CANCELED if the end
   *                        of a context did it, else what a counterpart passed to settle
   * Linearization point of the end of the wait: the compare-and-set to a result.
   * Why no wake-up is lost. The thread parks only after it has moved outcome from null to PARKED.
   * A settler that comes before that move makes it fail, so the thread does not park; one that
   * comes after it sees PARKED and unparks. An unpark before the park leaves the permit. Nor is a
   * call of updateDueTime: what it is about was written before it read outcome. If it read null, the
   * thread has yet to move to PARKED, and reads dueTime after that; if PARKED, it leaves the permit.
   * Events.      A thread that comes to park begins one, and writes it with the result in hand: what
   *              fails there must not end the wait otherwise.
   * Few frames. A parked virtual thread takes memory for each frame between the operation of the user
   * and the park, some hundred bytes while the code is interpreted. So the loops of the two awaits park
   * by themselves, and no method that is done stands in between.
   */

  /** The outcome of a wait that an interrupt ended. */
  public static final Sentinel INTERRUPTED = new Sentinel("interrupted");

  /** The outcome of a wait that its deadline ended. */
  public static final Sentinel TIMED_OUT = new Sentinel("timed out");

  /** The outcome of a wait that the end of a context ended. */
  public static final Sentinel CANCELED = new Sentinel("canceled");

  private static final Sentinel PARKED = new Sentinel("parked");

  /** How many of those that hold a primitive are named. */
  private static final int MOST_HOLDERS = 3;

  private final Thread thread = Thread.currentThread();

  /**
   * How the wait ended. For {@link #settle}, but the waiting thread may write {@link #INTERRUPTED}
   * here when its wait fails for lack of stack: a write to a field needs none. What a counterpart
   * has settled at that moment is lost.
   */
  public volatile @Nullable Object outcome;

  /**
   * Whether the thread has to be unparked. Those that settle write true only: so one that is late,
   * and settles before a rearm, takes nothing from the next, which may come without its lock.
   */
  private boolean wakeOwed;

  /** Whether the current park has an end. Racy: for onlookers. */
  private boolean endsByItself;

  /** When the thread parked first, by {@link System#nanoTime}; zero before. Racy: for onlookers. */
  private long parkedSince;

  /**
   * What an operation does before anything else that an interrupt can end.
   *
   * @throws InterruptedException if the thread is interrupted; the flag is cleared
   */
  public static void refuseInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** What the thread waits for, in Go's words: {@code chan send}, {@code sleep}. */
  public abstract String reason();

  /** The primitive at which the thread waits; null if there is none. The same object each time. */
  public @Nullable Object primitive() {
    return null;
  }

  /**
   * Shows the primitives that can end the wait to {@code visitor}: those of all cases of a select,
   * none where it waits for nobody. A test kit asks, to tell who can end it.
   */
  public void forEachPrimitive(Consumer<Object> visitor) {
    Object primitive = primitive();
    if (primitive != null) {
      visitor.accept(primitive);
    }
  }

  /** What the thread waits for: the primitive and its state; null if there is nothing to say. */
  public @Nullable String waitsOn() {
    Object primitive = primitive();
    return primitive == null ? null : primitive.toString();
  }

  /**
   * The threads without which the wait cannot end, each of them, as far as {@code
   * goprims.debug=owners} knows them.
   */
  public Collection<Thread> holders() {
    return List.of();
  }

  /** As {@link #waitsOn}, and who holds that, as far as it is known. */
  public final @Nullable String waitsOnAndHolders() {
    String what = waitsOn();
    Collection<Thread> holders = holders();
    if (what == null || holders.isEmpty()) {
      return what;
    }
    String names =
        holders.stream()
            .sorted(Comparator.comparingLong(Thread::threadId))
            .limit(MOST_HOLDERS)
            .map(Names::of)
            .collect(Collectors.joining(", ", what + ", held by ", ""));
    int more = holders.size() - MOST_HOLDERS;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  /** When the thread parked first, by {@link System#nanoTime}; zero if it has not. */
  public final long parkedSince() {
    return parkedSince;
  }

  /** Whether the wait has a deadline, or waits for what comes due. */
  public final boolean endsByItself() {
    return endsByItself;
  }

  /** The kind of event that a wait of this class is for the flight recorder; null if for none. */
  protected @Nullable WaitKind kind() {
    return null;
  }

  /** How a wait with this result ended, for its event. */
  protected String outcomeText(Object result) {
    boolean gaveUp = result == INTERRUPTED || result == TIMED_OUT || result == CANCELED;
    return gaveUp ? result.toString() : "done";
  }

  /**
   * The time at which the waiting thread has to {@link #serveDue} by itself, since nobody may be
   * there to settle its wait. The waiting thread reads it before each park; a change to an earlier
   * time takes a {@link #updateDueTime}.
   */
  public long dueTime() {
    return TimeSource.FOREVER;
  }

  /** What the thread does last before it parks, unless that is switched off. */
  protected WaitPolicy.LastStep lastStep() {
    return WaitPolicy.LastStep.YIELD;
  }

  /** Does what has come due: settles this wait, or moves its {@link #dueTime}. */
  protected void serveDue() {
    // Nothing ever comes due.
  }

  /**
   * Ends the wait with {@code result}, unless it has ended already. The caller that gets true owes
   * a {@link #wake}, after it has left its locks.
   *
   * @return whether this call decided the outcome
   */
  public final boolean settle(Object result) {
    for (; ; ) {
      Object seen = outcome;
      if (seen != null && seen != PARKED) {
        return false;
      }
      if (casOutcome(seen, result)) { // one settler wins; a failure may mean "parked meanwhile"
        if (seen == PARKED) {
          wakeOwed = true; // plain: read by the winner only
        }
        return true;
      }
    }
  }

  /** Whether it is a virtual thread that waits: one that needs a carrier to go on. */
  public final boolean isVirtual() {
    return thread.isVirtual();
  }

  /** Whether the outcome is decided. */
  public final boolean isSettled() {
    Object seen = outcome;
    return seen != null && seen != PARKED;
  }

  /** Unparks the thread if it needs that. To be called once by the party that settled. */
  public final void wake() {
    if (wakeOwed) {
      Parking.unpark(thread);
    }
  }

  /**
   * Makes this waiter fit for one more wait. For its own thread, after a wait that a counterpart
   * has ended, and before others can find the waiter again. The first may be about to {@link #wake}
   * still: at worst that ends a park for nothing. What came while the waiter was settled has not
   * been noted: a thread that may be canceled has to look for that afterwards.
   */
  public final void rearm() {
    assert isSettled();
    wakeOwed = false; // before outcome, by whose write the next settler sees it
    outcome = null;
  }

  /** Makes the thread read {@link #dueTime} again if it is parked. */
  public final void updateDueTime() {
    if (outcome == PARKED) { // if null, the thread reads dueTime after it has moved to PARKED
      Parking.unpark(thread);
    }
  }

  /**
   * Looks for a result, for as many rounds as the policy has said, without giving up the processor.
   *
   * @return whether there is one
   */
  public final boolean look(WaitPolicy policy, int rounds) {
    for (int i = 0; i < rounds; i++) {
      if (outcome != null) {
        policy.hit();
        return true;
      }
      Thread.onSpinWait();
    }
    if (rounds > 0) {
      policy.miss(rounds);
    }
    return outcome != null;
  }

  /**
   * Waits for the result, until the deadline or an interrupt.
   *
   * <p>A result that came first stands: the interrupt flag is then left set, and a deadline that
   * has passed does not count.
   *
   * @return the result, {@link #INTERRUPTED} (the flag is cleared) or {@link #TIMED_OUT}
   */
  public final Object await(long deadline) {
    Object result = prepareToPark();
    WaitEvent event = result == null && Events.mayBeWanted() ? Events.begin(kind()) : null;
    for (; ; result = outcome) {
      if (result != null && result != PARKED) {
        try {
          if (event != null) {
            event.record(this, outcomeText(result));
          }
        } catch (Throwable lost) {
          // The event is, the result is not.
        }
        return result;
      }
      if (Thread.interrupted()) {
        if (!settle(INTERRUPTED)) {
          Thread.currentThread().interrupt(); // a result came first, and stands
        }
        continue;
      }
      long dueTime = dueTime(); // after the move to PARKED, see updateDueTime
      long end = Math.min(deadline, dueTime);
      endsByItself = end != TimeSource.FOREVER;
      TimeSource time = TimeSource.current();
      long left = endsByItself ? end - time.nanoTime() : end;
      if (left > 0) {
        // Here, with no method of ours in between: each frame of a parked thread takes memory.
        if (Parking.parkInPool(this, end)) {
          // Done.
        } else if (!time.isSystemTime()) {
          time.parkUntil(this, end); // also for ever: a test wants to know of each park
        } else if (end == TimeSource.FOREVER) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, left);
        }
      } else if (dueTime <= deadline) {
        serveDue();
      } else {
        settle(TIMED_OUT); // in vain if a result came first
      }
    }
  }

  /** Waits for the result, whatever happens; an interrupt leaves the flag set at the end. */
  public final Object awaitUninterruptibly() {
    boolean interrupted = false;
    Object result = prepareToPark();
    WaitEvent event = result == null && Events.mayBeWanted() ? Events.begin(kind()) : null;
    for (; ; result = outcome) {
      if (result != null && result != PARKED) {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        try {
          if (event != null) {
            event.record(this, outcomeText(result));
          }
        } catch (Throwable lost) {
          // The event is, the result is not.
        }
        return result;
      }
      if (Parking.parkInPool(this, TimeSource.FOREVER)) {
        // Done.
      } else if (TimeSource.current().isSystemTime()) {
        LockSupport.park(this); // here, as in await
      } else {
        TimeSource.current().parkUntil(this, TimeSource.FOREVER);
      }
      interrupted |= Thread.interrupted(); // it would keep the thread from parking
    }
  }

  /** The result if there is one by now; else null, and the settler must unpark. */
  private @Nullable Object prepareToPark() {
    Object result = outcome;
    if (result == null) {
      boolean isVirtual = thread.isVirtual();
      if (isVirtual) {
        // A virtual thread that gives up its carrier at the end of its stack can end the JVM.
        StackProbe.touch(StackProbe.GOROUTINE);
      }
      WaitPolicy.beforePark(lastStep(), isVirtual);
      result = exchangeOutcome(null, PARKED); // fails if settled by now: then nobody unparks
      if (result == null && parkedSince == 0) { // else it waits again, for the same
        parkedSince =
            System.nanoTime() | 1; // not zero; late, so that who does not park needs no clock
      }
    }
    return result;
  }

  private boolean casOutcome(@Nullable Object expected, Object update) {
    return OUTCOME.compareAndSet(this, expected, update);
  }

  private @Nullable Object exchangeOutcome(@Nullable Object expected, Object update) {
    return OUTCOME.compareAndExchange(this, expected, update);
  }

  /** The reason, and what the thread waits for. */
  @Override
  public String toString() {
    String what = waitsOn();
    return what == null ? reason() : reason().concat(": ").concat(what);
  }

  // VarHandle mechanics
  private static final VarHandle OUTCOME =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "outcome", VarHandle.class, Waiter.class, Object.class);

  static {
    // JDK-8074773: the first park must not be the one that loads LockSupport.
    @SuppressWarnings("unused")
    Class<?> loaded = LockSupport.class;
  }
}
