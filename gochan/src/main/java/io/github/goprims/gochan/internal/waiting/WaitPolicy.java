package io.github.goprims.gochan.internal.waiting;

import io.github.goprims.gochan.internal.Setting;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What threads that wait for the same thing do before they park, learnt from what has paid.
 *
 * <p>To look again for a while wins where the partner runs on another processor and answers within
 * a microsecond or two, and loses where it needs this very processor. To let others run once wins
 * where the partner waits for this processor. Which it is depends on the program, on the machine,
 * and on what else that does at the moment.
 */
public final class WaitPolicy {
  /*
   * Looking.     A thread looks for as long as the account says. A look that pays adds to it what a
   *              switch of threads takes; one in vain leaves a look for a moment, and further ones take a
   *              quarter each until nothing is left. So looking costs little more than it has brought. A
   *              new account is empty: many channels see a few dozen values in all, and would spend more
   *              on learning than they can win. With an empty account a thread looks for a moment on
   *              credit, after some waits without, after twice as many when that is in vain, and so on up
   *              to a limit.
   * Long looks.  An idle carrier may need 50 microseconds to wake, and until then the partner stays in
   *              the queue of this thread's own carrier: a look for a moment would be in vain for ever.
   *              So now and then a look on credit is long enough for that, and gives an idle carrier a
   *              reason to wake. If it pays, both threads run from then on, and looks for a moment do.
   *              All threads together make one in so much time that long looks are a fiftieth of it.
   * Not at a buffer: there the partner shall get a batch done before this thread comes back. A thread that
   * waits for each single value takes the buffer's cache lines away again and again.
   * Yields.      Then the thread lets others run once, and parks: LastStep says who does not, and why.
   *              A writer of a RWMutex waits for readers that are about to leave, and shuts out all new
   *              ones if it parks; so it looks and yields again and again, for up to a millisecond.
   * Only channels and selects look. A lock is held, a group counted and a signal missing for longer than
   * a look mostly, and who looks at a lock takes its cache line from the holder (docs/measurements.md).
   * Property.    The system property goprims.waiting replaces what has been learnt. With "yield" no
   *              thread looks, with "park" it does not let others run either: for users. With "look" each
   *              one looks for a moment, whatever has paid, with "long-look" for up to 60 microseconds,
   *              and parks; two words join, as in "look,yield". They are for measuring what learning is
   *              worth, and may cost ten times as much. "adaptive" is what holds without the property.
   *              What holds a BackoffLock, or owns a slot of a ring, never parks: who waits for that
   *              always spins.
   * All fields are racy on purpose: a lost update costs a few nanoseconds, never correctness. While
   * looks pay again and again nothing is written, since threads on two processors read it.
   */

  /** Rounds of a look for a moment: one or two microseconds. */
  static final int SHORT_LOOK = 64;

  /** Rounds of a long look, as long as none has been measured: 20 to 60 microseconds. */
  private static final int LONG_LOOK = 2_000;

  private static final Setting WAY =
      new Setting("goprims.waiting", "adaptive", "yield", "park", "look", "long-look");

  /** How many rounds each look takes, whatever has paid; zero if none is asked for. */
  private static final int FIXED_LOOK =
      WAY.has("long-look") ? LONG_LOOK : WAY.has("look") ? SHORT_LOOK : 0;

  private static final boolean LEARNS = FIXED_LOOK == 0 && !WAY.has("yield") && !WAY.has("park");
  static final boolean YIELDS = LEARNS || WAY.has("yield");

  /**
   * Not with one carrier, where no look can pay. Nor in a test, where what has paid would decide
   * what comes first.
   */
  static final boolean LOOKS =
      LEARNS
          && TestKit.PRESENT == null
          && Runtime.getRuntime().availableProcessors() > 1
          && Integer.getInteger("jdk.virtualThreadScheduler.parallelism", 2) > 1;

  static final int MIN_SKIPS = 16;
  static final int MAX_SKIPS = 128;

  private static final long LONG_LOOK_NANOS = 60_000;

  /** The time from one long look to the next, in long looks. */
  private static final int LONG_LOOK_SHARE = 50;

  /** How many looks that pay fill the account. */
  private static final int HITS_PER_LONG_LOOK = 150;

  /** How often a writer of a RWMutex yields at most before it shuts out new readers. */
  private static final int WRITER_YIELDS = 32;

  /** For how long it does so at most. */
  private static final long WRITER_NANOS = 1_000_000;

  /** How often it tries for the lock before each yield. */
  private static final int TRIES_PER_YIELD = LOOKS ? 16 : 1;

  private static final Runnable REASON_TO_WAKE = new ReasonToWake();

  /** What they make inherits nothing. */
  private static final ThreadFactory REASONS =
      Thread.ofVirtual().name("goprims-wake").inheritInheritableThreadLocals(false).factory();

  /** How many rounds a long look takes on this machine; measured when one is in vain. */
  private static int longLook = LONG_LOOK;

  private static long nextLongLook = System.nanoTime();

