package io.github.goprims.gochan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The receiving side of a channel and nothing else; equal to every such view of that channel. */
final class ReceiveOnly<T> implements ReceiveChannel<T> {

  final Channel<T> channel;

  ReceiveOnly(Channel<T> channel) {
    this.channel = channel;
  }

  @Override
  public @Nullable T receive() throws InterruptedException {
    return channel.receive();
  }

  @Override
  public @Nullable T receive(Duration timeout) throws InterruptedException {
    return channel.receive(timeout);
  }

  @Override
  public @Nullable T tryReceive() {
    return channel.tryReceive();
  }

  @Override
  public List<T> tryReceiveMany(int max) {
    return channel.tryReceiveMany(max);
  }

  @Override
  public boolean isDrained() {
    return channel.isDrained();
  }

  @Override
  public int length() {
    return channel.length();
  }

  @Override
  public int capacity() {
    return channel.capacity();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReceiveOnly<?> view && view.channel == channel;
  }

  @Override
  public int hashCode() {
    return channel.hashCode();
  }

  @Override
  public String toString() {
    return "receive-only " + channel;
  }
}
