package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a {@link Channel}: one subclass for each kind. Arguments have been checked and
 * the interrupt flag looked at when a method here is called; values are untyped, and never null. It
 * is a lock, since most kinds need one, and a channel is to be small.
 *
 * <p>Deadlines are those of {@link TimeSource}.
 */
abstract class ChannelCore extends BackoffLock {

  /** Written by {@link #rename}, which makes the numbers of this channel known, too. */
  volatile @Nullable String name;

  /** Sends, waiting until the deadline: false if that came first. */
  abstract boolean send(Object value, long deadline) throws InterruptedException;

  /** Sends if possible at once: false if there was a moment at which it was not. */
  abstract boolean trySend(Object value);

  /** Receives, waiting until the deadline: null if that came first, or closed and drained. */
  abstract @Nullable Object receive(long deadline) throws InterruptedException;

  /** Receives if possible at once: null if there was a moment at which nothing was there. */
  abstract @Nullable Object tryReceive();

  /** Receives what is possible at once, in one step, and at most {@code max}. */
  abstract List<Object> tryReceiveMany(int max);

  /** Closes: false if that was done before. */
  abstract boolean close();

  abstract boolean isClosed();

  abstract boolean isDrained();

  abstract int length();

  abstract int capacity();

  /**
   * When the calling thread, which is blocked on this channel as {@code owner}, has to {@link
   * #serveDue} by itself.
   */
  long dueTime(Waiter owner) {
    return TimeSource.FOREVER;
  }

  /** Settles waiters with what has come due by now. */
  void serveDue() {
    // Nothing ever comes due.
  }

  void rename(String newName) {
    if (Names.isUnlisted(newName)) {
      name = newName;
    } else {
      ChannelGauge.KIND.name(this, newName);
    }
  }

  /** The channel and its state, for error messages: {@code orders(length=0, capacity=4)}. */
  String describe() {
    String shown = Names.of(this, "channel", name);
    return shown + "(length=" + length() + ", capacity=" + capacity() + ")";
  }

  @Override
  public String toString() {
    return isClosed() ? describe() + ", closed" : describe();
  }

  /** A select has received {@code value}, null if none; without locks. */
  void received(@Nullable Object value) {
    // Timers tell of it, and channels that a publisher fills.
  }

  /** Added to the wait reason of a thread that is blocked on this channel. */
  String reasonSuffix() {
    return "";
  }

  ChannelClosedException sendOnClosed() {
    return new ChannelClosedException("send on closed channel: " + describe());
  }
}
