package io.github.goprims.gochan;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Iterates by receiving, one value ahead of {@link #next}. */
final class ReceiveIterator<T> implements Iterator<T> {

  private final ReceiveChannel<T> channel;
  private @Nullable T next;

  ReceiveIterator(ReceiveChannel<T> channel) {
    this.channel = channel;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = channel.receive();
      } catch (InterruptedException e) {
        throw UncheckedInterruptedException.restoringFlag(e);
      }
    }
    return next != null;
  }

  @Override
  public T next() {
    T value = hasNext() ? next : null;
    if (value == null) {
      throw new NoSuchElementException("channel is closed and drained: " + channel);
    }
    next = null;
    return value;
  }
}
