package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a select allocates, what it leaves behind, and what its partners see. */
@ExtendWith(LeakCheck.class)
class SelectMemoryTest {

  private static final class Payload {
    int plain;
  }

  private static void assertCleared(List<? extends WeakReference<?>> references) {
    Await.until(
        "everything is collected",
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.get() == null);
        });
  }

  /** Go's select2: many waits, each served by the one channel, none by the other. */
  @EveryThreadKind
  @Spec("SELECT-18")
  void aSilentChannelCollectsNothing(ThreadKind kind) throws Exception {
    int rounds = kind == ThreadKind.VIRTUAL ? 100_000 : 10_000;
    Channel<Integer> silent = Channel.make();
    Channel<Integer> busy = Channel.make();
    List<WeakReference<Object>> selects = Collections.synchronizedList(new ArrayList<>());
    Attempt<Void> receiver =
        kind.attempt(
            "receiver",
            () -> {
              for (int i = 0; i < rounds; i++) {
                Select select = Select.create();
                select.onReceive(silent);
                ReceiveCase<Integer> receive = select.onReceive(busy);
                if (select.await() != receive) {
                  throw new AssertionError("received from the silent channel");
                }
                if (i % 1_000 == 0) {
                  selects.add(new WeakReference<>(select));
                }
              }
            });
    Attempt<Void> sender =
        kind.attempt(
            "sender",
            () -> {
              for (int i = 0; i < rounds; i++) {
                busy.send(1);
              }
            });
    sender.result();
    receiver.result();
    assertThat(List.of(silent, busy)).allMatch(SelectBlockingTest::nobodyWaitsOn);
    assertCleared(selects);
    Reference.reachabilityFence(silent);
    Reference.reachabilityFence(busy);
  }

  /** A select that stays, and the channels, forget what was sent and received. */
  @EveryThreadKind
  @Spec("SELECT-18")
  void valuesSentAreForgotten(ThreadKind kind) throws Exception {
    Channel<Payload> out = Channel.make();
    Channel<Payload> silent = Channel.make();
    Channel<Integer> stop = Channel.make();
    List<WeakReference<Object>> values = Collections.synchronizedList(new ArrayList<>());
    Attempt<Void> sender =
        kind.attempt(
            "sender",
            () -> {
              Select select = Select.create();
              SendCase<Payload> send = select.onSend(out);
              ReceiveCase<Payload> never = select.onReceive(silent);
              ReceiveCase<Integer> stopped = select.onReceive(stop);
              for (int i = 0; i < 3; i++) {
                send.value(remembered(values));
                select.await();
              }
              send.enabled(false);
              assertThat(select.await()).isSameAs(stopped);
              assertThat(never.isOpen()).isFalse();
            });
    for (int i = 0; i < 3; i++) {
      sender.awaitBlocked("select");
      out.receive();
    }
    sender.awaitBlocked("select");
    assertThat(values).hasSize(3);
    assertCleared(values);
    stop.close();
    sender.result();
    Reference.reachabilityFence(out);
  }

  private static Payload remembered(List<WeakReference<Object>> values) {
    Payload value = new Payload();
    values.add(new WeakReference<>(value));
    return value;
  }

  /** The value of a case that lost is kept by that case alone, not by the channel. */
  @EveryThreadKind
  @Spec("SELECT-18")
  void valuesOfLosersAreForgotten(ThreadKind kind) throws Exception {
    Channel<Payload> silent = Channel.make();
    Channel<Integer> other = Channel.make();
    List<WeakReference<Object>> values = Collections.synchronizedList(new ArrayList<>());
    Channel<Integer> hold = Channel.make();
    Attempt<Void> attempt =
        kind.attempt(
            "select",
            () -> {
              Select select = Select.create();
              SendCase<Payload> send = select.onSend(silent).value(remembered(values));
              ReceiveCase<Integer> receive = select.onReceive(other);
              assertThat(select.await()).isSameAs(receive);
              send.value(new Payload()); // replaces it
              hold.receive();
              Reference.reachabilityFence(select);
            });
    attempt.awaitBlocked("select");
    other.send(1);
    attempt.awaitBlocked("chan receive");
    assertCleared(values);
    hold.send(1);
    attempt.result();
    Reference.reachabilityFence(silent);
  }

  @EveryThreadKind
  @Spec("SELECT-18")
  void receivedValuesAreForgottenWithTheNextAwait(ThreadKind kind) throws Exception {
    Channel<Payload> in = Channel.make();
    List<WeakReference<Object>> values = Collections.synchronizedList(new ArrayList<>());
    Attempt<SelectCase> attempt =
        kind.attempt(
            "select",
            () -> {
              Select select = Select.create();
              select.onReceive(in);
              select.onReceive(Channel.<Payload>make());
              select.await();
              return select.await();
            });
    attempt.awaitBlocked("select");
    in.send(remembered(values));
    attempt.awaitBlocked("select");
    assertCleared(values);
    in.close();
    attempt.result();
  }

  /** On a platform thread, where the JVM counts. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void readyCasesAllocateNothing(int capacity) {
    Attempt<Long> attempt =
        ThreadKind.PLATFORM.attempt(
            "loop",
            () -> {
              Channel<Integer> in = Channel.make(capacity);
              Channel<Integer> out = Channel.make(capacity);
              Select select = Select.create();
              ReceiveCase<Integer> receive = select.onReceive(in);
              SendCase<Integer> send = select.onSend(out);
              select.onReceive(Channel.<Integer>make());
              Integer value = 1;
              in.send(value);
              send.value(value);
              run(select, receive, send, in, out, 20_000);
              ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
              long id = Thread.currentThread().threadId();
              threads.getThreadAllocatedBytes(id);
              long before = threads.getThreadAllocatedBytes(id);
              run(select, receive, send, in, out, 100_000);
              return threads.getThreadAllocatedBytes(id) - before;
            });
    assertThat(Objects.requireNonNull(attempt.result()))
        .as("bytes for 100,000 rounds, and for measuring")
        .isLessThan(2_000);
  }

  private static void run(
      Select select,
      ReceiveCase<Integer> receive,
      SendCase<Integer> send,
      Channel<Integer> in,
      Channel<Integer> out,
      int rounds)
      throws InterruptedException {
    for (int i = 0; i < rounds; i++) {
      SelectCase winner = (i & 1) == 0 ? select.await() : select.poll();
      if (winner == receive) {
        in.trySend(receive.value());
      } else {
        send.value(out.tryReceive());
      }
    }
  }

  /** Plain fields, written before the one side's operation and read after the other's. */
  @EveryThreadKind
  @Spec("SELECT-20")
  void partnersSeeWhatPreceded(ThreadKind kind) {
    for (int capacity : new int[] {0, 1, 7}) {
      int rounds = 5_000;
      Channel<Payload> there = Channel.make(capacity);
      Channel<Payload> back = Channel.make(capacity);
      Attempt<Void> first =
          kind.attempt(
              "first",
              () -> {
                Select select = Select.create();
                SendCase<Payload> send = select.onSend(there);
                select.onReceive(Channel.<Payload>make());
                for (int i = 1; i <= rounds; i++) {
                  Payload payload = new Payload();
                  payload.plain = i;
                  send.value(payload);
                  select.await();
                  Payload answer = Objects.requireNonNull(back.receive());
                  assertThat(answer.plain == -i).isTrue();
                }
              });
      Attempt<Void> second =
          kind.attempt(
              "second",
              () -> {
                Select select = Select.create();
                ReceiveCase<Payload> receive = select.onReceive(there);
                select.onReceive(Channel.<Payload>make());
                Select answers = Select.create();
                SendCase<Payload> answer = answers.onSend(back);
                for (int i = 1; i <= rounds; i++) {
                  select.await();
                  Payload payload = Objects.requireNonNull(receive.value());
                  assertThat(payload.plain == i).isTrue();
                  payload.plain = -i;
                  answer.value(payload);
                  answers.await();
                }
              });
      second.result();
      first.result();
    }
  }

  /** An unbuffered send ends after the receive has begun, also if both are selects. */
  @EveryThreadKind
  @Spec("SELECT-20")
  void anUnbufferedSenderSeesWhatPrecededTheReceive(ThreadKind kind) {
    int rounds = 5_000;
    Channel<Integer> channel = Channel.make();
    int[] plain = new int[rounds];
    Attempt<Void> receiver =
        kind.attempt(
            "receiver",
            () -> {
              Select select = Select.create();
              select.onReceive(channel);
              select.onReceive(Channel.<Integer>make());
              for (int i = 0; i < rounds; i++) {
                plain[i] = i + 1;
                select.await();
              }
            });
    Attempt<Void> sender =
        kind.attempt(
            "sender",
            () -> {
              Select select = Select.create();
              SendCase<Integer> send = select.onSend(channel);
              select.onReceive(Channel.<Integer>make());
              for (int i = 0; i < rounds; i++) {
                send.value(1);
                select.await();
                assertThat(plain[i] == i + 1).isTrue();
              }
            });
    receiver.result();
    sender.result();
  }
}
