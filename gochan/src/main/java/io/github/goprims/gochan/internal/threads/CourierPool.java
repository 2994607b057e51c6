package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.StackProbe;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs errands that may block, on as few platform threads as that allows. */
final class CourierPool {
  /*
   * Idea.        A courier that takes up an errand may not come back. So it sees to it first that
   *              another looks after the errands that are left. As long as errands are short, two or
   *              three couriers take turns at that, and hardly any is woken.
   * State.       errands   what is to be done, first come first served
   *              lookers   couriers that are going to look at the errands before they do anything
   *                        else; MOST_LOOKERS at the most. A place among them is claimed before the
   *                        courier that is to take it is called or started
   *              idle      a stack of the places of couriers without work; some have left meanwhile
   *              couriers  how many there are, with those that are about to be started
   *              Place.state  WAITS -> CALLED by a thread that needs a courier, or WAITS -> LEFT by
   *                        the courier itself. A place is used once, so that no two are the same in
   *                        the stack
   * Invariant.   While there are errands, some courier looks at them or is going to, except if all
   *              are busy and there may not be more of them.
   * Why no errand is forgotten. A sender adds the errand, then reads lookers. A courier that stops
   * looking lowers lookers, then looks for errands: as a looker that finds none, or else in
   * callIfNeeded. Whichever comes second sees what the first has done. Likewise a thread that may not
   * start a courier gives the place among the lookers back, then reads couriers and the stack; a
   * courier that ends lowers couriers, and one that comes to rest puts its place on the stack, and
   * both then call another if needed. One that is busy looks when it is done.
   * Why no wake-up is lost. A courier parks only while its place WAITS; the thread that calls it
   * changes that, then unparks.
   * Failure.     The stack is probed before anything has changed. A sender that gets no memory for a
   * courier takes errands out again and does them, until there are none or somebody looks. A courier
   * that gets none goes on with what it has taken up; the errands that are left wait for it, or for
   * the next sender.
   */

  /** How many errands may be blocked at a time; more wait. */
  static final int MOST = 1_024;

  static final long IDLE_NANOS = 5_000_000_000L;

  private static final int MOST_LOOKERS = 2;

  private static final int WAITS = 0;
  private static final int CALLED = 1;
  private static final int LEFT = 2;

  private final int most;
  private final long idleNanos;
  private final ThreadFactory threads;
  private final ConcurrentLinkedQueue<Runnable> errands = new ConcurrentLinkedQueue<>();
  private volatile int lookers;
  private volatile int couriers;
  private volatile @Nullable Place idle;

  private static final class Place {
    final Thread thread = Thread.currentThread();
    @Nullable Place below;
    volatile int state;
  }

  CourierPool() {
    this(MOST, IDLE_NANOS, LibraryThreads.numbered("goprims-courier-"));
  }

  CourierPool(int most, long idleNanos, ThreadFactory threads) {
    this.most = most;
    this.idleNanos = idleNanos;
    this.threads = threads;
  }

  /** Adds an errand, or does it if there is no memory: {@link Couriers#send}. */
  void send(Runnable errand) {
    StackProbe.touch(StackProbe.THREAD);
    if (!add(errand)) {
      runReporting(errand);
    }
    while (!callIfNeeded()) {
      // It is not this errand perhaps: but its sender may count on this one.
      Runnable next = errands.poll();
      if (next == null) {
        return;
      }
      runReporting(next);
    }
  }

  /** Adds an errand for another courier: {@link Couriers#sendOn}. */
  boolean sendOn(Runnable errand) {
    boolean added = add(errand);
    if (added) {
      callIfNeeded(); // in vain for lack of memory: then this thread looks, when it is done
    }
    return added;
  }

