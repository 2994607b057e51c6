package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One bubble: its members, its time, and what happens when none of them runs. */
public final class World extends BackoffLock {
  /*
   * Idea.        That all members are durably blocked lasts: what they wait for was made inside and is
   *              refused to others. So whoever finds it may take its time; and the only one who can
   *              make it true is a member that parks or ends. That one looks, and moves the clock by
   *              itself: time costs no switch of threads.
   * From outside two things come all the same: an interrupt, and the end of a context, with which
   *              those end that were made below it inside. A member so woken takes itself out under the
   *              lock before it goes on; so it sees no time pass from then on. Others that end with that
   *              context may not be settled yet, and may have heard of it: as long as one waits for such
   *              an end, it is no deadlock.
   * State, guarded by this lock.
   *              members   those that have entered and not left
   *              parked    those of them in a durable park, as a list, the last to come first
   *              busy      how many errands of the world itself are under way: rings, wake-ups
   *              now       written under the lock, read by anyone
   * Running.     members - parked + busy. A member in a wait that is not durable runs, as far as this
   *              counts. A member that was settled or unparked is among the parked until it has taken
   *              itself out, so parked is no proof that it stands still: see look.
   * A look, at zero running, passes all that are parked. Each was put there by itself, under this lock,
   *              after its waiter could be found by counterparts. Nobody runs, so nobody inside is
   *              between a settle and its unpark, and no state of a waiter changes under the look, but
   *              for those that find themselves about to run, or are woken from outside. So if none is
   *              settled, due or interrupted, none will go on by itself. Else the look is over: that
   *              member will park or leave, and look again.
   * Why none is forgotten. A counterpart that settles a parked member is a member that runs (then it
   *              will look later), a ring (busy: looks again), or somebody outside: then the member
   *              itself runs, and looks when it parks or leaves.
   * Permits.     On the way to the park a member waits for nothing but this lock, which spins.
   * Over.        When it can't go on, or shall not, each park throws OverError, which unwinds the stack.
   *              Not in a wait on whose end threads outside count: see TestKit.holdsOn. Uses are not
   *              refused, since what is on the stack gives back what it has taken, also from outside.
   */

  /** How often a member may catch OverError and wait again before it is given up. */
  private static final int MOST_TOLD = 1_000;

  private static final AtomicLong NUMBER = new AtomicLong();

  static {
    Beginning.prepare();
  }

  final BubbleTime time = new BubbleTime(this);
  final BubbleAlarms alarms = new BubbleAlarms(this);
  final Departed departed = new Departed();
  final Failures failures = new Failures();
  final Queue<Member> leftBehind = new ConcurrentLinkedQueue<>();
  final Belongings.Home home = new Belongings.Home(this, false);
  private final String name = "bubble-" + NUMBER.incrementAndGet();
  final long patience;
  private final SeededRandom random;
  private final @Nullable JdkScheduling jdk;

  private volatile long now;
  volatile boolean over;
  volatile boolean paused;

  // Guarded by the lock.
  final Set<Member> members = new LinkedHashSet<>();
  private final Parked parked = new Parked();
  private int busy;
  long progress;
  private int wokenAtOnce;
  boolean rootEnded;
  boolean deadlocked;
  private @Nullable AwaitWait awaiter;
  @Nullable Thread host;

  /** Says who is next, if that is not left to the JVM; written before the first member starts. */
  @Nullable SeededScheduler scheduler;

  /**
   * Makes a bubble that nobody is in.
   *
   * @param patience for how long something else may hold back its time
   * @param seed what chance begins with
   * @param isScheduled whether the goroutines run one at a time, as the seed says
   * @throws IllegalStateException if this JVM does not let them
   */
  public World(Duration patience, long seed, boolean isScheduled) {
    this.patience = TimeSource.saturatedNanos(patience);
    this.random = new SeededRandom(seed);
    this.jdk = isScheduled ? JdkScheduling.open() : null;
  }

  /** The time of this bubble, from zero on. */
  long now() {
    return now;
  }

