package io.github.goprims.gochan;

import static io.github.goprims.gochan.SoakJournal.require;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One thread of a soak round. */
abstract class SoakWorker implements Runnable {

  final SoakRound round;
  final int id;
  final SplittableRandom choice;
  SoakJournal journal;
  Thread thread;
  private final AtomicLong interruptsSent = new AtomicLong();

  SoakWorker(SoakRound round) {
    this.round = round;
    this.id = round.workers.size();
    this.choice = round.random.split();
    round.workers.add(this);
  }

  /** Called when all workers and channels of the round are known. */
  final void open() {
    journal = new SoakJournal(id, round.workers.size() + 1, round.channels.size());
    thread = round.newThread(this);
  }

  abstract void work();

  @Override
  public final void run() {
    try {
      work();
    } catch (Throwable failure) {
      round.failed(new AssertionError(this + " failed", failure));
    } finally {
      round.ended();
    }
  }

  final void interrupt() {
    interruptsSent.incrementAndGet();
    thread.interrupt();
  }

  final long interruptsSent() {
    return interruptsSent.get();
  }

  final Channel<Long> channel(int index) {
    return round.channels.get(index);
  }

  /** Mostly too short for anybody to come, sometimes long enough. */
  final Duration patience() {
    return Duration.ofNanos(choice.nextInt(1 << choice.nextInt(4, 21)));
  }

  /** A send that may fail for reasons that are checked: no room, time, or an interrupt. */
  final boolean trySend(int to, long value) throws InterruptedException {
    boolean done = channel(to).trySend(value);
    if (done) {
      journal.sent(value);
    }
    return done;
  }

  final boolean timedSend(int to, long value) throws InterruptedException {
    Duration patience = patience();
    long start = System.nanoTime();
    boolean done = channel(to).send(value, patience);
    if (done) {
      journal.sent(value);
    } else {
      requirePassed(start, patience);
    }
    return done;
  }

  final boolean plainSend(int to, long value) throws InterruptedException {
    channel(to).send(value);
    journal.sent(value);
    return true;
  }

  final @Nullable Long tryReceive(int from) {
    return received(from, channel(from).tryReceive());
  }

  final @Nullable Long timedReceive(int from) throws InterruptedException {
    Duration patience = patience();
    long start = System.nanoTime();
    Long value = received(from, channel(from).receive(patience));
    if (value == null && !channel(from).isDrained()) {
      requirePassed(start, patience);
    }
    return value;
  }

  final @Nullable Long plainReceive(int from) throws InterruptedException {
    Long value = received(from, channel(from).receive());
    require(value != null || channel(from).isDrained(), "%s gave null", channel(from));
    return value;
  }

  final @Nullable Long received(int from, @Nullable Long value) {
    if (value != null) {
      journal.received(from, value);
    }
    return value;
  }

  final void requirePassed(long start, Duration patience) {
    long passed = System.nanoTime() - start;
    require(passed >= patience.toNanos(), "gave up after %d ns instead of %s", passed, patience);
  }

  /** An interrupt that surfaced where none can be thrown: its flag has to be set. */
  final void interrupted(UncheckedInterruptedException e) {
    require(Thread.interrupted(), "flag not set again after %s", e);
    journal.interruptions++;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "-" + id;
  }
}
