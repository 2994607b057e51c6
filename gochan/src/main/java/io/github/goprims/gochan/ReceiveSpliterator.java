package io.github.goprims.gochan;

import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives on demand and never ahead; refuses to split, since a split would have to buffer. */
final class ReceiveSpliterator<T> implements Spliterator<T> {

  private final ReceiveChannel<T> channel;

  ReceiveSpliterator(ReceiveChannel<T> channel) {
    this.channel = channel;
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    T value;
    try {
      value = channel.receive();
    } catch (InterruptedException e) {
      throw UncheckedInterruptedException.restoringFlag(e);
    }
    if (value == null) {
      return false;
    }
    action.accept(value);
    return true;
  }

  @Override
  public @Nullable Spliterator<T> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED | NONNULL;
  }
}