  /** Puts {@code errand} last; false if there is no memory. */
  private boolean add(Runnable errand) {
    try {
      return errands.add(errand);
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /**
   * Makes the first calls of all that couriers and their senders need, also senders that get no
   * courier: a first call takes memory. A thread that had none for it in the midst of a change
   * would leave behind a courier that has been called, and never comes.
   */
  static void warmUp() {
    boolean interrupted = Thread.interrupted(); // the courier will clear the flag
    CourierPool pool = new CourierPool(1, 0, new AtOnce());
    for (int i = 0; i < 3; i++) { // the last finds the place of a courier that has left
      pool.send(new Nothing());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** For couriers that do their work in the thread that starts them, except for the first. */
  private static final class AtOnce implements ThreadFactory {
    private boolean ready;

    @Override
    public Thread newThread(Runnable task) {
      if (!ready) {
        ready = true;
        throw new OutOfMemoryError("rehearsal");
      }
      return new Thread(null, task, "goprims-courier", 0, false) {
        @Override
        public void start() {
          task.run();
        }
      };
    }
  }

  private static final class Nothing implements Runnable {
    @Override
    public void run() {
      // Nobody wants it.
    }
  }

  /** How many threads there are. */
  int size() {
    return couriers;
  }

  /**
   * Sees to it that some courier looks after the errands, if there are any.
   *
   * @return false if there is no memory for a courier
   */
  private boolean callIfNeeded() {
    while (lookers == 0 && !errands.isEmpty() && LOOKERS.compareAndSet(this, 0, 1)) {
      if (callIdle()) {
        return true;
      }
      if (addCouriers(1) < most) {
        return start();
      }
      addCouriers(-1);
      lookNoMore();
      if (couriers >= most && idle == null) {
        return true; // all are at their errands, and look afterwards
      }
    }
    return true;
  }

  private boolean callIdle() {
    for (Place top = idle; top != null; top = idle) {
      if (IDLE.compareAndSet(this, top, top.below) && STATE.compareAndSet(top, WAITS, CALLED)) {
        LockSupport.unpark(top.thread);
        return true;
      }
    }
    return false;
  }

  private boolean start() {
    try {
      threads.newThread(new Courier()).start();
      return true;
    } catch (Throwable failure) { // for want of memory
      addCouriers(-1);
      lookNoMore();
      return false;
    }
  }

  /** Changes the number of couriers; says how many there were. */
  private int addCouriers(int more) {
    return (int) COURIERS.getAndAdd(this, more);
  }

  /** Makes the looking one less; says how many still look. */
  private int lookNoMore() {
    return (int) LOOKERS.getAndAdd(this, -1) - 1;
  }

  /** Makes the calling courier a looker again; false if there are enough. */
  private boolean lookAgain() {
    for (int seen = lookers; seen < MOST_LOOKERS; seen = lookers) {
      if (LOOKERS.compareAndSet(this, seen, seen + 1)) {
        return true;
      }
    }
    return false;
  }

  private static void runReporting(Runnable errand) {
    try {
      errand.run();
    } catch (Throwable failure) {
      LibraryThreads.report(failure);
    }
  }

  /** What a courier does; it comes as one of the lookers. */
  private final class Courier implements Runnable {

    @Override
    public void run() {
      do {
        while (look()) {
          // goes on
        }
      } while (rest());
      addCouriers(-1);
      callIfNeeded(); // for a thread that has just found that there are too many couriers
    }

    /** Does one errand, if there is one; says whether this courier is a looker still. */
    private boolean look() {
      Runnable errand = errands.poll();
      int others = lookNoMore();
      if (errand == null) {
        return !errands.isEmpty() && lookAgain();
      }
      if (others == 0) {
        callIfNeeded();
      }
      runReporting(errand);
      Thread.interrupted(); // meant for the errand at best
      return lookAgain();
    }

    /** Waits to be called, which makes this courier a looker; false if it is to end. */
    private boolean rest() {
      Place place;
      try {
        place = new Place();
      } catch (OutOfMemoryError e) {
        return false;
      }
      do {
        place.below = idle;
      } while (!IDLE.compareAndSet(CourierPool.this, place.below, place));
      callIfNeeded(); // perhaps this one: a sender may have found nobody at rest a moment ago
      long start = System.nanoTime();
      while (place.state == WAITS) {
        long rest = idleNanos - (System.nanoTime() - start);
        if (rest <= 0 && STATE.compareAndSet(place, WAITS, LEFT)) {
          return false;
        }
        LockSupport.parkNanos(this, rest);
        Thread.interrupted(); // or the next park would not last
      }
      return true;
    }

    @Override
    public String toString() {
      return "errands";
    }
  }

  // VarHandle mechanics
  private static final VarHandle LOOKERS = field("lookers", int.class);
  private static final VarHandle COURIERS = field("couriers", int.class);
  private static final VarHandle IDLE = field("idle", Place.class);
  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "state", VarHandle.class, Place.class, int.class);

  private static VarHandle field(String name, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), name, VarHandle.class, CourierPool.class, type);
  }
}
