package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ChannelCloseTest {

  private static final Duration LONG = Duration.ofDays(1);

  @EveryCapacity
  @Spec({"CHAN-14", "FAIL-03", "FAIL-04"})
  void secondCloseFailsAndChangesNothing(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    assertThat(channel.isClosed()).isFalse();
    channel.close();
    assertThat(channel.isClosed()).isTrue();

    String before = channel.toString();
    assertThatThrownBy(channel::close)
        .isExactlyInstanceOf(ChannelClosedException.class)
        .hasMessageStartingWith("close of closed channel: ");
    assertThat(channel.tryClose()).isFalse();

    assertThat(channel).hasToString(before);
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    assertThat(channel.receive()).isNull();
  }

  @EveryCapacity
  @Spec("CHAN-14")
  void tryCloseSaysWhetherItClosed(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    assertThat(channel.tryClose()).isTrue();
    assertThat(channel.isClosed()).isTrue();
    assertThat(channel.tryClose()).isFalse();
    assertThatThrownBy(channel::close).isInstanceOf(ChannelClosedException.class);
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-14")
  void ofManyClosesOneSucceeds(int capacity, ThreadKind kind) throws Exception {
    for (int round = 0; round < 8; round++) {
      Channel<Integer> channel = Channel.make(capacity);
      AtomicInteger closed = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      List<Attempt<Void>> strict = new ArrayList<>();
      List<Attempt<Boolean>> lenient = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        strict.add(
            kind.attempt(
                "strict closer",
                () -> {
                  start.await();
                  channel.close();
                  closed.incrementAndGet();
                }));
        lenient.add(
            kind.attempt(
                "lenient closer",
                () -> {
                  start.await();
                  return channel.tryClose();
                }));
      }
      start.countDown();
      for (Attempt<Void> attempt : strict) {
        if (attempt.failed()) {
          assertThat(attempt.failure()).isInstanceOf(ChannelClosedException.class);
        }
      }
      long lenientSuccesses = lenient.stream().filter(Attempt::result).count();
      assertThat(closed.get() + lenientSuccesses).isEqualTo(1);
    }
  }

  @EveryCapacity
  @Spec({"CHAN-15", "FAIL-03", "FAIL-04"})
  void everySendFailsOnClosedEvenWithRoom(int capacity) throws Exception {
    for (Channel<Integer> channel :
        List.of(Given.full(capacity), Channel.<Integer>make(capacity))) {
      int length = channel.length();
      channel.close();
      assertSendFails(() -> channel.send(1));
      assertSendFails(() -> channel.send(1, LONG));
      assertSendFails(() -> channel.send(1, Duration.ZERO));
      assertSendFails(() -> channel.trySend(1));
      assertThat(channel.length()).isEqualTo(length);
    }
  }

  private static void assertSendFails(Task send) {
    assertThatThrownBy(send::run)
        .isExactlyInstanceOf(ChannelClosedException.class)
        .hasMessageStartingWith("send on closed channel: ");
  }

  @EveryCapacity
  @Spec("CHAN-16")
  void bufferedValuesOutliveClose(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    channel.close();
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.isDrained()).isFalse();
      Integer value =
          switch (i % 3) {
            case 0 -> channel.receive();
            case 1 -> channel.tryReceive();
            default -> channel.receive(LONG);
          };
      assertThat(value).isEqualTo(i);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(channel.isDrained()).isTrue();
      assertThat(channel.receive()).isNull();
      assertThat(channel.tryReceive()).isNull();
      assertThat(channel.receive(LONG)).isNull();
    }
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-18", "CHAN-20"})
  void closeWakesAllReceivers(int capacity, ThreadKind kind) {
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 10);
    List<Attempt<Integer>> timed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      timed.add(
          kind.attempt("timed receiver", () -> channel.receive(LONG)).awaitBlocked("chan receive"));
    }
    channel.close();
    assertThat(receivers).extracting(Attempt::result).containsOnlyNulls();
    assertThat(timed).extracting(Attempt::result).containsOnlyNulls();
    assertThat(channel.isDrained()).isTrue();
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-19", "CHAN-20", "FAIL-03"})
  void closeMakesAllBlockedSendersFail(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, 10);
    Attempt<Boolean> timed =
        kind.attempt("timed sender", () -> channel.send(-1, LONG)).awaitBlocked("chan send");
    channel.close();

    for (Attempt<Void> sender : senders) {
      assertThat(sender.failure())
          .isExactlyInstanceOf(ChannelClosedException.class)
          .hasMessageStartingWith("send on closed channel: ");
    }
    assertThat(timed.failure()).isExactlyInstanceOf(ChannelClosedException.class);
    assertThat(channel.length()).isEqualTo(capacity);
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    assertThat(channel.receive()).as("the senders' values are dropped").isNull();
  }

  /**
   * Go has no test for it: what a send reports is what receivers see, also in the midst of close.
   */
  @EveryCapacityAndThreadKind
  @Spec({"CHAN-05", "CHAN-15", "CHAN-16", "CHAN-19"})
  void sendsDuringACloseArriveOrFail(int capacity, ThreadKind kind) throws Exception {
    for (int round = 0; round < 15; round++) {
      Channel<Integer> channel = Channel.make(capacity);
      Set<Integer> sent = ConcurrentHashMap.newKeySet();
      Set<Integer> received = ConcurrentHashMap.newKeySet();
      CountDownLatch some = new CountDownLatch(5);
      List<Thread> threads = new ArrayList<>();
      for (int s = 0; s < 2; s++) {
        int first = s * 1_000_000;
        threads.add(
            kind.start(
                "sender " + s,
                () -> {
                  try {
                    for (int i = first; ; i++) {
                      channel.send(i);
                      sent.add(i);
                      some.countDown();
                    }
                  } catch (ChannelClosedException e) {
                    assertThat(channel.isClosed()).isTrue();
                  }
                }));
        threads.add(
            kind.start(
                "receiver " + s,
                () -> channel.forEachReceived(value -> assertThat(received.add(value)).isTrue())));
      }
      some.await();
      channel.close();
      threads.forEach(Await::ended);
      assertThat(received).isEqualTo(sent);
    }
  }

  /** As where the scheduler of its thread takes no tasks any more; here, for want of a thread. */
  @EveryThreadKind
  @Spec("INT-12")
  void aFailedWakeUpStopsNoOther(ThreadKind kind) {
    QueuedCore core = new BufferedCore(1);
    Attempt<Object> before = kind.attempt("before", () -> core.receive(TimeSource.FOREVER));
    before.awaitBlocked("chan receive");
    SelectWait nobody = null;
    core.lock();
    core.receivers = WaitQueue.add(core.receivers, new ChanReceiveWait(core, nobody));
    core.unlock();
    Attempt<Object> behind = kind.attempt("behind", () -> core.receive(TimeSource.FOREVER));
    behind.awaitBlocked("chan receive");
    assertThatThrownBy(core::close).isInstanceOf(NullPointerException.class);
    assertThat(before.result()).isNull();
    assertThat(behind.result()).isNull();
    assertThat(core.isDrained()).isTrue();
  }
}
