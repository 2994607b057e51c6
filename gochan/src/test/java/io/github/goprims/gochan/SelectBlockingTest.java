package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A select that waits, and its place in the queues. */
@ExtendWith(LeakCheck.class)
class SelectBlockingTest {

  static QueuedCore core(Channel<?> channel) {
    return (QueuedCore) channel.core();
  }

  /** Asks under the lock. */
  static boolean nobodyWaitsOn(Channel<?> channel) {
    QueuedCore core = core(channel);
    core.lock();
    try {
      return core.senders == null && core.receivers == null;
    } finally {
      core.unlock();
    }
  }

  private static <T> Attempt<T> receiver(
      ThreadKind kind, ReceiveChannel<T> from, Channel<?>... silent) {
    return kind.attempt(
            "select receiver",
            () -> {
              Select select = Select.create();
              for (Channel<?> other : silent) {
                select.onReceive(other);
              }
              ReceiveCase<T> receive = select.onReceive(from);
              assertThat(select.await()).isSameAs(receive);
              return receive.value();
            })
        .awaitBlocked("select");
  }

  private static <T> Attempt<Void> sender(
      ThreadKind kind, SendChannel<T> to, T value, Channel<?>... silent) {
    return kind.attempt(
            "select sender",
            () -> {
              Select select = Select.create();
              for (Channel<?> other : silent) {
                select.onReceive(other);
              }
              SendCase<T> send = select.onSend(to).value(value);
              assertThat(select.await()).isSameAs(send);
            })
        .awaitBlocked("select");
  }

  @EveryThreadKind
  @Spec({"SELECT-04", "SELECT-18"})
  void waitsUntilACaseIsPossible(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> full = Given.full(2);
    Channel<Integer> silent = Channel.make();
    for (String way : List.of("send", "receive", "close")) {
      Attempt<Integer> attempt =
          kind.attempt(
              "select",
              () -> {
                Select select = Select.create();
                select.onReceive(silent);
                select.onReceive(in);
                select.onSend(full).value(7);
                return select.await().index();
              });
      attempt.awaitBlocked("select");
      switch (way) {
        case "send" -> in.send(1);
        case "receive" -> assertThat(full.receive()).isEqualTo(0);
        default -> in.close();
      }
      assertThat(attempt.result()).as(way).isEqualTo(way.equals("receive") ? 2 : 1);
      assertThat(List.of(in, full, silent)).allMatch(SelectBlockingTest::nobodyWaitsOn);
    }
    assertThat(full.receive()).isEqualTo(1);
    assertThat(full.receive()).isEqualTo(7);
    assertThat(full.tryReceive()).isNull();
  }

