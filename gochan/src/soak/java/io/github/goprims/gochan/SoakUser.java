package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakWorker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thread of a round over channels. */
abstract class SoakUser extends SoakWorker {

  final SoakChannels round;
  SoakJournal journal;

  SoakUser(SoakChannels round) {
    super(round);
    this.round = round;
    round.users.add(this);
  }

  @Override
  protected final void open() {
    journal = new SoakJournal(id, round.users.size() + 1, round.channels.size());
  }

  /** Starts an operation: gives the number for what it may send, on whichever channel. */
  final int nextNumber() {
    moved();
    return journal.nextNumber();
  }

  final Channel<Long> channel(int index) {
    return round.channels.get(index);
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

  /** An interrupt that surfaced where none can be thrown: its flag has to be set. */
  final void interrupted(UncheckedInterruptedException e) {
    require(Thread.interrupted(), "flag not set again after %s", e);
    sawInterrupt();
  }
}
