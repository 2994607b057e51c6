package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ChannelMemoryTest {

  private static final class Payload {}

  @EveryCapacityAndThreadKind
  @Spec("CHAN-32")
  void receivedValuesAreForgotten(int capacity, ThreadKind kind) throws Exception {
    Channel<Payload> channel = Channel.make(capacity);
    List<WeakReference<Payload>> values = passThrough(channel, kind, capacity + 3);
    assertCleared(values);
    Reference.reachabilityFence(channel);
  }

  /** Sends values, some of them waiting, and receives them all. */
  private static List<WeakReference<Payload>> passThrough(
      Channel<Payload> channel, ThreadKind kind, int count) throws Exception {
    List<WeakReference<Payload>> values = Collections.synchronizedList(new ArrayList<>());
    List<Attempt<Void>> senders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      senders.add(
          kind.attempt(
              "sender",
              () -> {
                Payload value = new Payload();
                values.add(new WeakReference<>(value));
                channel.send(value);
              }));
    }
    for (int i = 0; i < count; i++) {
      assertThat(channel.receive()).isNotNull();
    }
    assertThat(senders).noneMatch(Attempt::failed);
    assertThat(values).hasSize(count);
    return values;
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-32", "INT-05"})
  void valuesOfSendsGivenUpAreForgotten(int capacity, ThreadKind kind) throws Exception {
    Channel<Payload> channel = Channel.make(capacity);
    while (channel.trySend(new Payload())) {
      assertThat(channel.length()).isLessThanOrEqualTo(capacity);
    }
    List<WeakReference<Payload>> values = Collections.synchronizedList(new ArrayList<>());
    List<Attempt<Void>> senders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      senders.add(
          kind.attempt(
                  "sender",
                  () -> {
                    Payload value = new Payload();
                    values.add(new WeakReference<>(value));
                    channel.send(value);
                  })
              .awaitBlocked("chan send"));
    }
    senders.forEach(Attempt::interrupt);
    assertThat(senders).allMatch(Attempt::failed);
    values.add(timedOut(channel));
    assertCleared(values);
    Reference.reachabilityFence(channel);
  }

  private static WeakReference<Payload> timedOut(Channel<Payload> channel) throws Exception {
    Payload value = new Payload();
    assertThat(channel.send(value, Duration.ofNanos(1))).isFalse();
    return new WeakReference<>(value);
  }

  @EveryCapacity
  @Spec("CHAN-33")
  void anAbandonedChannelIsGarbageWithItsValues(int capacity) throws Exception {
    List<WeakReference<?>> garbage = new ArrayList<>();
    abandon(capacity, garbage);
    assertCleared(garbage);
  }

  private static void abandon(int capacity, List<WeakReference<?>> garbage) {
    Channel<Payload> channel = Channel.make(capacity);
    Payload value = new Payload();
    channel.trySend(value);
    garbage.add(new WeakReference<>(channel));
    garbage.add(new WeakReference<>(channel.sendOnly()));
    garbage.add(new WeakReference<>(value));
  }

  private static void assertCleared(List<? extends WeakReference<?>> references) {
    Await.until(
        "garbage is collected",
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.get() == null);
        });
  }

  /** As in Go, where only a leak profile tells about such a goroutine. */
  @EveryThreadKind
  @Spec("CHAN-33")
  void aBlockedThreadKeepsItsChannel(ThreadKind kind) {
    AtomicBoolean unwound = new AtomicBoolean();
    WeakReference<Thread> blocked = blockOnAbandonedChannel(kind, unwound);
    assertCleared(List.of(new WeakReference<>(new Payload())));

    Thread thread = Objects.requireNonNull(blocked.get());
    assertThat(Await.isBlocked(thread, "chan receive")).isTrue();
    thread.interrupt();
    Await.ended(thread);
    assertThat(unwound).isTrue();
  }

  /** The books of the test must not keep the thread: it is started past them. */
  private static WeakReference<Thread> blockOnAbandonedChannel(
      ThreadKind kind, AtomicBoolean unwound) {
    Channel<Payload> channel = Channel.make();
    Thread.Builder builder =
        kind == ThreadKind.VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    Thread thread =
        builder.start(
            () -> {
              try {
                channel.receive();
              } catch (InterruptedException e) {
                unwound.set(true);
              }
            });
    Await.blocked(thread, "chan receive");
    return new WeakReference<>(thread);
  }

  /** A queue in which leaving cost a walk would take hours for this. */
  @Test
  @Spec("CHAN-34")
  void leavingALongQueueTakesConstantTime() {
    int waiters = 400_000;
    ChannelCore channel = new RendezvousCore();
    ChanReceiveWait first = null;
    List<ChanReceiveWait> order = new ArrayList<>();
    for (int i = 0; i < waiters; i++) {
      ChanReceiveWait waiter = new ChanReceiveWait(channel);
      order.add(waiter);
      first = WaitQueue.add(first, waiter);
    }
    // A tenth stays; of the others some leave from the end, and some from anywhere.
    List<ChanReceiveWait> staying = new ArrayList<>();
    List<ChanReceiveWait> leaving = new ArrayList<>();
    for (int i = 0; i < waiters; i++) {
      (i % 10 == 0 ? staying : leaving).add(order.get(i));
    }
    Collections.reverse(leaving);
    Collections.shuffle(leaving.subList(waiters / 4, leaving.size()), new Random(1));
    for (int times = 0; times < 2; times++) { // for the second time there is nothing to do
      for (ChanReceiveWait waiter : leaving) {
        first = WaitQueue.remove(first, waiter);
      }
    }

    for (ChanReceiveWait expected : staying) {
      assertThat(first).isSameAs(expected);
      first = WaitQueue.remove(first, expected);
    }
    assertThat(first).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Spec({"CHAN-34", "INT-04", "INT-05"})
  void tensOfThousandsOfThreadsLeaveOneChannel(int capacity) throws Exception {
    int waiters = 30_000;
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Integer>> receivers = new ArrayList<>();
    for (int i = 0; i < waiters; i++) {
      receivers.add(ThreadKind.VIRTUAL.attempt("receiver", () -> channel.receive()));
    }
    receivers.forEach(receiver -> receiver.awaitBlocked("chan receive"));
    List<Attempt<Integer>> leaving = new ArrayList<>(receivers);
    Collections.shuffle(leaving, new Random(1));
    List<Attempt<Integer>> staying = leaving.subList(0, 3);
    leaving.subList(3, waiters).forEach(Attempt::interrupt);
    leaving.subList(3, waiters).forEach(leaver -> assertThat(leaver.failed()).isTrue());

    for (int i = 0; i < 3; i++) {
      channel.send(i);
    }
    assertThat(staying).extracting(Attempt::result).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(channel.trySend(1)).as("nobody is left waiting").isEqualTo(capacity > 0);
  }
}
