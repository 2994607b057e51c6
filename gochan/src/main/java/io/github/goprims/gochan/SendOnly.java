package io.github.goprims.gochan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The sending side of a channel and nothing else; equal to every such view of that channel. */
final class SendOnly<T> implements SendChannel<T> {

  final Channel<T> channel;

  SendOnly(Channel<T> channel) {
    this.channel = channel;
  }

  @Override
  public void send(T value) throws InterruptedException {
    channel.send(value);
  }

  @Override
  public boolean send(T value, Duration timeout) throws InterruptedException {
    return channel.send(value, timeout);
  }

  @Override
  public boolean trySend(T value) {
    return channel.trySend(value);
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public boolean tryClose() {
    return channel.tryClose();
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
  public boolean isClosed() {
    return channel.isClosed();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SendOnly<?> view && view.channel == channel;
  }

  @Override
  public int hashCode() {
    return channel.hashCode();
  }

  @Override
  public String toString() {
    return "send-only " + channel;
  }
}
