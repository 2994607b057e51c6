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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who waits is served first come, first served. The waiters of each test come one by one. */
@ExtendWith(LeakCheck.class)
class ChannelFifoWaitersTest {

  private static final int WAITERS = 6;

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-04", "CHAN-03"})
  void blockedSendersAreServedInOrderOfArrival(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, WAITERS);

    for (int i = 0; i < WAITERS; i++) {
      assertThat(channel.receive()).isEqualTo(i);
      assertThat(senders.get(i).failed()).isFalse();
      senders.subList(i + 1, WAITERS).forEach(later -> later.awaitBlocked("chan send"));
    }
    for (int i = WAITERS; i < capacity + WAITERS; i++) {
      assertThat(channel.tryReceive()).isEqualTo(i);
    }
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-04")
  void blockedReceiversAreServedInOrderOfArrival(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> receivers = Given.receivers(kind, channel, WAITERS);

    for (int i = 0; i < WAITERS; i++) {
      channel.send(i);
      assertThat(receivers.get(i).result()).isEqualTo(i);
      receivers.subList(i + 1, WAITERS).forEach(later -> later.awaitBlocked("chan receive"));
    }
  }

  @EveryCapacity
  @Spec({"CHAN-04", "INT-10"})
  void virtualAndPlatformThreadsStandInOneLine(int capacity) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> receivers = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      ThreadKind kind = ThreadKind.values()[i % 2];
      receivers.addAll(Given.receivers(kind, channel, 1));
    }
    for (int i = 0; i < WAITERS; i++) {
      channel.send(i);
      assertThat(receivers.get(i).result()).isEqualTo(i);
    }
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-07")
  void receiveBuffersTheFirstBlockedSendersValue(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, WAITERS);

    for (int i = 0; i < WAITERS; i++) {
      assertThat(channel.receive()).as("the oldest of all").isEqualTo(i);
      assertThat(channel.length()).as("full again at once").isEqualTo(capacity);
    }
    senders.forEach(Attempt::result);
    for (int i = capacity; i > 0; i--) {
      assertThat(channel.length()).isEqualTo(i);
      assertThat(channel.receive()).isEqualTo(WAITERS + capacity - i);
    }
  }

  /** As long as somebody is blocked in a send, nobody sees room. */
  @EveryCapacity
  @Spec({"CHAN-07", "CHAN-08"})
  void theBufferStaysFullWhileSendersMoveIn(int capacity) throws Exception {
    int waiters = 200;
    Channel<Integer> channel = Given.full(capacity);
    List<Attempt<Void>> senders = Given.senders(ThreadKind.VIRTUAL, channel, capacity, waiters);
    AtomicBoolean done = new AtomicBoolean();
    Attempt<Integer> roomSeen =
        ThreadKind.PLATFORM.attempt(
            "observer",
            () -> {
              int count = 0;
              while (!done.get()) {
                count += channel.length() == capacity && !channel.trySend(-1) ? 0 : 1;
              }
              return count;
            });
    for (int i = 0; i < waiters - 1; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    done.set(true);
    assertThat(roomSeen.result()).isZero();
    assertThat(channel.receive()).isEqualTo(waiters - 1);
    assertThat(senders).noneMatch(Attempt::failed);
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-08", "CHAN-04"})
  void nobodySendsPastABlockedSender(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    List<Attempt<Void>> senders = Given.senders(kind, channel, capacity, WAITERS);

    for (int i = 0; i < WAITERS; i++) {
      assertThat(channel.trySend(-1)).isFalse();
      assertThat(channel.send(-1, Duration.ZERO)).isFalse();
      assertThat(channel.receive()).isEqualTo(i);
    }
    senders.forEach(Attempt::result);
    assertThat(channel.trySend(-1)).as("still full").isFalse();
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-08", "CHAN-04"})
  void nobodyReceivesPastABlockedReceiver(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> receivers = Given.receivers(kind, channel, WAITERS);

    for (int i = 0; i < WAITERS; i++) {
      assertThat(channel.tryReceive()).isNull();
      assertThat(channel.receive(Duration.ZERO)).isNull();
      channel.send(i);
      assertThat(channel.tryReceive()).as("handed over, not queued").isNull();
      assertThat(receivers.get(i).result()).isEqualTo(i);
    }
  }
}
