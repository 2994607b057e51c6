package io.github.goprims.gochan;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;

/** The situations that tests of channels start from. */
final class Given {

  private Given() {}

  /** A channel whose buffer holds 0, 1, …, {@code capacity - 1}. */
  static Channel<Integer> full(int capacity) throws InterruptedException {
    Channel<Integer> channel = Channel.make(capacity);
    for (int i = 0; i < capacity; i++) {
      channel.send(i);
    }
    return channel;
  }

  /** Threads that wait, in this order, to send {@code first}, {@code first + 1}, …. */
  static List<Attempt<Void>> senders(
      ThreadKind kind, SendChannel<Integer> channel, int first, int count) {
    List<Attempt<Void>> senders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int value = first + i;
      senders.add(kind.attempt("sender " + i, () -> channel.send(value)).awaitBlocked("chan send"));
    }
    return senders;
  }

  /** Threads that wait, in this order, to receive. */
  static List<Attempt<Integer>> receivers(
      ThreadKind kind, ReceiveChannel<Integer> channel, int count) {
    List<Attempt<Integer>> receivers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      receivers.add(
          kind.attempt("receiver " + i, () -> channel.receive()).awaitBlocked("chan receive"));
    }
    return receivers;
  }
}
