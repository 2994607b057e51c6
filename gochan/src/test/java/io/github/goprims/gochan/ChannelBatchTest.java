package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several values received in one step. */
@ExtendWith(LeakCheck.class)
class ChannelBatchTest {

  private static List<Integer> range(int first, int end) {
    return IntStream.range(first, end).boxed().toList();
  }

  @Test
  @Spec("CHAN-03")
  void takesInOrderAndNoMoreThanAsked() throws Exception {
    for (int capacity : new int[] {1, 2, 3, 7, 16}) {
      Channel<Integer> channel = Given.full(capacity);
      assertThat(channel.tryReceiveMany(1)).containsExactly(0);
      assertThat(channel.receiveOnly().tryReceiveMany(3))
          .isEqualTo(range(1, Math.max(1, Math.min(4, capacity))));
      channel.send(100);
      assertThat(channel.tryReceiveMany(Integer.MAX_VALUE)).endsWith(100).doesNotContain(3);
      assertThat(channel.length()).isZero();
      assertThat(channel.tryReceiveMany(5)).isEmpty();
      for (int i = 0; i < capacity; i++) {
        assertThat(channel.trySend(i)).as("the gates are open again").isTrue();
      }
      assertThat(channel.trySend(9)).isFalse();
      assertThat(channel.tryReceive()).isZero();
    }
  }

  @Test
  void aBatchHasABound() throws Exception {
    int capacity = 2 * QueuedCore.MOST_IN_A_BATCH + 10;
    Channel<Integer> channel = Given.full(capacity);
    List<Integer> received = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (List<Integer> batch = channel.tryReceiveMany(capacity);
        !batch.isEmpty();
        batch = channel.tryReceiveMany(capacity)) {
      sizes.add(batch.size());
      received.addAll(batch);
    }
    assertThat(sizes).containsExactly(1_024, 1_024, 10);
    assertThat(received).isEqualTo(range(0, capacity));
  }

  /** In the midst of one, which the test plays. */
  @Test
  @Spec("CHAN-03")
  void aLaterReceiverWaitsForTheBatch() {
    BufferedCore core = new BufferedCore(2);
    assertThat(core.trySend("first")).isTrue();
    Attempt<Object> receiver;
    Attempt<Boolean> sender;
    core.lock();
    try {
      assertThat(core.shutBoth(2)).isEqualTo(1);
      receiver = ThreadKind.PLATFORM.attempt("receiver", core::tryReceive);
      sender = ThreadKind.PLATFORM.attempt("sender", () -> core.trySend("second"));
      Await.spinning(receiver.thread());
      Await.spinning(sender.thread());
      assertThat(core.length()).isEqualTo(1);
    } finally {
      core.wake(core.exit());
    }
    assertThat(receiver.result()).isEqualTo("first");
    assertThat(sender.result()).isTrue();
    assertThat(core.tryReceive()).isEqualTo("second");
  }