  /** Runs {@code task} as the root of this bubble, and waits until all goroutines have ended. */
  public Outcome run(Task task) throws InterruptedException {
    if (jdk == null) {
      return new Host(this).run(task);
    }
    Belongings.forgetGarbage();
    SeededScheduler mine = new SeededScheduler(jdk, name, random.nextLong(), this::failed);
    scheduler = mine;
    try {
      return new Host(this).run(task);
    } finally {
      mine.close();
    }
  }

  /** Makes the thread of the root, not started. */
  Thread newThread(Root root) {
    return scheduler == null ? root.unstarted(name) : scheduler.unstarted(name, root);
  }

  /** Lets the time of a root that waits for its next task not count as a stall. */
  public void pause(boolean waits) {
    paused = waits;
  }

  /** Whether it was ended by force, because it could not go on or its host was interrupted. */
  public boolean isOver() {
    return over;
  }

  /** All members. */
  List<Member> snapshot() {
    lock();
    try {
      return List.copyOf(members);
    } finally {
      held = false;
    }
  }

  /**
   * Takes in a thread that is about to start. If that fails, nothing is left behind.
   *
   * @return false if this is over: then the thread must not start
   */
  boolean enter(Member member) {
    boolean entered = false;
    try {
      Kit.add(member);
      begin();
      try {
        if (!over) {
          members.add(member);
          progress++;
          entered = true;
        }
      } finally {
        held = false;
      }
    } finally {
      if (!entered) {
        Kit.remove(member);
      }
    }
    return entered;
  }

  /** Lets go a thread that has ended, in that thread; or one that has not been started. */
  void leave(Member member) {
    boolean isLast = false;
    try {
      lock();
      try {
        members.remove(member);
        isLast = members.isEmpty();
        progress++;
        departed.add(member.thread);
        look();
      } finally {
        held = false;
      }
    } finally {
      Kit.remove(member); // after the look, whose rings may start goroutines
      if (isLast) {
        LockSupport.unpark(host);
      }
    }
  }

  /** Lets go a member that does not end. */
  void abandon(Member member) {
    lock();
    try {
      if (members.remove(member)) {
        leftBehind.add(member);
      }
    } finally {
      held = false;
    }
    Kit.remove(member);
  }

  /** The calling member parks. May come back for no reason. */
  @SuppressWarnings("ThreadPriorityCheck") // for chance, not for progress
  void park(Member me, Waiter waiter, long deadline) {
    boolean isDurable = me.isDurable(waiter);
    refuseOver(me, isDurable);
    if (!isDurable) {
      lock();
      progress++;
      held = false;
      LockSupport.park(waiter);
      refuseOver(me, false);
      return;
    }
    StackProbe.touch(StackProbe.THREAD); // for what follows, and for what a look may ring
    boolean added = false;
    try {
      boolean parks;
      boolean givesWay;
      lock();
      try {
        me.park(waiter, deadline, now);
        parked.add(me);
        added = true;
        progress++;
        wokenAtOnce = 0;
        look();
        parks = me.due() > now && !me.isWoken() && !over;
        givesWay = wokenAtOnce > 1 && random.nextBoolean();
      } finally {
        held = false;
      }
      if (parks) {
        LockSupport.park(waiter); // the JDK throws if it lacks stack or memory for it
      } else if (givesWay) {
        Thread.yield(); // else it would go on before all others that are due
      }
    } finally {
      if (added) {
        lock();
        parked.remove(me);
        me.waiter = null;
        held = false;
      }
    }
    refuseOver(me, true);
  }

  /** Throws if this is over, unless somebody outside counts on the end of the wait. */
  private void refuseOver(Member me, boolean isDurable) {
    if (!over || (me.holdsOn > 0 && !isDurable)) {
      return;
    }
    if (me.toldOver++ < MOST_TOLD) {
      throw OverError.INSTANCE;
    }
    abandon(me); // it catches whatever is thrown
    while (isDurable) { // else it waits on, as threads outside do that may be behind it in line
      Thread.interrupted(); // or the park would not last
      LockSupport.park(this);
    }
  }