  private final boolean makesLongLooks;
  private int earned = FIXED_LOOK;

  /** With an empty account: how many waits to go without a look, of how many. */
  private int skipsLeft = MIN_SKIPS;

  private int skips = MIN_SKIPS;

  /** When the long look began that this policy is making, or zero. */
  private long longLookStart;

  /**
   * Makes the policy of one channel, or of one select.
   *
   * @param makesLongLooks whether it may look for longer than a moment
   */
  public WaitPolicy(boolean makesLongLooks) {
    this.makesLongLooks = makesLongLooks;
  }

  /** As {@link Setting#reportOfUnknown}. */
  static @Nullable Runnable reportOfUnknown() {
    return WAY.reportOfUnknown();
  }

  /** What a thread does last before it parks, when it has looked in vain or has not looked. */
  public enum LastStep {
    /**
     * It yields once: a partner that shares its processor gets its turn, and finds a thread that
     * needs no unpark.
     */
    YIELD,

    /**
     * A virtual thread yields, a platform thread parks. Two of those with one mutex on two
     * processors would stay in step, and take the lock from each other's caches all the time. If
     * one parks, the other runs ahead for a while.
     */
    YIELD_IF_VIRTUAL,

    /** It parks: one turn of its processor cannot bring what it waits for. */
    PARK
  }

  /**
   * Does the last step before a park. A method of its own, so that the yield is no less deep than
   * the park: the JVM keeps the stack of a virtual thread where that has yielded, and the park goes
   * to the same place if there is room for it.
   */
  @SuppressWarnings("ThreadPriorityCheck") // the yield is for speed only
  static void beforePark(LastStep step, boolean isVirtual) {
    if (YIELDS && (step == LastStep.YIELD || (isVirtual && step == LastStep.YIELD_IF_VIRTUAL))) {
      Thread.yield();
    }
  }

  /**
   * Lets a moment pass for a writer that waits for readers, between two tries for the lock.
   *
   * @param tries how often it has tried
   * @param start when it began, by {@link TimeSource}
   * @return whether it shall try again; else it shall shut out new readers, and park
   */
  @SuppressWarnings("ThreadPriorityCheck") // as in beforePark
  public static boolean pauseForReaders(int tries, long start) {
    if (tries % TRIES_PER_YIELD == 0) {
      if (!YIELDS) {
        return false;
      }
      if (tries > 0) {
        Thread.yield();
      }
      if (tries == WRITER_YIELDS * TRIES_PER_YIELD
          || TimeSource.current().nanoTime() - start >= WRITER_NANOS) {
        return false;
      }
    }
    Thread.onSpinWait();
    return true;
  }

  /** For how many rounds a thread that has to wait shall look first; possibly none. */
  public int looks() {
    int rounds = earned;
    return rounds == 0 && --skipsLeft < 0 ? looksOnCredit() : rounds;
  }

  private int looksOnCredit() {
    if (!LOOKS) {
      skipsLeft = Integer.MAX_VALUE;
      return 0;
    }
    if (!makesLongLooks) {
      return SHORT_LOOK;
    }
    long now = System.nanoTime();
    if (now - nextLongLook < 0) {
      return SHORT_LOOK;
    }
    if (Thread.currentThread().isVirtual()) {
      StackProbe.touch(StackProbe.GOROUTINE);
      REASONS.newThread(REASON_TO_WAKE).start();
    }
    nextLongLook = now + LONG_LOOK_SHARE * LONG_LOOK_NANOS;
    longLookStart = now;
    return longLook;
  }

  /** A look has paid. */
  public void hit() {
    if (FIXED_LOOK != 0) {
      return;
    }
    int account = earned;
    int most = makesLongLooks ? longLook : SHORT_LOOK;
    if (account < most) { // a full account is not written
      longLookStart = 0;
      earned = Math.min(Math.max(SHORT_LOOK, account) + longLook / HITS_PER_LONG_LOOK, most);
      skips = MIN_SKIPS;
    }
  }

  /** A look of that many rounds was in vain. */
  public void miss(int rounds) {
    if (FIXED_LOOK != 0) {
      return;
    }
    long start = longLookStart;
    int account = earned;
    if (start != 0 && rounds > SHORT_LOOK) { // else it is the look of another thread
      longLookStart = 0;
      long took = Math.max(1, System.nanoTime() - start);
      longLook = Math.clamp(rounds * LONG_LOOK_NANOS / took, 4 * SHORT_LOOK, 100_000);
    }
    if (account > SHORT_LOOK) {
      earned = SHORT_LOOK;
    } else if (account > 0) {
      earned = account - account / 4 - 1;
    } else {
      skips = Math.min(2 * skips, MAX_SKIPS);
    }
    skipsLeft = skips;
  }

  /**
   * What an idle carrier is woken for. Beside that it finds the partner, and runs it. Not a lambda,
   * which would be linked on the stack of the first thread that looks.
   */
  private static final class ReasonToWake implements Runnable {
    @Override
    public void run() {
      // That it is to be run is all that it is for.
    }
  }
}