  @EveryThreadKind
  @Spec({"SELECT-09", "SELECT-08"})
  void withoutCasesItWaitsForEver(ThreadKind kind) {
    List<Task> forms =
        List.of(
            () -> Select.create().await(),
            () -> {
              Select select = Select.create();
              select.onReceive((ReceiveChannel<Integer>) null);
              select.onReceive(Channel.<Integer>nil());
              select.onSend((SendChannel<Integer>) null);
              select.onSend(Channel.<Integer>nil().sendOnly());
              Channel<Integer> drained = Channel.make();
              drained.close();
              select.onReceive(drained).enabled(false);
              select.await();
            });
    for (Task form : forms) {
      Attempt<Void> attempt = kind.attempt("for ever", form).awaitBlocked("select (no cases)");
      LockSupport.unpark(attempt.thread());
      attempt.awaitBlocked("select (no cases)").interrupt();
      assertThat(attempt.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @EveryThreadKind
  @Spec("SELECT-13")
  void closeMakesABlockedSendCaseThrow(ThreadKind kind) throws Exception {
    for (int capacity : new int[] {0, 2}) {
      Channel<Integer> orders = Given.full(capacity).named("orders");
      Channel<Integer> silent = Channel.make();
      Attempt<Void> select = sender(kind, orders, 5, silent);
      orders.close();
      assertThat(select.failure())
          .isInstanceOf(ChannelClosedException.class)
          .hasMessageStartingWith("send on closed channel: orders")
          .hasMessageEndingWith(", case 1 of the select");
      assertThat(nobodyWaitsOn(silent)).isTrue();
      assertThat(orders.length()).as("its value is dropped").isEqualTo(capacity);
    }
  }

  @EveryThreadKind
  @Spec("SELECT-14")
  void aSelectDoesNotMeetItself(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    Attempt<SelectCase> both =
        kind.attempt(
            "both directions",
            () -> {
              Select select = Select.create();
              select.onReceive(channel);
              select.onSend(channel).value(1);
              select.onReceive(channel);
              assertThat(select.poll()).isNull();
              return select.await();
            });
    both.awaitBlocked("select");
    LockSupport.unpark(both.thread());
    both.awaitBlocked("select");
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(Objects.requireNonNull(both.result()).index()).isEqualTo(1);
    assertThat(nobodyWaitsOn(channel)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, VIRTUAL", "10, VIRTUAL", "0, PLATFORM", "10, PLATFORM"})
  @Spec("SELECT-14")
  void twoSelectsOfBothDirectionsMeetEachOther(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    List<Attempt<Void>> partners = new ArrayList<>();
    for (int id = 0; id < 2; id++) {
      int own = id;
      partners.add(
          kind.attempt(
              "partner " + id,
              () -> {
                Select select = Select.create();
                ReceiveCase<Integer> receive;
                SendCase<Integer> send;
                if (own == 0) {
                  send = select.onSend(channel);
                  receive = select.onReceive(channel);
                } else {
                  receive = select.onReceive(channel);
                  send = select.onSend(channel);
                }
                for (int i = 0; i < 2_000; i++) {
                  send.value(own);
                  if (select.await() == receive && capacity == 0) {
                    assertThat(receive.value()).as("own value").isEqualTo(1 - own);
                  }
                }
              }));
    }
    for (Attempt<Void> partner : partners) {
      partner.result();
    }
    assertThat(nobodyWaitsOn(channel)).isTrue();
  }

  @EveryThreadKind
  @Spec({"SELECT-15", "SELECT-18"})
  void theOtherPlacesInAQueueVanish(ThreadKind kind) throws Exception {
    Channel<Integer> twice = Channel.make();
    Channel<Integer> other = Channel.make();
    Attempt<Integer> select = receiver(kind, other, twice, twice);
    Attempt<Integer> behind = Given.receivers(kind, twice, 1).getFirst();
    other.send(1);
    assertThat(select.result()).isEqualTo(1);
    assertThat(twice.trySend(2)).as("the one behind is served").isTrue();
    assertThat(behind.result()).isEqualTo(2);
    assertThat(List.of(twice, other)).allMatch(SelectBlockingTest::nobodyWaitsOn);
  }

  @EveryThreadKind
  @Spec("SELECT-15")
  void aChannelListedTwiceReceivesOnce(ThreadKind kind) throws Exception {
    Channel<Integer> twice = Channel.make();
    Attempt<Integer> select =
        kind.attempt(
            "select",
            () -> {
              Select both = Select.create();
              both.onReceive(twice);
              both.onReceive(twice);
              return (Integer) ((ReceiveCase<?>) both.await()).value();
            });
    select.awaitBlocked("select");
    twice.send(4);
    assertThat(twice.trySend(5)).isFalse();
    assertThat(select.result()).isEqualTo(4);
    assertThat(nobodyWaitsOn(twice)).isTrue();
  }

  @EveryThreadKind
  @Spec("SELECT-16")
  void receivingSelectsStandInLineWithReceivers(ThreadKind kind) throws Exception {
    for (int capacity : new int[] {0, 1, 3}) {
      Channel<Integer> channel = Channel.make(capacity);
      Channel<Integer> silent = Channel.make();
      List<Attempt<Integer>> line = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        line.add(
            i % 2 == 0
                ? receiver(kind, channel, silent)
                : Given.receivers(kind, channel, 1).getFirst());
      }
      for (int i = 0; i < line.size(); i++) {
        channel.send(i);
        assertThat(line.get(i).result()).isEqualTo(i);
      }
    }
  }

  @EveryThreadKind
  @Spec("SELECT-16")
  void sendingSelectsStandInLineWithSenders(ThreadKind kind) throws Exception {
    for (int capacity : new int[] {0, 1, 3}) {
      Channel<Integer> channel = Given.full(capacity);
      Channel<Integer> silent = Channel.make();
      for (int i = 0; i < 6; i++) {
        if (i % 2 == 0) {
          sender(kind, channel, capacity + i, silent);
        } else {
          Given.senders(kind, channel, capacity + i, 1);
        }
      }
      for (int i = 0; i < capacity + 6; i++) {
        assertThat(channel.receive()).isEqualTo(i);
      }
    }
  }

  /**
   * The select has been settled by one channel but still stands in the queue of the other, whose
   * lock the test holds: a counterpart there must pass it by.
   */
  @EveryThreadKind
  @Spec("SELECT-17")
  void aLateSenderGoesOnToTheNext(ThreadKind kind) throws Exception {
    Channel<Integer> contested = Channel.make();
    Channel<Integer> winner = Channel.make();
    Attempt<Integer> select = receiver(kind, winner, contested);
    Attempt<Integer> next = Given.receivers(kind, contested, 1).getFirst();
    QueuedCore core = core(contested);
    core.lock();
    try {
      assertThat(winner.trySend(1)).isTrue();
      Await.spinning(select.thread()); // it wants to leave the other queue
      assertThat(core.sendStep(2)).isEqualTo(QueuedCore.SENT);
      assertThat(core.sendStep(3)).as("nobody else is there").isEqualTo(QueuedCore.NOT_NOW);
    } finally {
      core.wake(core.exit());
    }
    assertThat(select.result()).isEqualTo(1);
    assertThat(next.result()).isEqualTo(2);
    assertThat(nobodyWaitsOn(contested)).isTrue();
  }

  @EveryThreadKind
  @Spec("SELECT-17")
  void aLateReceiverGoesToTheNextSender(ThreadKind kind) throws Exception {
    Channel<Integer> contested = Channel.make();
    Channel<Integer> winner = Channel.make();
    Attempt<SelectCase> select =
        kind.attempt(
            "select",
            () -> {
              Select both = Select.create();
              both.onSend(contested).value(1);
              both.onReceive(winner);
              return both.await();
            });
    select.awaitBlocked("select");
    Attempt<Void> next = Given.senders(kind, contested, 2, 1).getFirst();
    QueuedCore core = core(contested);
    core.lock();
    try {
      assertThat(winner.trySend(9)).isTrue();
      Await.spinning(select.thread()); // it wants to leave the other queue
      assertThat(core.receiveStep()).isEqualTo(2);
      assertThat(core.receiveStep()).isNull();
    } finally {
      core.wake(core.exit());
    }
    assertThat(Objects.requireNonNull(select.result()).index()).isEqualTo(1);
    assertThat(next.failed()).isFalse();
  }

  /** To decide that nothing is ready all channels are locked. */
  @EveryThreadKind
  @Spec("SELECT-19")
  void oppositeOrdersDoNotDeadlock(ThreadKind kind) {
    List<Channel<Integer>> channels = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      channels.add(Channel.make(i % 2));
    }
    List<Attempt<Void>> pollers = new ArrayList<>();
    for (int id = 0; id < 4; id++) {
      List<Channel<Integer>> order = new ArrayList<>(channels);
      if (id % 2 == 1) {
        java.util.Collections.reverse(order);
      }
      pollers.add(
          kind.attempt(
              "poller",
              () -> {
                Select select = Select.create();
                order.forEach(select::onReceive);
                for (int i = 0; i < 20_000; i++) {
                  assertThat(select.poll() == null).isTrue();
                }
              }));
    }
    pollers.forEach(Attempt::result);
  }

  /** Each form of send with each form of receive, in either order of arrival. */
  @EveryThreadKind
  @Spec("SELECT-22")
  void receivedValuesMayBeIgnored(ThreadKind kind) {
    for (int capacity : new int[] {0, 1}) {
      for (int form = 0; form < 18; form++) {
        int send = form % 3;
        int receive = form / 3 % 3;
        boolean sendFirst = form < 9;
        Channel<Integer> channel = Channel.make(capacity);
        Channel<Integer> silent = Channel.make();
        Task sending =
            () -> {
              if (send == 0) {
                channel.send(1);
              } else {
                Select select = Select.create();
                select.onSend(channel).value(1);
                select.onReceive(send == 2 ? silent : null);
                select.await();
              }
            };
        Task receiving =
            () -> {
              if (receive == 0) {
                channel.receive();
              } else {
                Select select = Select.create();
                select.onReceive(channel);
                select.onReceive(receive == 2 ? silent : null);
                select.await();
              }
            };
        Attempt<Void> first = kind.attempt("first", sendFirst ? sending : receiving);
        if (capacity == 0 || !sendFirst) {
          int firstForm = sendFirst ? send : receive;
          String plain = sendFirst ? "chan send" : "chan receive";
          first.awaitBlocked(firstForm == 0 ? plain : "select");
        }
        Attempt<Void> second = kind.attempt("second", sendFirst ? receiving : sending);
        first.result();
        second.result();
        assertThat(nobodyWaitsOn(channel) && nobodyWaitsOn(silent)).isTrue();
        assertThat(channel.length()).isZero();
      }
    }
  }

  @EveryThreadKind
  void theBlockerNamesTheChannels(ThreadKind kind) throws Exception {
    Channel<Integer> orders = Channel.<Integer>make(4).named("orders");
    Channel<String> log = Channel.<String>make().named("log");
    Attempt<SelectCase> attempt =
        kind.attempt(
            "select",
            () -> {
              Select select = Select.create();
              select.onReceive(orders);
              select.onSend(log).value("secret");
              select.onReceive((ReceiveChannel<Integer>) null);
              select.onReceive(orders).enabled(false);
              return select.await();
            });
    attempt.awaitBlocked("select");
    assertBlocker(
        attempt,
        "select",
        "select: [receive from orders(length=0, capacity=4); send to log(length=0, capacity=0); "
            + "receive from nil channel; receive from orders(length=0, capacity=4) (off)]");
    log.receive();
    attempt.result();
    Attempt<SelectCase> empty = kind.attempt("empty", () -> Select.create().await());
    empty.awaitBlocked("select (no cases)");
    assertBlocker(empty, "select (no cases)", "select (no cases): []");
    empty.interrupt();
    assertThat(empty.failure()).isInstanceOf(InterruptedException.class);
  }

  private static void assertBlocker(Attempt<?> attempt, String reason, String text) {
    assertThat(LockSupport.getBlocker(attempt.thread()))
        .isInstanceOfSatisfying(
            Waiter.class,
            waiter -> {
              assertThat(waiter.getClass().getSimpleName()).isEqualTo("SelectWait");
              assertThat(waiter.reason()).isEqualTo(reason);
              assertThat(waiter).hasToString(text);
            });
  }
}
