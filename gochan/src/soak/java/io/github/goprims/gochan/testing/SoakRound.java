package io.github.goprims.gochan.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Some objects, some threads that use them, and what must hold once all of these have ended. */
public abstract class SoakRound {

  /** Where the choices come from while the round is laid out, and by {@link #conduct}. */
  protected final SplittableRandom random;

  final List<SoakWorker> workers = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final int virtualPercent;
  private final boolean sparing;
  private CountDownLatch running = new CountDownLatch(0);

  /** Whether others may look at the workers. */
  private volatile boolean ready;

  /** A round that {@code random} decides. */
  protected SoakRound(SplittableRandom random) {
    this.random = random;
    virtualPercent = new int[] {0, 50, 100, 100}[random.nextInt(4)];
    sparing = random.nextBoolean();
  }

  /** Lays out the objects and makes the workers. */
  protected abstract void prepare();

  /** What the round's own thread does until the workers end; may help them to. */
  protected void conduct() throws InterruptedException {
    // They end by themselves.
  }

  /** What must hold when all workers have ended. */
  protected abstract void verify() throws InterruptedException;

  /** Tells what was done in this round. */
  protected abstract void addTo(SoakCounts counts);

  /** What is used, and how it stands. */
  protected abstract List<?> objects();

  /** Interrupts somebody. */
  protected final void interruptAny(SplittableRandom choice) {
    any(choice).interrupt();
  }

  private SoakWorker any(SplittableRandom choice) {
    return workers.get(choice.nextInt(workers.size()));
  }

  /** Whether about half of the workers are {@linkplain SoakWorker#isSpared spared}. */
  final boolean isSparing() {
    return sparing;
  }

  /** Interrupts everybody. */
  protected final void interruptAll() {
    workers.forEach(SoakWorker::interrupt);
  }

  /** How many workers there are. */
  protected final int size() {
    return workers.size();
  }

  /** Waits until all workers have ended, or for the given time; false if that came first. */
  protected final boolean awaitEnd(long nanos) throws InterruptedException {
    throwFailures();
    boolean ended = running.await(nanos, TimeUnit.NANOSECONDS);
    throwFailures();
    return ended;
  }

  /** Tells of something that must not be; ends the round. */
  protected final void failed(Throwable failure) {
    failures.add(failure);
  }

  final void ended() {
    running.countDown();
  }

  final void play() throws InterruptedException {
    prepare();
    running = new CountDownLatch(workers.size());
    for (SoakWorker worker : workers) {
      boolean virtual = random.nextInt(100) < virtualPercent;
      worker.prepare(virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon());
    }
    ready = true;
    workers.forEach(worker -> worker.thread().start());
    Thread pest = random.nextInt(3) > 0 ? startPest() : null;
    try {
      conduct();
      awaitEnd();
    } finally {
      if (pest != null) {
        pest.interrupt();
        pest.join();
      }
    }
    for (SoakWorker worker : workers) {
      worker.thread().join();
    }
    verify();
    workers.forEach(SoakWorker::verify);
  }

  /** Waits until all workers have ended; that they get no further is for the watchdog to see. */
  private void awaitEnd() throws InterruptedException {
    while (!awaitEnd(TimeUnit.MILLISECONDS.toNanos(100))) {
      // look at the failures
    }
  }

  private void throwFailures() {
    Throwable failure = failures.peek();
    if (failure != null) {
      throw new AssertionError(failures.size() + " failed, the first one:", failure);
    }
  }

  private Thread startPest() {
    SplittableRandom choice = random.split();
    int pause = 1_000 << choice.nextInt(4, 12);
    return Thread.ofPlatform()
        .name("pest")
        .start(
            () -> {
              while (!Thread.interrupted()) {
                SoakWorker worker = any(choice);
                if (!worker.isSpared()) {
                  worker.interrupt();
                }
                LockSupport.parkNanos(pause);
              }
            });
  }

  /** Grows for as long as the round gets on. */
  final long progress() {
    if (!ready) {
      return 0;
    }
    long sum = -running.getCount();
    for (SoakWorker worker : workers) {
      sum += worker.moves();
    }
    return sum;
  }

  final long interruptsSeen() {
    return workers.stream().mapToLong(SoakWorker::interruptsSeen).sum();
  }

  /** The objects, and what each living thread waits for and where. */
  final String dump() {
    StringBuilder text = new StringBuilder(this + "\n");
    objects().forEach(object -> text.append("  ").append(object).append('\n'));
    if (ready) {
      workers.forEach(worker -> dump(worker.thread(), text));
    }
    return text.toString();
  }

  private static void dump(Thread thread, StringBuilder text) {
    if (!thread.isAlive()) {
      return;
    }
    Object blocker = LockSupport.getBlocker(thread);
    text.append("  %s%n    state %s, blocker ".formatted(thread, thread.getState()))
        .append(blocker == null ? "none" : blocker.getClass().getSimpleName() + ": " + blocker)
        .append('\n');
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("      at ").append(frame).append('\n');
    }
  }

  @Override
  public String toString() {
    return "%s of %d threads (%d %% virtual) over %s"
        .formatted(getClass().getSimpleName(), workers.size(), virtualPercent, objects());
  }
}
