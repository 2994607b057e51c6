package io.github.goprims.gochan;

import static io.github.goprims.gochan.SoakJournal.require;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Some channels, some threads that use them, and what must hold once all of these have ended. */
abstract class SoakRound {

  private static final int[] CAPACITIES = {0, 1, 2, 3, 7, 16, 100};
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();

  final SplittableRandom random;
  final List<Channel<Long>> channels = new ArrayList<>();
  final List<SoakWorker> workers = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final int virtualPercent;
  private CountDownLatch running = new CountDownLatch(0);

  /** Whether others may look at the workers. */
  private volatile boolean ready;

  private final AtomicLong closes = new AtomicLong();

  SoakRound(SplittableRandom random) {
    this.random = random;
    virtualPercent = new int[] {0, 50, 100, 100}[random.nextInt(4)];
  }

  /** Lays out channels and workers. */
  abstract void prepare();

  /** What the round's own thread does until the workers end; may help them to. */
  abstract void conduct() throws InterruptedException;

  /** What must hold besides the balance of each channel. */
  abstract void verify();

  final void play() throws InterruptedException {
    prepare();
    running = new CountDownLatch(workers.size());
    workers.forEach(SoakWorker::open);
    ready = true;
    workers.forEach(worker -> worker.thread.start());
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
      worker.thread.join();
    }
    verifyChannels();
    verify();
  }

  final int addChannel() {
    return addChannel(CAPACITIES[random.nextInt(CAPACITIES.length)]);
  }

  final int addChannel(int capacity) {
    int index = channels.size();
    channels.add(Channel.<Long>make(capacity).named("c" + index));
    return index;
  }

  final Thread newThread(SoakWorker worker) {
    ThreadFactory factory = random.nextInt(100) < virtualPercent ? VIRTUAL : PLATFORM;
    Thread thread = factory.newThread(worker);
    thread.setName(worker.toString());
    return thread;
  }

  final void failed(Throwable failure) {
    failures.add(failure);
  }

  final void ended() {
    running.countDown();
  }

  final boolean close(int channel) {
    boolean closed = channels.get(channel).tryClose();
    if (closed) {
      closes.incrementAndGet();
    }
    return closed;
  }

  /** Waits until all workers have ended, or for the given time; false if that came first. */
  final boolean awaitEnd(long nanos) throws InterruptedException {
    throwFailures();
    boolean ended = running.await(nanos, TimeUnit.NANOSECONDS);
    throwFailures();
    return ended;
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
                workers.get(choice.nextInt(workers.size())).interrupt();
                LockSupport.parkNanos(pause);
              }
            });
  }

  private void verifyChannels() {
    List<SoakJournal> journals = new ArrayList<>();
    workers.forEach(worker -> journals.add(worker.journal));
    SoakJournal rest = new SoakJournal(workers.size(), workers.size() + 1, channels.size());
    rest.follow(journals);
    journals.add(rest);
    long closed = 0;
    for (int c = 0; c < channels.size(); c++) {
      Channel<Long> channel = channels.get(c);
      requireNobodyQueued(channel);
      drain(c, channel, rest);
      if (channel.isClosed()) {
        closed++;
      }
    }
    SoakJournal.requireBalance(journals);
    for (SoakJournal journal : journals) {
      closes.addAndGet(journal.closes);
    }
    require(closes.get() == closed, "%s closes succeeded on %d channels", closes, closed);
    for (SoakWorker worker : workers) {
      require(
          worker.journal.interruptions <= worker.interruptsSent(),
          "%s saw more interrupts than it got",
          worker);
    }
  }

  private static void drain(int index, Channel<Long> channel, SoakJournal journal) {
    int length = channel.length();
    require(length <= channel.capacity(), "%s holds too much", channel);
    for (int left = length; left > 0; left--) {
      require(!channel.isDrained(), "%s calls itself drained", channel);
      require(channel.length() == left, "%s does not hold %d", channel, left);
      Long value = channel.tryReceive();
      require(value != null, "%s gives nothing", channel);
      journal.received(index, value);
    }
    require(channel.tryReceive() == null, "%s gives more than it held", channel);
    require(channel.length() == 0, "%s is not empty", channel);
    require(channel.isDrained() == channel.isClosed(), "isDrained of %s", channel);
  }

  /** With all threads gone: the queues are empty, nothing is locked, the slot is free. */
  static void requireNobodyQueued(Channel<?> channel) {
    QueuedCore core = (QueuedCore) channel.core();
    require(core.lock.tryLock(), "%s is locked by somebody who has gone", channel);
    try {
      core.enterQueueMode(); // who sat in the slot is in a queue now
      require(core.senders.isEmpty(), "a sender is left in the queue of %s", channel);
      require(core.receivers.isEmpty(), "a receiver is left in the queue of %s", channel);
    } finally {
      core.leave();
    }
  }

  /** Grows for as long as the round gets on. */
  final long progress() {
    if (!ready) {
      return 0;
    }
    long sum = -running.getCount();
    for (SoakWorker worker : workers) {
      sum += worker.journal.operations.get();
    }
    return sum;
  }

  final void addTo(SoakCounts counts) {
    for (SoakWorker worker : workers) {
      counts.values += worker.journal.receivedCount();
      counts.selects += worker.journal.selects;
      counts.interrupts += worker.journal.interruptions;
    }
    counts.closes += closes.get();
  }

  /** The channels, and what each living thread waits for and where. */
  final String dump() {
    StringBuilder text = new StringBuilder(this + "\n");
    channels.forEach(channel -> text.append("  ").append(channel).append('\n'));
    workers.forEach(worker -> dump(worker.thread, text));
    return text.toString();
  }

  static void dump(@Nullable Thread thread, StringBuilder text) {
    if (thread == null || !thread.isAlive()) {
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
        .formatted(getClass().getSimpleName(), workers.size(), virtualPercent, channels);
  }
}