  /** With the lock: does what is next if nobody runs. Gives the lock back meanwhile. */
  private void look() {
    while (members.size() - parked.size() + busy == 0
        && !members.isEmpty()
        && !over
        && !deadlocked) {
      long next = rootEnded ? TimeSource.FOREVER : alarms.first();
      boolean mayEndFromOutside = false;
      List<Runnable> errands = new ArrayList<>(1); // of those that are due next
      for (Member member = parked.newest(); member != null; member = member.older) {
        long due = member.due();
        if (due <= now || member.isWoken()) {
          return; // and will look again
        }
        mayEndFromOutside |= member.isOpen;
        if (due <= next && due != TimeSource.FOREVER && !rootEnded) {
          if (due < next) {
            errands.clear();
            next = due;
          }
          Thread thread = member.thread;
          errands.add(() -> LockSupport.unpark(thread));
        }
      }
      if (awaiter != null) {
        AwaitWait waiting = awaiter;
        awaiter = null;
        errands.clear();
        if (waiting.settle(AwaitWait.QUIET)) {
          errands.add(waiting::wake);
        }
      } else if (next == TimeSource.FOREVER) {
        if (mayEndFromOutside) {
          return; // that member will look again; or the patience of the host ends
        }
        deadlocked = true;
        errands.add(() -> LockSupport.unpark(host));
      } else {
        now = next;
        alarms.takeDue(now, errands);
        Collections.shuffle(errands, random); // who goes on at the same time, in any order
        wokenAtOnce = errands.size();
      }
      runWithoutLock(errands);
    }
  }

  private void runWithoutLock(List<Runnable> errands) {
    busy++;
    held = false;
    try {
      for (Runnable errand : errands) {
        try {
          errand.run();
        } catch (Throwable thrown) {
          failed(thrown);
        }
      }
    } finally {
      lock();
      busy--;
    }
  }

  /** Waits until all others are blocked. */
  public void await() throws InterruptedException {
    Waiter.refuseInterrupted();
    AwaitWait waiting = new AwaitWait();
    StackProbe.touch(StackProbe.THREAD); // up to the end, where it gives way to another
    lock();
    try {
      if (awaiter != null) {
        throw new IllegalStateException(
            "wait already in progress: another goroutine is in Bubble.await or Bubble.sleep;"
                + " leave these to one, others use Go.sleep");
      }
      awaiter = waiting;
    } finally {
      held = false;
    }
    try {
      if (waiting.await(TimeSource.FOREVER) == Waiter.INTERRUPTED) {
        throw new InterruptedException();
      }
      departed.await();
    } finally {
      lock();
      if (awaiter == waiting) {
        awaiter = null;
      }
      held = false;
    }
  }

  /** Takes the lock, with enough stack for what comes under it. */
  void begin() {
    StackProbe.touch(StackProbe.PARK);
    lock();
  }

  /**
   * Runs {@code errand} soon, in a thread of this bubble that is no goroutine.
   *
   * @return false if this is over: it is not run
   */
  boolean send(Runnable errand) {
    StackProbe.touch(StackProbe.THREAD);
    return start(Thread.ofVirtual().name("goprims-errand").unstarted(new Errand(this, errand)));
  }

  /** Starts a thread as a member, unless this is over; if that fails, nothing is left behind. */
  boolean start(Thread thread) {
    Member member = new Member(this, thread);
    if (!enter(member)) {
      return false;
    }
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        leave(member);
      }
    }
    return true;
  }

  /** A member is about to use a primitive, or has started a goroutine. */
  void step() {
    if (scheduler != null) {
      scheduler.point();
    }
  }

  /** The thread that kept the seed from deciding all; null if there was none. */
  public @Nullable String disturbance() {
    return scheduler == null ? null : scheduler.disturbance();
  }

  long random() {
    begin();
    try {
      return random.nextLong();
    } finally {
      held = false;
    }
  }

  /** A goroutine has failed. */
  void failed(Throwable thrown) {
    if (!over) { // else it was made to end, and that is what came of it
      failures.add(thrown);
    }
  }

  /** The root has ended, by {@code thrown} if that is not null. */
  void rootEnds(@Nullable Throwable thrown) {
    try {
      if (thrown != null && !over) {
        failures.addOfRoot(thrown);
      }
    } finally {
      lock();
      rootEnded = true;
      held = false;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