  @EveryThreadKind
  @Spec({"CHAN-03", "CHAN-04"})
  void blockedSendersFollowTheBufferAndGoOn(ThreadKind kind) throws Exception {
    for (int capacity : new int[] {0, 1, 3}) {
      Channel<Integer> channel = Given.full(capacity);
      List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, 4);
      int end = capacity + 2;
      assertThat(channel.tryReceiveMany(end)).isEqualTo(range(0, end));
      int moved = capacity == 0 ? 2 : 4; // the buffer takes in who can be taken in
      for (int i = 0; i < Math.min(4, 2 + capacity); i++) {
        senders.get(i).result();
      }
      assertThat(channel.length()).isEqualTo(Math.min(capacity, moved - 2));
      assertThat(channel.tryReceiveMany(100)).isEqualTo(range(end, capacity + 4));
      for (Attempt<Void> sender : senders) {
        sender.result();
      }
      assertThat(SelectBlockingTest.nobodyWaitsOn(channel)).isTrue();
    }
  }

  @EveryThreadKind
  void aSenderThatGaveUpIsPassedOver(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    List<Attempt<Void>> senders = Given.senders(kind, channel, 0, 3);
    senders.get(1).interrupt();
    assertThat(senders.get(1).failure()).isInstanceOf(InterruptedException.class);
    assertThat(channel.tryReceiveMany(5)).containsExactly(0, 2);
    senders.get(0).result();
    senders.get(2).result();
  }

  @EveryThreadKind
  void aSendCaseOfASelectIsTaken(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    Attempt<String> select =
        kind.attempt(
            "select",
            () ->
                Select.first(
                    Select.send(channel, 7, () -> "sent"),
                    Select.receive(Channel.<Integer>make(), value -> "got")));
    select.awaitBlocked("select");
    assertThat(channel.tryReceiveMany(2)).containsExactly(7);
    assertThat(select.result()).isEqualTo("sent");
  }

  @Test
  @Spec("CHAN-16")
  void aClosedChannelGivesTheRestThenNothing() throws Exception {
    Channel<Integer> channel = Given.full(3);
    channel.close();
    assertThat(channel.tryReceiveMany(2)).containsExactly(0, 1);
    assertThat(channel.isDrained()).isFalse();
    assertThat(channel.tryReceiveMany(2)).containsExactly(2);
    assertThat(channel.isDrained()).isTrue();
    assertThat(channel.tryReceiveMany(2)).isEmpty();
    Channel<Integer> unbuffered = Channel.make();
    unbuffered.close();
    assertThat(unbuffered.tryReceiveMany(2)).isEmpty();
  }

  @EveryThreadKind
  void leavesNothingBehindForBlockedReceivers(ThreadKind kind) throws Exception {
    for (int capacity : new int[] {0, 2}) {
      Channel<Integer> channel = Channel.make(capacity);
      List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 2);
      assertThat(channel.tryReceiveMany(3)).isEmpty();
      channel.send(1);
      channel.send(2);
      assertThat(receivers.get(0).result()).isEqualTo(1);
      assertThat(receivers.get(1).result()).isEqualTo(2);
    }
  }

  @Test
  @Spec("CHAN-12")
  void aNilChannelHasNothing() {
    assertThat(Channel.nil().tryReceiveMany(3)).isEmpty();
  }

  @Test
  void aTimerGivesOneValueAtMost() {
    try (ManualTime time = ManualTime.install()) {
      Duration second = Duration.ofSeconds(1);
      ReceiveChannel<Instant> after = Timer.after(second);
      try (Ticker ticker = Ticker.make(Duration.ofNanos(1))) {
        time.advance(second);
        assertThat(after.tryReceiveMany(10)).hasSize(1);
        assertThat(after.tryReceiveMany(10)).isEmpty();
        assertThat(ticker.channel().tryReceiveMany(10)).hasSize(1);
        assertThat(ticker.channel().tryReceiveMany(10)).isEmpty();
      }
    }
  }

  @Test
  void theInterruptFlagIsIgnoredAndKept() throws Exception {
    Channel<Integer> channel = Given.full(2);
    Thread.currentThread().interrupt();
    assertThat(channel.tryReceiveMany(2)).containsExactly(0, 1);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theListCannotBeChanged() throws Exception {
    Channel<Integer> channel = Given.full(2);
    List<Integer> batch = channel.tryReceiveMany(2);
    channel.send(8);
    assertThat(batch).containsExactly(0, 1).hasToString("[0, 1]");
    assertThatThrownBy(() -> batch.add(2)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> batch.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    for (int max : new int[] {0, -1}) {
      assertThatThrownBy(() -> channel.tryReceiveMany(max))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("max is below one: " + max);
    }
    assertThat(channel.length()).isEqualTo(1);
  }

  @Test
  void theSampleWritesAll() throws Exception {
    Channel<String> rows = Channel.make(200);
    for (int i = 0; i < 150; i++) {
      rows.send("row " + i);
    }
    rows.close();
    List<Integer> sizes = new ArrayList<>();
    ChannelSamples.writeInBatches(rows, batch -> sizes.add(batch.size()));
    assertThat(sizes).containsExactly(100, 50);
  }

  /**
   * One sender and several receivers, of which each gets its batches without gaps: what comes
   * between is another's batch as a whole, or taken one by one. And all values come, once.
   */
  @EveryThreadKind
  @Spec({"CHAN-03", "CHAN-05"})
  void batchesHaveNoGaps(ThreadKind kind) {
    int values = 30_000;
    for (int capacity : new int[] {0, 1, 2, 16}) {
      Channel<Integer> channel = Channel.make(capacity);
      List<Attempt<List<Integer>>> receivers = new ArrayList<>();
      for (int r = 0; r < 3; r++) {
        int max = 2 + 3 * r;
        receivers.add(
            kind.attempt(
                "receiver " + r,
                () -> {
                  List<Integer> all = new ArrayList<>();
                  while (!channel.isDrained()) {
                    List<Integer> batch = max == 2 ? List.of() : channel.tryReceiveMany(max);
                    if (batch.isEmpty()) {
                      Integer one = channel.receive();
                      batch = one == null ? List.of() : List.of(one);
                    } else {
                      int first = batch.get(0);
                      assertThat(batch).isEqualTo(range(first, first + batch.size()));
                    }
                    all.addAll(batch);
                  }
                  assertThat(all).isSorted();
                  return all;
                }));
      }
      Attempt<Void> sender =
          kind.attempt(
              "sender",
              () -> {
                for (int i = 0; i < values; i++) {
                  channel.send(i);
                }
                channel.close();
              });
      sender.result();
      List<Integer> all = new ArrayList<>();
      receivers.forEach(receiver -> all.addAll(receiver.result()));
      assertThat(all.stream().sorted().toList()).isEqualTo(range(0, values));
    }
  }

  /** Many senders that are blocked, time out or are interrupted, beside batches and receives. */
  @EveryThreadKind
  @Spec("CHAN-05")
  void nothingIsLostWhileSendersGiveUp(ThreadKind kind) {
    for (int capacity : new int[] {0, 1, 3}) {
      Channel<Integer> channel = Channel.make(capacity);
      List<Attempt<List<Integer>>> senders = new ArrayList<>();
      for (int s = 0; s < 6; s++) {
        int base = s * 10_000;
        senders.add(
            kind.attempt(
                "sender " + s,
                () -> {
                  List<Integer> sent = new ArrayList<>();
                  for (int i = base; i < base + 2_000; i++) {
                    if (i % 3 == 0
                        ? channel.send(i, Duration.ofNanos(i % 5_000))
                        : channel.trySend(i) || channel.send(i, Duration.ofDays(1))) {
                      sent.add(i);
                    }
                  }
                  return sent;
                }));
      }
      List<Attempt<List<Integer>>> receivers = new ArrayList<>();
      for (int r = 0; r < 2; r++) {
        receivers.add(
            kind.attempt(
                "receiver " + r,
                () -> {
                  List<Integer> received = new ArrayList<>();
                  for (Integer v = channel.receive(); v != null; v = channel.receive()) {
                    received.add(v);
                    received.addAll(channel.tryReceiveMany(4));
                  }
                  return received;
                }));
      }
      List<Integer> sent = new ArrayList<>();
      senders.forEach(sender -> sent.addAll(sender.result()));
      channel.close();
      List<Integer> received = new ArrayList<>();
      receivers.forEach(receiver -> received.addAll(receiver.result()));
      assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    }
  }
}
