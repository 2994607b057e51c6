package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random operations, one after the other, on a channel and on a model of it: a buffer and two lines
 * of waiting threads, as the Go runtime describes them. After each step everybody is at rest, and
 * both must agree on who waits, who went on with what, and how long the buffer is.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run.
 */
@ExtendWith(LeakCheck.class)
class ChannelModelTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int STEPS = 150;

  @EveryCapacityAndThreadKind
  @Spec({
    "CHAN-01", "CHAN-02", "CHAN-03", "CHAN-04", "CHAN-06", "CHAN-07", "CHAN-08", "CHAN-09",
    "CHAN-15", "CHAN-16", "CHAN-18", "CHAN-19", "CHAN-31", "INT-02", "INT-04"
  })
  void channelDoesWhatTheModelDoes(int capacity, ThreadKind kind) throws Throwable {
    SplittableRandom random = new SplittableRandom(SEED);
    Model model = new Model(capacity, kind);
    try {
      for (int step = 0; step < STEPS; step++) {
        // Tendencies that change now and then fill and empty the buffer and the two lines.
        boolean towardsSends = step / (capacity + 10) % 2 == 0;
        switch (random.nextInt(20)) {
          case 0 -> model.interrupt(model.senders, random);
          case 1 -> model.interrupt(model.receivers, random);
          case 2, 3 -> model.trySend();
          case 4, 5 -> model.tryReceive();
          default -> {
            if (random.nextInt(10) < 7 == towardsSends) {
              model.send();
            } else {
              model.receive();
            }
          }
        }
        model.checkLength();
      }
      model.close();
      for (int i = 0; i < capacity + 2; i++) {
        model.send();
        model.trySend();
        model.tryReceive();
        model.receive();
        model.checkLength();
      }
    } catch (Throwable failure) {
      failure.addSuppressed(new AssertionError("seed " + SEED));
      throw failure;
    }
  }

  private static final class Model {
    private final int capacity;
    private final ThreadKind kind;
    private final Channel<Integer> channel;
    private int lastValue;

    private final Deque<Integer> buffer = new ArrayDeque<>();
    private boolean closed;

    // Those who wait, in the order they came, and what they want to send.
    private final Map<Attempt<?>, Integer> senders = new LinkedHashMap<>();
    private final Map<Attempt<?>, Integer> receivers = new LinkedHashMap<>();

    Model(int capacity, ThreadKind kind) {
      this.capacity = capacity;
      this.kind = kind;
      channel = Channel.make(capacity);
    }

    void send() {
      int value = ++lastValue;
      Attempt<Void> attempt = kind.attempt("sender of " + value, () -> channel.send(value));
      if (closed) {
        assertThat(attempt.failure()).isInstanceOf(ChannelClosedException.class);
      } else if (modelSends(value)) {
        attempt.result();
      } else {
        senders.put(attempt.awaitBlocked("chan send"), value);
      }
    }

    void trySend() {
      int value = ++lastValue;
      if (closed) {
        assertThatThrownBy(() -> channel.trySend(value)).isInstanceOf(ChannelClosedException.class);
      } else {
        boolean sent = channel.trySend(value);
        assertThat(sent).isEqualTo(modelSends(value));
      }
    }

    void receive() {
      Attempt<Integer> attempt = kind.attempt("receiver", () -> channel.receive());
      Integer expected = modelReceives();
      if (expected != null || closed) {
        assertThat(attempt.result()).isEqualTo(expected);
      } else {
        receivers.put(attempt.awaitBlocked("chan receive"), 0);
      }
    }

    void tryReceive() {
      Integer received = channel.tryReceive();
      assertThat(received).isEqualTo(modelReceives());
    }

    void interrupt(Map<Attempt<?>, Integer> line, SplittableRandom random) {
      if (!line.isEmpty()) {
        Attempt<?> someone =
            line.keySet().stream().skip(random.nextInt(line.size())).findFirst().orElseThrow();
        someone.interrupt();
        assertThat(someone.failure()).isInstanceOf(InterruptedException.class);
        line.remove(someone);
      }
    }

    void close() {
      channel.close();
      closed = true;
      receivers.keySet().forEach(receiver -> assertThat(receiver.result()).isNull());
      senders
          .keySet()
          .forEach(
              sender -> assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class));
      receivers.clear();
      senders.clear();
    }

    void checkLength() {
      assertThat(channel.length()).isEqualTo(buffer.size());
      assertThat(channel.isDrained()).isEqualTo(closed && buffer.isEmpty());
      senders.keySet().forEach(sender -> sender.awaitBlocked("chan send"));
      receivers.keySet().forEach(receiver -> receiver.awaitBlocked("chan receive"));
    }

    private boolean modelSends(int value) {
      Attempt<?> receiver = first(receivers);
      if (receiver != null) {
        receivers.remove(receiver);
        assertThat(receiver.result()).isEqualTo(value);
      } else if (buffer.size() < capacity) {
        buffer.add(value);
      } else {
        return false;
      }
      return true;
    }

    private @Nullable Integer modelReceives() {
      Attempt<?> sender = first(senders);
      if (sender != null) {
        buffer.add(senders.remove(sender));
        sender.result();
      }
      return buffer.poll();
    }

    private static @Nullable Attempt<?> first(Map<Attempt<?>, Integer> line) {
      return line.isEmpty() ? null : line.keySet().iterator().next();
    }
  }
}
