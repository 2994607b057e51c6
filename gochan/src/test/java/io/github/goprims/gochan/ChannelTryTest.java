package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tries answer for one instant: they never miss what was possible all the time. */
@ExtendWith(LeakCheck.class)
class ChannelTryTest {

  private static final Duration MOMENT = Duration.ofNanos(2_000);

  @EveryCapacity
  @Spec("CHAN-31")
  void triesFollowTheState(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    assertThat(channel.tryReceive()).isNull();
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.trySend(i)).isTrue();
    }
    assertThat(channel.trySend(-1)).isFalse();
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.tryReceive()).isEqualTo(i);
    }
    assertThat(channel.tryReceive()).isNull();
    assertThat(channel.isDrained()).as("empty, but open").isFalse();
  }

  @EveryCapacity
  @Spec({"CHAN-31", "CHAN-15"})
  void tryTellsClosedFromFull(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    assertThat(channel.trySend(-1)).isFalse();
    channel.close();
    assertThatThrownBy(() -> channel.trySend(-1)).isInstanceOf(ChannelClosedException.class);
  }

  @EveryCapacity
  @Spec({"CHAN-31", "CHAN-16"})
  void tryTellsDrainedFromEmpty(int capacity) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    channel.close();
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.isDrained()).isFalse();
      assertThat(channel.tryReceive()).isEqualTo(i);
    }
    assertThat(channel.tryReceive()).isNull();
    assertThat(channel.isDrained()).isTrue();
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-31")
  void tryReachesEveryBlockedSender(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, 3);
    for (int i = 0; i < capacity + 3; i++) {
      assertThat(channel.tryReceive()).isEqualTo(i);
    }
    assertThat(channel.tryReceive()).isNull();
    assertThat(senders).noneMatch(Attempt::failed);
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-31")
  void tryReachesEveryBlockedReceiver(int capacity, ThreadKind kind) {
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 3);
    for (int i = 0; i < 3 + capacity; i++) {
      assertThat(channel.trySend(i)).isTrue();
    }
    assertThat(channel.trySend(-1)).isFalse();
    assertThat(receivers).extracting(Attempt::result).containsExactly(0, 1, 2);
  }

  @EveryThreadKind
  @Spec("CHAN-31")
  void tryReceiveMissesNoValueDuringAClose(ThreadKind kind) throws Exception {
    for (int round = 0; round < 2_000; round++) {
      Channel<Integer> channel = Given.full(1);
      Thread closer = kind.start("closer", channel::close);
      assertThat(channel.tryReceive()).isEqualTo(0);
      Await.ended(closer);
      assertThat(channel.isDrained()).isTrue();
    }
  }

  /** Nobody but these tries takes part, and there is a partner for each of them. */
  @EveryThreadKind
  @Spec("CHAN-31")
  void racingTriesFindAPartnerEach(ThreadKind kind) throws Exception {
    for (int round = 0; round < 20; round++) {
      Channel<Integer> channel = Channel.make();
      List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 4);
      inParallel(kind, 4, () -> channel.trySend(1));
      assertThat(receivers).extracting(Attempt::result).containsOnly(1);

      List<Attempt<Void>> senders = Given.senders(kind, channel, 0, 4);
      inParallel(kind, 4, () -> channel.tryReceive() != null);
      assertThat(senders).noneMatch(Attempt::failed);
    }
  }

  private static void inParallel(ThreadKind kind, int threads, Callable<Boolean> attempt)
      throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Attempt<Boolean>> attempts = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      attempts.add(
          kind.attempt(
              "racer",
              () -> {
                start.await();
                return attempt.call();
              }));
    }
    start.countDown();
    assertThat(attempts).extracting(Attempt::result).containsOnly(true);
  }

  /**
   * Each thread puts a value in and then takes one out. Who takes has put before, so that there is
   * a value for it all the time; and with as many slots as threads there is always room.
   */
  @EveryCapacityAndThreadKind
  @Spec("CHAN-31")
  void triesNeverFailWhileAlwaysPossible(int capacity, ThreadKind kind) {
    Channel<Integer> channel = Channel.make(capacity + 1);
    List<Attempt<Integer>> misses = new ArrayList<>();
    for (int t = 0; t < Math.min(channel.capacity(), 4); t++) {
      misses.add(
          kind.attempt(
              "putter and taker",
              () -> {
                int missed = 0;
                for (int i = 0; i < 20_000; i++) {
                  missed += channel.trySend(i) ? 0 : 1;
                  missed += channel.tryReceive() != null ? 0 : 1;
                }
                return missed;
              }));
    }
    assertThat(misses).extracting(Attempt::result).containsOnly(0);
  }

  /** As before, but there are more threads than slots, so that senders block now and then. */
  @EveryCapacityAndThreadKind
  @Spec("CHAN-31")
  void tryReceiveMissesNoValueWhileSendersBlock(int capacity, ThreadKind kind) {
    Channel<Integer> channel = Channel.make(capacity + 1);
    assertNoMisses(
        kind,
        channel.capacity() + 2,
        () -> channel.send(1, MOMENT) && channel.tryReceive() == null);
  }

  /** The mirror image: who puts has taken before, so that there is room for it all the time. */
  @EveryCapacityAndThreadKind
  @Spec("CHAN-31")
  void trySendMissesNoRoomWhileReceiversBlock(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity + 1);
    assertNoMisses(
        kind, channel.capacity() + 2, () -> channel.receive(MOMENT) != null && !channel.trySend(1));
  }

  private static void assertNoMisses(ThreadKind kind, int threads, Callable<Boolean> misses) {
    List<Attempt<Integer>> attempts = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      attempts.add(
          kind.attempt(
              "one of " + threads,
              () -> {
                int missed = 0;
                for (int i = 0; i < 5_000 / threads + 50; i++) {
                  missed += misses.call() ? 1 : 0;
                }
                return missed;
              }));
    }
    assertThat(attempts).extracting(Attempt::result).containsOnly(0);
  }

  @EveryThreadKind
  @Spec({"CHAN-31", "INT-01"})
  void triesIgnoreTheInterruptFlag(ThreadKind kind) {
    Channel<Integer> channel = Channel.make(1);
    Attempt<Integer> tries =
        kind.attempt(
            "interrupted",
            () -> {
              Thread.currentThread().interrupt();
              assertThat(channel.tryReceive()).isNull();
              assertThat(channel.trySend(5)).isTrue();
              assertThat(channel.trySend(6)).isFalse();
              return channel.tryReceive();
            });
    assertThat(tries.result()).isEqualTo(5);
    assertThat(tries.leftInterrupted()).isTrue();
  }

  @Test
  @Spec("CHAN-31")
  void aFailingTryWithoutQueueTakesNoLock() throws Exception {
    for (QueuedCore core : List.of(new RendezvousCore(), new BufferedCore(1))) {
      CountDownLatch locked = new CountDownLatch(1);
      CountDownLatch tried = new CountDownLatch(1);
      ThreadKind.PLATFORM.start(
          "holder of the lock",
          () -> {
            core.lock();
            try {
              locked.countDown();
              tried.await();
            } finally {
              core.unlock();
            }
          });
      locked.await();
      assertThat(core.tryReceive()).isNull();
      while (core.length() < core.capacity()) {
        assertThat(core.trySend("fills the buffer")).isTrue();
      }
      assertThat(core.trySend("too much")).isFalse();
      tried.countDown();
    }
  }
}
