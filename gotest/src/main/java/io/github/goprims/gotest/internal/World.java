package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.threads.GoroutineBody;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One bubble: its members, its time, and what happens when none of them runs. */
public final class World extends BackoffLock {
  /*
   * Idea.        That all members are durably blocked is stable: nobody outside can end a durable wait,
   *              since what is waited for was made inside and is refused to others. So whoever finds it
   *              may take its time; and the only one who can make it true is a member that parks or
   *              ends. That one looks, and moves the clock by itself: time costs no switch of threads.
   * State, guarded by this lock.
   *              members   those that have entered and not left
   *              parked    those of them in a durable park, as a list, the last to come first
   *              busy      how many errands of the world itself are under way: rings, wake-ups
   *              now       written under the lock, read by anyone
   * Running.     members - parked + busy. A member in a wait that is not durable runs, as far as this
   *              counts. A member that was settled or unparked is among the parked until it has taken
   *              itself out, so parked is no proof that it stands still: see look.
   * A look, at zero running, passes all that are parked. Each was put there by itself, under this lock,
   *              after its waiter could be found by counterparts. Nobody runs, so nobody is between a
   *              settle and its unpark, and no state of a waiter changes under the look, but for those
   *              that find themselves about to run. So if none is settled, due or interrupted, none will
   *              go on by itself. Else the look is over: that member will park or leave, and look again.
   * Why none is forgotten. A counterpart that settles a parked member is a member that runs (then it
   *              will look later), a ring (busy: looks again), or nobody.
   * Permits.     On the way to the park a member waits for nothing but this lock, which spins.
   * Over.        When it can't go on, or shall not, each park throws OverError, which unwinds the stack.
   */

  /** How often a member may catch OverError and wait again before it is given up. */
  private static final int MOST_TOLD = 1_000;

  /** For how long, at most, goroutines of a bubble that is over are waited for. */
  private static final long GRACE_NANOS = 2_000_000_000L;

  private static final AtomicLong NUMBER = new AtomicLong();

  static {
    Beginning.prepare();
  }

  final BubbleTime time = new BubbleTime(this);
  final BubbleAlarms alarms = new BubbleAlarms(this);
  private final String name = "bubble-" + NUMBER.incrementAndGet();
  private final long patience;
  private final SeededRandom random;
  private final @Nullable JdkScheduling jdk;

  private volatile long now;
  private volatile boolean over;
  private volatile boolean paused;

  // Guarded by the lock.
  private final Set<Member> members = new LinkedHashSet<>();
  private int parked;
  private @Nullable Member newest;
  private List<Thread> leaving = new ArrayList<>(); // members no more, but perhaps alive still
  private int mostLeaving = 64;
  private int busy;
  private long progress;
  private boolean rootEnded;
  private boolean deadlocked;
  private @Nullable AwaitWait awaiter;
  private @Nullable Throwable failure;
  private @Nullable Thread host;

  /** Says who is next, if that is not left to the JVM; written before the first member starts. */
  @Nullable SeededScheduler scheduler;

  /** What has become of a bubble. */
  public enum End {
    /** All goroutines have ended. */
    ENDED,
    /** All were blocked for ever. */
    DEADLOCK,
    /** Something else held back its time. */
    STALL
  }

