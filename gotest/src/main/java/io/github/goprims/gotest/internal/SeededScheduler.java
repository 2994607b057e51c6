package io.github.goprims.gotest.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs virtual threads one at a time, in an order that follows from a seed: each time one of them
 * parks, yields or ends, chance says which goes on, of those that can.
 *
 * <p>Nothing but the seed decides as long as only these threads make each other go on. Where
 * another thread did that (the timer of a {@link Thread#sleep}, the JDK for a monitor that was
 * contended) the same seed may give another order; {@link #disturbance} tells.
 */
final class SeededScheduler implements Executor {
  /*
   * Steps.       The JDK gives a thread that can go on to execute, as a step that runs until the thread
   *              gives up its carrier. The runner, a platform thread, is the one carrier: it takes what
   *              has arrived over into the ready list, picks one, runs it. What a step does (point, and
   *              the steps that it makes ready) happens in the runner as well; so all but what is said to
   *              be shared needs no care.
   * Asleep.      The runner says that it rests, then looks again for what has arrived; who adds a step
   *              does so first, and then reads whether it rests. One of the two sees the other.
   * Let go.      When the bubble is over, its goroutines are ended from outside, and what they do has no
   *              order to keep; but they still run one at a time.
   * Closed.      The runner ends when nothing is ready. What arrives later (a thread that the bubble could
   *              not end goes on) is run by threads made for it. Closed and arrived as above.
   */

  private final JdkScheduling jdk;
  private final Thread owner = Thread.currentThread();
  final Thread runner;
  private final SeededRandom random;
  private final Consumer<Throwable> broken;

  // Shared.
  private final Queue<Runnable> arrived = new ConcurrentLinkedQueue<>();
  private volatile boolean rests;
  private volatile boolean letGo;
  private volatile boolean closed;
  private volatile boolean ended;
  private volatile @Nullable String stranger;

  // The runner's.
  private final List<Runnable> ready = new ArrayList<>();
  private long fingerprint;

  /**
   * For the calling thread, which does not count as another one.
   *
   * @param broken is told what a step throws: that is a failure of the JDK, and ends no other step
   */
  SeededScheduler(JdkScheduling jdk, String name, long seed, Consumer<Throwable> broken) {
    this.jdk = jdk;
    this.broken = broken;
    random = new SeededRandom(seed);
    runner = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    jdk.currentCarrier(); // linked now, and not in the midst of a switch of threads
    runner.start();
  }

  /** Makes a virtual thread that runs here, and so do those that it makes. */
  Thread unstarted(String name, Runnable task) {
    return jdk.unstarted(this, name, task);
  }

  /** For the JDK: {@code step} can be run. */
  @Override
  public void execute(Runnable step) {
    if (stranger == null && !letGo) {
      Thread carrier = jdk.currentCarrier();
      if (carrier != runner && Thread.currentThread() != owner) {
        stranger = carrier.getName();
      }
    }
    arrived.add(step);
    if (rests) {
      LockSupport.unpark(runner);
    } else if (ended) {
      Thread.ofPlatform().daemon().name("late-steps").start(this::runArrived);
    }
  }

  private void runArrived() {
    for (Runnable step = arrived.poll(); step != null; step = arrived.poll()) {
      run(step);
    }
  }

  private void run(Runnable step) {
    try {
      step.run();
    } catch (Throwable thrown) {
      broken.accept(thrown);
    }
  }

  /** A point at which another thread may go on in place of the calling one. */
  @SuppressWarnings("ThreadPriorityCheck") // it is exact here
  void point() {
    if (jdk.currentCarrier() == runner && !letGo && takeArrived() && random.nextBoolean()) {
      Thread.yield();
    }
  }

  /** Whether others are ready. */
  private boolean takeArrived() {
    for (Runnable step = arrived.poll(); step != null; step = arrived.poll()) {
      ready.add(step);
    }
    return !ready.isEmpty();
  }

  private void run() {
    try {
      runUntilClosed();
    } finally {
      ended = true; // whatever has ended it: what arrives from now on is run elsewhere
      runArrived();
    }
  }

  private void runUntilClosed() {
    for (; ; ) {
      if (takeArrived()) {
        run(pick());
      } else if (closed) {
        return;
      } else {
        rests = true;
        if (arrived.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        rests = false;
        Thread.interrupted(); // or the next park would not last
      }
    }
  }

  private Runnable pick() {
    int count = ready.size();
    int index = random.nextInt(count);
    fingerprint = 31 * (31 * fingerprint + count) + index;
    Runnable step = ready.get(index);
    ready.set(index, ready.getLast());
    ready.removeLast();
    return step;
  }

  /** From now on the order does not matter, nor who decides it. */
  void letGo() {
    letGo = true;
  }

  /** The bubble has ended: what there is still to run is run as it comes. */
  void close() {
    letGo = true;
    closed = true;
    LockSupport.unpark(runner);
  }

  /** A number that differs, most likely, if the picks did; for the end. */
  long fingerprint() {
    return fingerprint;
  }

  /** The first thread that made one go on and is none of these; null if there was none. */
  @Nullable String disturbance() {
    return stranger;
  }

  /** What to say of a runner that does not come back from a step; empty if it does. */
  String whatHoldsItUp() {
    return rests || ended || runner.getState() == Thread.State.RUNNABLE
        ? ""
        : "\n\nall goroutines of a schedule run on one thread, and that one is held up: before JDK 24"
            + " a synchronized block keeps it while a goroutine waits inside, or to get in. A Mutex"
            + " does not; nor does this keep a bubble without schedules from going on.";
  }
}
