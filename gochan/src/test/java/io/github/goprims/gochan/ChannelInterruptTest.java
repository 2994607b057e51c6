package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ChannelInterruptTest {

  private static final Duration LONG = Duration.ofDays(1);

  private static Map<String, Task> interruptibleOperations(Channel<Integer> channel) {
    return Map.of(
        "send", () -> channel.send(1),
        "timed send", () -> channel.send(1, LONG),
        "send without time", () -> channel.send(1, Duration.ZERO),
        "receive", () -> channel.receive(),
        "timed receive", () -> channel.receive(LONG),
        "receive without time", () -> channel.receive(Duration.ZERO),
        "receive in the past", () -> channel.receive(Duration.ofSeconds(-1)),
        "forEachReceived", () -> channel.forEachReceived(value -> {}),
        "send-only view", () -> channel.sendOnly().send(1),
        "receive-only view", () -> channel.receiveOnly().receive());
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-01", "INT-02"})
  void flagAtEntryEndsEveryInterruptibleOperation(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> open = Channel.make(capacity);
    if (capacity > 1) {
      open.send(0); // neither full nor empty: nothing would have to wait
    }
    Channel<Integer> closed = Channel.make(capacity);
    closed.close();
    for (Channel<Integer> channel : List.of(open, closed, Channel.<Integer>nil())) {
      int length = channel.length();
      interruptibleOperations(channel)
          .forEach(
              (name, operation) -> {
                Attempt<Void> attempt =
                    kind.attempt(
                        name,
                        () -> {
                          Thread.currentThread().interrupt();
                          operation.run();
                        });
                assertThat(attempt.failure())
                    .as("%s on %s", name, channel)
                    .isExactlyInstanceOf(InterruptedException.class);
                assertThat(attempt.leftInterrupted()).isFalse();
              });
      assertThat(channel.length()).isEqualTo(length);
    }
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-01", "INT-02"})
  void aFlagAtEntryLeavesAWaitingPartner(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    Attempt<Void> sender = Given.senders(kind, channel, capacity, 1).getFirst();
    Attempt<Integer> interrupted =
        kind.attempt(
            "interrupted receiver",
            () -> {
              Thread.currentThread().interrupt();
              return channel.receive();
            });
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    for (int i = 0; i <= capacity; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    assertThat(sender.failed()).isFalse();
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-02", "INT-10"})
  void interruptedSenderHasSentNothing(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    Attempt<Void> send = kind.attempt("sender", () -> channel.send(-1)).awaitBlocked("chan send");
    Attempt<Boolean> timed =
        kind.attempt("timed sender", () -> channel.send(-2, LONG)).awaitBlocked("chan send");
    send.interrupt();
    timed.interrupt();

    assertThat(send.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(send.leftInterrupted()).isFalse();
    assertThat(timed.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(timed.leftInterrupted()).isFalse();
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.tryReceive()).isEqualTo(i);
    }
    assertThat(channel.tryReceive()).isNull();
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-02", "INT-10"})
  void interruptedReceiverHasTakenNothing(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    Attempt<Integer> receive =
        kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive");
    Attempt<Integer> timed =
        kind.attempt("timed receiver", () -> channel.receive(LONG)).awaitBlocked("chan receive");
    receive.interrupt();
    timed.interrupt();

    assertThat(receive.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(receive.leftInterrupted()).isFalse();
    assertThat(timed.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(timed.leftInterrupted()).isFalse();
    assertThat(channel.trySend(1)).as("nobody is left waiting").isEqualTo(capacity > 0);
  }

  /** First, in the middle, last, all but one: whoever leaves, the others keep their places. */
  @EveryCapacityAndThreadKind
  @Spec({"INT-04", "CHAN-04"})
  void sendersBehindAnInterruptedOneKeepTheirOrder(int capacity, ThreadKind kind) throws Exception {
    for (List<Integer> leaving : List.of(List.of(0), List.of(2), List.of(4), List.of(4, 1, 0, 3))) {
      Channel<Integer> channel = Given.full(capacity);
      List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, 5);
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < capacity + 5; i++) {
        if (!leaving.contains(i - capacity)) {
          expected.add(i);
        }
      }
      for (int i : leaving) {
        senders.get(i).interrupt();
        assertThat(senders.get(i).failure()).isInstanceOf(InterruptedException.class);
      }
      List<Integer> received = new ArrayList<>();
      for (int i = 0; i < expected.size(); i++) {
        received.add(channel.receive());
      }
      assertThat(received).isEqualTo(expected);
      assertThat(channel.tryReceive()).isNull();
    }
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-04", "CHAN-04"})
  void receiversBehindAnInterruptedOneKeepTheirOrder(int capacity, ThreadKind kind)
      throws Exception {
    for (List<Integer> leaving : List.of(List.of(0), List.of(2), List.of(4), List.of(4, 1, 0, 3))) {
      Channel<Integer> channel = Channel.make(capacity);
      List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 5);
      for (int i : leaving) {
        receivers.get(i).interrupt();
        assertThat(receivers.get(i).failure()).isInstanceOf(InterruptedException.class);
      }
      for (int i = 0; i < 5; i++) {
        if (!leaving.contains(i)) {
          channel.send(i);
          assertThat(receivers.get(i).result()).isEqualTo(i);
        }
      }
    }
  }

  /**
   * A send and an interrupt race for a blocked receiver. Either the value or the exception: the
   * value is received with the flag still set, or it is not received and the flag is clear.
   */
  @EveryCapacityAndThreadKind
  @Spec({"INT-03", "INT-02", "INT-04"})
  void aServedReceiverKeepsTheInterruptFlag(int capacity, ThreadKind kind) throws Exception {
    for (int round = 0; round < 30; round++) {
      Channel<Integer> channel = Channel.make(capacity);
      CountDownLatch interrupted = new CountDownLatch(1);
      AtomicInteger taken = new AtomicInteger(-1);
      Attempt<Void> receive =
          kind.attempt(
              "receiver",
              () -> {
                taken.set(Objects.requireNonNull(channel.receive()));
                awaitUninterruptibly(interrupted);
              });
      receive.awaitBlocked("chan receive");
      Thread interrupter =
          kind.start(
              "interrupter",
              () -> {
                receive.interrupt();
                interrupted.countDown();
              });
      boolean sent = channel.trySend(7);
      interrupter.join();

      if (receive.failed()) {
        assertThat(receive.failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(receive.leftInterrupted()).isFalse();
        assertThat(channel.tryReceive()).isEqualTo(sent ? 7 : null);
      } else {
        assertThat(sent).isTrue();
        assertThat(taken).hasValue(7);
        assertThat(receive.leftInterrupted()).isTrue();
        assertThat(channel.tryReceive()).isNull();
      }
    }
  }

  @EveryCapacityAndThreadKind
  @Spec({"INT-03", "INT-02", "INT-04"})
  void aServedSenderKeepsTheInterruptFlag(int capacity, ThreadKind kind) throws Exception {
    for (int round = 0; round < 30; round++) {
      Channel<Integer> channel = Given.full(capacity);
      CountDownLatch interrupted = new CountDownLatch(1);
      Attempt<Void> send =
          kind.attempt(
              "sender",
              () -> {
                channel.send(-1);
                awaitUninterruptibly(interrupted);
              });
      send.awaitBlocked("chan send");
      Thread interrupter =
          kind.start(
              "interrupter",
              () -> {
                send.interrupt();
                interrupted.countDown();
              });
      List<Integer> received = new ArrayList<>();
      received.add(channel.tryReceive());
      interrupter.join();
      boolean failed = send.failed();
      for (int i = 0; i < capacity; i++) {
        received.add(channel.tryReceive());
      }
      received.removeIf(Objects::isNull);

      if (failed) {
        assertThat(send.failure()).isExactlyInstanceOf(InterruptedException.class);
        assertThat(send.leftInterrupted()).isFalse();
        assertThat(received).hasSize(capacity).doesNotContain(-1);
      } else {
        assertThat(send.leftInterrupted()).isTrue();
        assertThat(received).hasSize(capacity + 1).contains(-1);
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    for (; ; ) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @EveryCapacityAndThreadKind
  @Spec("INT-09")
  void closeNeitherWaitsNorMindsTheInterruptFlag(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> strict = Given.full(capacity);
    List<Attempt<Void>> senders = Given.senders(kind, strict, capacity, 2);
    Channel<Integer> lenient = Channel.make(capacity);
    List<Attempt<Integer>> receivers = Given.receivers(kind, lenient, 2);
    Attempt<Void> close =
        kind.attempt(
            "closer",
            () -> {
              Thread.currentThread().interrupt();
              strict.close();
              lenient.tryClose();
            });
    assertThat(close.failed()).isFalse();
    assertThat(close.leftInterrupted()).isTrue();
    assertThat(senders).allMatch(Attempt::failed);
    assertThat(receivers).extracting(Attempt::result).containsOnlyNulls();
  }

  /** If a blocked virtual thread kept its carrier, these would need a thousand processors. */
  @EveryCapacity
  @Spec("INT-10")
  void blockedVirtualThreadsHoldNoCarrier(int capacity) throws Exception {
    int threads = 1_000;
    Channel<Integer> work = Channel.make(capacity);
    Channel<Integer> results = Channel.make(capacity);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          ThreadKind.VIRTUAL.start(
              "worker",
              () -> {
                Integer task = Objects.requireNonNull(work.receive());
                results.send(task);
              }));
    }
    ThreadKind.VIRTUAL.start(
        "source",
        () -> {
          for (int i = 0; i < threads; i++) {
            work.send(i);
          }
        });
    long sum = 0;
    for (int i = 0; i < threads; i++) {
      sum += Objects.requireNonNull(results.receive());
    }
    assertThat(sum).isEqualTo((long) threads * (threads - 1) / 2);
  }
}