  /**
   * The end of a bubble.
   *
   * @param end which
   * @param failure the first failure of a goroutine, that of the root before others; null if none
   *     has failed
   * @param report what there is to say about a deadlock or a stall; else empty
   */
  public record Outcome(End end, @Nullable Throwable failure, String report) {}

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
      return runAll(task);
    }
    SeededScheduler mine = new SeededScheduler(jdk, name, random.nextLong());
    scheduler = mine;
    try {
      return runAll(task);
    } finally {
      mine.close();
    }
  }

  private Outcome runAll(Task task) throws InterruptedException {
    host = Thread.currentThread();
    Root root = new Root(this, task);
    Thread thread = scheduler == null ? root.unstarted(name) : scheduler.unstarted(name, root);
    enter(new Member(this, thread));
    root.start(thread);
    End end;
    try {
      end = awaitEnd();
    } catch (InterruptedException e) {
      end();
      awaitLeaving();
      forget();
      throw e;
    }
    String report = "";
    if (end != End.ENDED) {
      report = Report.of(end, rootEnded, snapshot(), now);
      if (scheduler != null) {
        report += scheduler.whatHoldsItUp();
      }
      List<Member> left = end();
      if (!left.isEmpty()) {
        report += "\nleft behind, since they could not be ended: " + left;
      }
    }
    awaitLeaving();
    lock();
    try {
      return new Outcome(end, failure, report);
    } finally {
      held = false;
      forget();
    }
  }

  /** Lets go of what was to come, since primitives that outlive this know it. */
  private void forget() {
    alarms.clear();
    lock();
    failure = null;
    held = false;
  }

  /** Waits for the end, or for a reason to give up. */
  private End awaitEnd() throws InterruptedException {
    long seen = -1;
    long since = System.nanoTime();
    for (; ; ) {
      long made;
      lock();
      try {
        if (members.isEmpty()) {
          return End.ENDED;
        }
        if (deadlocked) {
          return End.DEADLOCK;
        }
        made = progress;
      } finally {
        held = false;
      }
      long clock = System.nanoTime();
      if (made != seen || paused) {
        seen = made;
        since = clock;
      } else if (clock - since >= patience) {
        return End.STALL;
      }
      LockSupport.parkNanos(this, Math.min(patience, 1_000_000_000L));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Makes all goroutines end; says which have not. */
  private List<Member> end() {
    over = true;
    long deadline = System.nanoTime() + GRACE_NANOS;
    List<Member> left = snapshot();
    for (int round = 0; !left.isEmpty() && System.nanoTime() < deadline; round++) {
      for (Member member : left) {
        if (isParked(member)) {
          LockSupport.unpark(member.thread);
        } else {
          member.thread.interrupt();
        }
      }
      LockSupport.parkNanos(this, 100_000L << Math.min(round, 8));
      left = snapshot();
    }
    left.forEach(this::abandon);
    return left;
  }

  /** Lets the time of a root that waits for its next task not count as a stall. */
  public void pause(boolean waits) {
    paused = waits;
  }

  private List<Member> snapshot() {
    lock();
    try {
      return List.copyOf(members);
    } finally {
      held = false;
    }
  }

  private boolean isParked(Member member) {
    lock();
    try {
      return member.waiter != null;
    } finally {
      held = false;
    }
  }

  /** Takes in a thread that is about to start. */
  void enter(Member member) {
    lock();
    try {
      if (over) {
        throw OverError.INSTANCE;
      }
      members.add(member);
      progress++;
    } finally {
      held = false;
    }
    Kit.add(member);
  }

  /** Lets go a thread that has ended, in that thread; or one that has not been started. */
  void leave(Member member) {
    lock();
    try {
      members.remove(member);
      noteLeaving(member.thread);
      progress++;
      look();
    } finally {
      held = false;
    }
    Kit.remove(member); // after the look, whose rings may start goroutines
    if (isEmpty()) {
      LockSupport.unpark(host);
    }
  }

  private void noteLeaving(Thread thread) {
    leaving.add(thread);
    if (leaving.size() >= mostLeaving) {
      leaving.removeIf(each -> !each.isAlive());
      mostLeaving = Math.max(64, 2 * leaving.size());
    }
  }

  /** Waits for the threads of those that have left, which are in their last steps. */
  @SuppressWarnings("ThreadPriorityCheck") // it is for a few steps of theirs only
  private void awaitLeaving() {
    List<Thread> last;
    lock();
    last = leaving;
    leaving = new ArrayList<>();
    held = false;
    for (Thread thread : last) {
      while (thread.isAlive()) {
        Thread.yield();
      }
    }
  }

  private void abandon(Member member) {
    lock();
    try {
      members.remove(member);
    } finally {
      held = false;
    }
    Kit.remove(member);
  }

  private boolean isEmpty() {
    lock();
    try {
      return members.isEmpty();
    } finally {
      held = false;
    }
  }

  /** The calling member parks. May come back for no reason. */
  void park(Member me, Waiter waiter, long deadline) {
    refuseOver(me);
    if (waiter == me.foreign || !isDurable(waiter)) {
      noteProgress();
      LockSupport.park(waiter);
      refuseOver(me);
      return;
    }
    boolean parks;
    lock();
    try {
      me.park(waiter, deadline, now);
      link(me);
      progress++;
      look();
      parks = me.due() > now && !me.isWoken() && !over;
    } finally {
      held = false;
    }
    if (parks) {
      LockSupport.park(waiter);
    }
    lock();
    try {
      unlink(me);
      me.waiter = null;
    } finally {
      held = false;
    }
    refuseOver(me);
  }

  private void noteProgress() {
    lock();
    progress++;
    held = false;
  }

  private boolean isDurable(Waiter waiter) {
    boolean[] foreign = {false};
    waiter.forEachPrimitive(primitive -> foreign[0] |= Belongings.ownerOf(primitive) != this);
    return !foreign[0];
  }

  private void refuseOver(Member me) {
    if (over) {
      if (me.toldOver++ < MOST_TOLD) {
        throw OverError.INSTANCE;
      }
      abandon(me); // it catches whatever is thrown
      for (; ; ) {
        LockSupport.park(this);
      }
    }
  }

  private void link(Member me) {
    me.older = newest;
    me.newer = null;
    if (newest != null) {
      newest.newer = me;
    }
    newest = me;
    parked++;
  }

  private void unlink(Member me) {
    if (me.newer == null) {
      newest = me.older;
    } else {
      me.newer.older = me.older;
    }
    if (me.older != null) {
      me.older.newer = me.newer;
    }
    me.older = null;
    me.newer = null;
    parked--;
  }

  /** With the lock: does what is next if nobody runs. Gives the lock back meanwhile. */
  private void look() {
    while (members.size() - parked + busy == 0 && !members.isEmpty() && !over && !deadlocked) {
      long next = rootEnded ? TimeSource.FOREVER : alarms.first();
      List<Runnable> errands = new ArrayList<>(1); // of those that are due next
      for (Member member = newest; member != null; member = member.older) {
        long due = member.due();
        if (due <= now || member.isWoken()) {
          return; // and will look again
        }
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
        deadlocked = true;
        errands.add(() -> LockSupport.unpark(host));
      } else {
        now = next;
        alarms.takeDue(now, errands);
        Collections.shuffle(errands, random); // who goes on at the same time, in any order
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
    lock();
    try {
      if (awaiter != null) {
        throw new IllegalStateException("wait already in progress");
      }
      awaiter = waiting;
    } finally {
      held = false;
    }
    try {
      if (waiting.await(TimeSource.FOREVER) == Waiter.INTERRUPTED) {
        throw new InterruptedException();
      }
      awaitLeaving();
    } finally {
      lock();
      if (awaiter == waiting) {
        awaiter = null;
      }
      held = false;
    }
  }

  /** Runs {@code errand} soon, in a thread of this bubble that is no goroutine. */
  void send(Runnable errand) {
    Thread thread = Thread.ofVirtual().name("goprims-errand").unstarted(new Errand(this, errand));
    enter(new Member(this, thread));
    thread.start();
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
    lock();
    try {
      return random.nextLong();
    } finally {
      held = false;
    }
  }

  /** A goroutine has failed. */
  void failed(Throwable thrown) {
    note(thrown, false);
  }

  private void note(Throwable thrown, boolean ofRoot) {
    if (over) {
      return; // it was made to end, and that is what came of it
    }
    lock();
    try {
      Throwable first = failure;
      if (first == null) {
        failure = thrown;
      } else if (first != thrown) {
        if (ofRoot) {
          thrown.addSuppressed(first);
          failure = thrown;
        } else {
          first.addSuppressed(thrown);
        }
      }
    } finally {
      held = false;
    }
  }

  private void rootEnds(@Nullable Throwable thrown) {
    if (thrown != null) {
      note(thrown, true);
    }
    lock();
    rootEnded = true;
    held = false;
  }

  @Override
  public String toString() {
    return name;
  }

  /** The goroutine of the body. */
  private static final class Root extends GoroutineBody {
    private final World world;
    private final Task task;

    Root(World world, Task task) {
      this.world = world;
      this.task = task;
    }

    @Override
    protected void body() {
      Throwable thrown = null;
      try {
        task.run();
      } catch (Throwable failure) {
        thrown = failure;
      }
      world.rootEnds(thrown);
    }
  }

  /** What the library has to do beside its callers. */
  private record Errand(World world, Runnable errand) implements Runnable {
    @Override
    public void run() {
      try {
        errand.run();
      } catch (Throwable thrown) {
        world.failed(thrown);
      } finally {
        Member me = Kit.member();
        if (me != null) {
          world.leave(me);
        }
      }
    }
  }
}
