package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ChannelSendReceiveTest {

  @EveryThreadKind
  @Spec("CHAN-01")
  void unbufferedSendEndsWhenItsValueIsTaken(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    Attempt<Void> send = kind.attempt("sender", () -> channel.send(7)).awaitBlocked("chan send");

    assertThat(channel.receive()).isEqualTo(7);
    assertThat(send.failed()).isFalse();
  }

  @EveryThreadKind
  @Spec("CHAN-01")
  void anUnbufferedReceiveGetsASendersValue(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    Attempt<Integer> receive =
        kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive");

    channel.send(7);
    assertThat(receive.result()).isEqualTo(7);
  }

  @EveryThreadKind
  @Spec("CHAN-01")
  void unbufferedReceiveEndsWithClose(ThreadKind kind) {
    Channel<Integer> channel = Channel.make();
    Attempt<Integer> receive =
        kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive");

    channel.close();
    assertThat(receive.result()).isNull();
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-02")
  void sendWaitsOnlyWhileTheBufferIsFull(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    Attempt<Void> send =
        kind.attempt("sender", () -> channel.send(capacity)).awaitBlocked("chan send");

    for (int i = 0; i <= capacity; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    assertThat(send.failed()).isFalse();
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-02")
  void receiveWaitsOnlyWhileTheBufferIsEmpty(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    Attempt<Integer> receive =
        kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive");

    channel.send(-1);
    assertThat(receive.result()).isEqualTo(-1);
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-03")
  void valuesArriveInSendOrder(int capacity, ThreadKind kind) throws Exception {
    int count = 500;
    Channel<Integer> channel = Channel.make(capacity);
    kind.start(
        "sender",
        () -> {
          for (int i = 0; i < count; i++) {
            channel.send(i);
          }
        });
    for (int i = 0; i < count; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
  }

  private record Numbered(int sender, int number) {}

  @EveryCapacityAndThreadKind
  @Spec("CHAN-03")
  void valuesOfOneSenderNeverOvertakeEachOther(int capacity, ThreadKind kind) throws Exception {
    int senders = 4;
    int each = 500;
    Channel<Numbered> channel = Channel.make(capacity);
    for (int s = 0; s < senders; s++) {
      int sender = s;
      kind.start(
          "sender " + s,
          () -> {
            for (int i = 0; i < each; i++) {
              channel.send(new Numbered(sender, i));
            }
          });
    }
    int[] expected = new int[senders];
    for (int i = 0; i < senders * each; i++) {
      Numbered value = channel.receive();
      assertThat(value).isNotNull();
      assertThat(value.number).isEqualTo(expected[value.sender]++);
    }
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-05")
  void eachValueGoesToExactlyOneReceiver(int capacity, ThreadKind kind) {
    assertThat(timesReceived(capacity, kind, 4, 4, 1_000)).containsOnly(1);
  }

  @EveryThreadKind
  @Spec("CHAN-05")
  void manyReceiversShareALongSeriesOfValues(ThreadKind kind) {
    assertThat(timesReceived(10, kind, 1, 23, 50_000)).containsOnly(1);
  }

  /** How often each of {@code senders * each} different values was received. */
  private static int[] timesReceived(
      int capacity, ThreadKind kind, int senders, int receivers, int each) {
    Channel<Integer> channel = Channel.make(capacity);
    AtomicIntegerArray times = new AtomicIntegerArray(senders * each);
    List<Thread> sending = new ArrayList<>();
    List<Thread> receiving = new ArrayList<>();
    for (int r = 0; r < receivers; r++) {
      receiving.add(
          kind.start("receiver " + r, () -> channel.forEachReceived(times::incrementAndGet)));
    }
    for (int s = 0; s < senders; s++) {
      int first = s * each;
      sending.add(
          kind.start(
              "sender " + s,
              () -> {
                for (int i = 0; i < each; i++) {
                  channel.send(first + i);
                }
              }));
    }
    sending.forEach(Await::ended);
    channel.close();
    receiving.forEach(Await::ended);
    int[] copy = new int[times.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = times.get(i);
    }
    return copy;
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-06")
  void waitingReceiverGetsTheValuePastTheBuffer(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 5);
    for (int i = 0; i < receivers.size(); i++) {
      channel.send(i);
      // The receiver has hardly woken up, but the value has left the channel already.
      assertThat(channel.length()).isZero();
    }
    assertThat(receivers).extracting(Attempt::result).containsExactly(0, 1, 2, 3, 4);
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-09")
  void lengthCountsWhatIsInTheBuffer(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    assertThat(channel.capacity()).isEqualTo(capacity);
    List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 2);
    assertThat(channel.length()).isZero();
    channel.send(0);
    channel.send(0);
    receivers.forEach(Attempt::result);

    for (int i = 0; i < capacity; i++) {
      assertThat(channel.length()).isEqualTo(i);
      channel.send(i);
    }
    assertThat(channel.length()).isEqualTo(capacity);

    List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, 2);
    assertThat(channel.length()).as("blocked senders do not count").isEqualTo(capacity);
    channel.receive();
    channel.receive();
    senders.forEach(Attempt::result);
    for (int i = capacity; i > 0; i--) {
      assertThat(channel.length()).isEqualTo(i);
      channel.receive();
    }
    assertThat(channel.length()).isZero();
    assertThat(channel.capacity()).isEqualTo(capacity);
  }

  @EveryCapacity
  @Spec("CHAN-10")
  void lengthIsWithinItsBoundsWhoeverAsks(int capacity) throws Exception {
    int rounds = 5_000;
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> offences = new ArrayList<>();
    for (ThreadKind kind : ThreadKind.values()) {
      offences.add(
          kind.attempt(
              "observer",
              () -> {
                int count = 0;
                for (int i = 0; i < rounds; i++) {
                  int length = channel.length();
                  count +=
                      length < 0 || length > capacity || channel.capacity() != capacity ? 1 : 0;
                }
                return count;
              }));
    }
    ThreadKind.VIRTUAL.start(
        "sender",
        () -> {
          for (int i = 0; i < rounds; i++) {
            channel.send(i);
          }
        });
    for (int i = 0; i < rounds; i++) {
      channel.receive();
    }
    assertThat(offences).extracting(Attempt::result).containsOnly(0);
    assertThat(channel.length()).isZero();
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-17")
  void zeroValuesAreValues(int capacity, ThreadKind kind) throws Exception {
    List<Object> zeros = List.of(0, 0.0, false, '\0', "", Optional.empty(), List.of());
    Channel<Object> channel = Channel.make(capacity);
    kind.start(
        "sender",
        () -> {
          for (Object zero : zeros) {
            channel.send(zero);
          }
          channel.close();
        });
    for (Object zero : zeros) {
      assertThat(channel.receive()).isSameAs(zero);
    }
    assertThat(channel.receive()).isNull();
    assertThat(channel.isDrained()).isTrue();
  }

  private enum Signal {
    NOW
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-36")
  void signalsNeedNoContent(int capacity, ThreadKind kind) throws Exception {
    Channel<Signal> there = Channel.make(capacity);
    Channel<Signal> back = Channel.make(capacity);
    kind.start("echo", () -> there.forEachReceived(back::send));
    for (int i = 0; i < 100; i++) {
      there.send(Signal.NOW);
      assertThat(back.receive()).isSameAs(Signal.NOW);
    }
    there.close();
  }

  /** A sender, which the test plays, has seen it in the slot before a batch put it in the queue. */
  @EveryThreadKind
  @Spec({"CHAN-01", "INT-05"})
  void aServedWaiterHasLeftTheQueue(ThreadKind kind) {
    RendezvousCore core = new RendezvousCore();
    Attempt<Object> receiver = kind.attempt("receiver", () -> core.receive(TimeSource.FOREVER));
    receiver.awaitBlocked("chan receive");
    ChanReceiveWait seen = (ChanReceiveWait) LockSupport.getBlocker(receiver.thread());
    assertThat(core.tryReceiveMany(1)).isEmpty();
    assertThat(core.settleInSlot(seen, "late")).isTrue();
    assertThat(receiver.result()).isEqualTo("late");
    assertThat(core.receivers).isNull();
    assertThat(core.isConsistent()).isTrue();
  }
}
