package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A prepared select: its cases, their values and results, and who may use it. */
@ExtendWith(LeakCheck.class)
class SelectUseTest {

  @Test
  void resultsBelongToTheCaseReturnedLast() throws Exception {
    Channel<Integer> a = Channel.make(1);
    Channel<String> b = Channel.make(1);
    Select select = Select.create();
    ReceiveCase<Integer> fromA = select.onReceive(a);
    ReceiveCase<String> fromB = select.onReceive(b);
    assertNoResult(fromA);
    assertNoResult(fromB);
    a.send(1);
    assertThat(select.await()).isSameAs(fromA);
    assertThat(fromA.value()).isEqualTo(1);
    assertThat(fromA.isOpen()).isTrue();
    assertNoResult(fromB);
    b.send("x");
    assertThat(select.await()).isSameAs(fromB);
    assertThat(fromB.value()).isEqualTo("x");
    assertNoResult(fromA);
    assertThat(select.await(Duration.ZERO)).isNull();
    assertNoResult(fromB);
    a.send(2);
    assertThat(select.poll()).isSameAs(fromA);
    assertThat(fromA.value()).isEqualTo(2);
    assertThat(select.poll()).isNull();
    assertNoResult(fromA);
    a.send(3);
    assertThat(select.poll()).isSameAs(fromA);
    assertThat(select.await(Duration.ofNanos(1))).isNull();
    assertNoResult(fromA);
  }

  @Test
  void aSendWithNothingToSendIsOff() throws Exception {
    Channel<Integer> out = Channel.make(1);
    Select select = Select.create();
    SendCase<Integer> send = select.onSend(out);
    assertThat(send.valueOrOff(null)).isSameAs(send);
    assertThat(select.poll()).isNull();
    assertThat(send.toString()).endsWith(" (off)");
    send.valueOrOff(1);
    assertThat(select.poll()).isSameAs(send);
    assertThat(out.receive()).isEqualTo(1);
    send.valueOrOff(2).valueOrOff(null);
    assertThat(select.poll()).isNull();
    send.enabled(true);
    assertThatThrownBy(select::poll)
        .as("null has forgotten the value")
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("send case 0 has no value");
    assertThatThrownBy(() -> send.value(null)).hasMessageStartingWith("value is null: ");
    send.enabled(false).enabled(false).valueOrOff(3);
    assertThat(select.poll()).isSameAs(send);
    assertThat(out.receive()).isEqualTo(3);
  }

  @EveryThreadKind
  void theSampleSendsOnlyWhatItHas(ThreadKind kind) throws Exception {
    Channel<String> in = Channel.make();
    Channel<String> out = Channel.make();
    Attempt<Void> keeper = kind.attempt("keeper", () -> SelectSamples.keepUp(in, out));
    keeper.awaitBlocked("select");
    in.send("a");
    in.send("b"); // nobody has taken "a"
    assertThat(out.receive()).isEqualTo("a");
    in.send("c");
    in.close();
    assertThat(out.receive()).isEqualTo("b");
    assertThat(out.receive()).isEqualTo("c");
    assertThat(keeper.result()).isNull();
  }

  private static void assertNoResult(ReceiveCase<?> receive) {
    assertThat(receive.value()).isNull();
    assertThat(receive.isOpen()).isFalse();
  }

  @EveryThreadKind
  void resultsDoNotOutliveTheNextWait(ThreadKind kind) throws Exception {
    Channel<Integer> a = Channel.make();
    Channel<Integer> b = Channel.make();
    Attempt<Void> attempt =
        kind.attempt(
            "select",
            () -> {
              Select select = Select.create();
              ReceiveCase<Integer> fromA = select.onReceive(a);
              ReceiveCase<Integer> fromB = select.onReceive(b);
              assertThat(select.await()).isSameAs(fromA);
              assertThat(fromA.value()).isEqualTo(1);
              assertThat(select.await()).isSameAs(fromB);
              assertThat(fromB.value()).isEqualTo(2);
              assertNoResult(fromA);
              assertThat(select.await()).isSameAs(fromA);
              assertNoResult(fromA);
              assertNoResult(fromB);
            });
    attempt.awaitBlocked("select");
    a.send(1);
    attempt.awaitBlocked("select");
    b.send(2);
    attempt.awaitBlocked("select");
    a.close();
    attempt.result();
  }

  @Test
  void aValueStaysUntilItIsSent() throws Exception {
    Channel<Integer> in = Channel.make(1);
    Channel<Integer> out = Channel.make(1);
    Select select = Select.create();
    ReceiveCase<Integer> receive = select.onReceive(in);
    SendCase<Integer> send = select.onSend(out).enabled(false).value(7);
    in.send(1);
    assertThat(select.await()).isSameAs(receive);
    send.enabled(true);
    out.send(0);
    assertThat(select.await(Duration.ofNanos(1))).as("full").isNull();
    assertThat(select.poll()).isNull();
    assertThat(out.receive()).isEqualTo(0);
    assertThat(select.await()).isSameAs(send);
    assertThat(out.receive()).isEqualTo(7);
    assertThatThrownBy(select::poll).isInstanceOf(IllegalStateException.class);
    send.value(8).value(9);
    assertThat(select.poll()).isSameAs(send);
    assertThat(out.receive()).as("the last one set").isEqualTo(9);
  }

  @EveryThreadKind
  void aValueSentWhileWaitingIsCleared(ThreadKind kind) throws Exception {
    Channel<Integer> out = Channel.make();
    Attempt<Void> attempt =
        kind.attempt(
            "select",
            () -> {
              Select select = Select.create();
              select.onSend(out).value(1);
              select.await();
              select.await();
            });
    attempt.awaitBlocked("select");
    assertThat(out.receive()).isEqualTo(1);
    assertThat(attempt.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "send case 0 has no value for the next await, set one or switch it off: send to "
                + out);
  }

  @Test
  void aMissingValueIsFoundBeforeAnythingHappens() throws Exception {
    Channel<Integer> in = Channel.make(1);
    in.send(5);
    Channel<Integer> out = Channel.make(1);
    Select select = Select.create().ordered();
    ReceiveCase<Integer> receive = select.onReceive(in);
    select.onSend(out).value(1);
    SendCase<Integer> empty = select.onSend(out);
    List<ThrowingCallable> forms =
        List.of(
            select::poll,
            select::await,
            () -> select.await(Duration.ZERO),
            () -> select.await(Duration.ofDays(1)));
    for (ThrowingCallable form : forms) {
      for (int round = 0; round < 20; round++) {
        assertThatThrownBy(form)
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessage(
                "send case 2 has no value for the next await, set one or switch it off: send to "
                    + out);
      }
    }
    assertThat(in.length()).isEqualTo(1);
    assertThat(out.length()).isZero();
    empty.channel(null);
    assertThat(select.poll()).as("what is switched off needs none").isNotNull();
    empty.channel(out).enabled(false);
    assertThat(select.poll()).isNotNull();
    assertThat(List.of(in.length(), out.length())).isEqualTo(List.of(0, 1));
    assertNoResult(receive.enabled(false));
    assertThatThrownBy(() -> empty.value(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("value is null: ");
  }

  @Test
  @Spec("SELECT-08")
  void casesAreSwitchedOffAndOn() throws Exception {
    Channel<Integer> a = Channel.make(1);
    Channel<Integer> b = Channel.make(1);
    a.send(1);
    b.send(2);
    Select select = Select.create();
    ReceiveCase<Integer> receive = select.onReceive(a);
    assertThat(receive.enabled(false)).isSameAs(receive);
    assertThat(select.poll()).isNull();
    assertThat(receive.channel(null)).isSameAs(receive);
    receive.enabled(true);
    assertThat(select.poll()).isNull();
    receive.channel(Channel.nil());
    assertThat(select.poll()).isNull();
    receive.channel(b.receiveOnly());
    assertThat(select.poll()).isSameAs(receive);
    assertThat(receive.value()).isEqualTo(2);
    receive.channel(a);
    assertThat(select.await()).isSameAs(receive);
    assertThat(receive.value()).isEqualTo(1);
    SendCase<Integer> send = select.onSend((SendChannel<Integer>) null).value(3);
    assertThat(select.poll()).isNull();
    assertThat(send.channel(b.sendOnly())).isSameAs(send);
    assertThat(select.poll()).isSameAs(send);
    assertThat(b.receive()).isEqualTo(3);
  }

  /** Go's idiom: a finished source is switched off, and the loop ends when all are. */
  @EveryThreadKind
  @Spec("SELECT-08")
  void finishedSourcesAreSwitchedOff(ThreadKind kind) throws Exception {
    List<Channel<Integer>> sources = List.of(Channel.make(), Channel.make(2), Channel.make());
    for (Channel<Integer> source : sources) {
      kind.start(
          "source",
          () -> {
            for (int i = 1; i <= 100; i++) {
              source.send(i);
            }
            source.close();
          });
    }
    Select select = Select.create();
    sources.forEach(select::onReceive);
    int open = sources.size();
    int sum = 0;
    while (open > 0) {
      ReceiveCase<?> winner = (ReceiveCase<?>) select.await();
      if (winner.isOpen()) {
        sum += (Integer) winner.value();
      } else {
        winner.channel(null);
        open--;
      }
    }
    assertThat(sum).isEqualTo(3 * 5050);
  }

  @Test
  @Spec({"SELECT-23", "SELECT-24"})
  void casesMayBeAddedBetweenAwaits() throws Exception {
    Select select = Select.create();
    assertThat(select.poll()).as("no case").isNull();
    assertThat(select).hasToString("[]");
    for (int i = 0; i < 50; i++) {
      Channel<Integer> channel = Channel.make(1);
      channel.send(i);
      ReceiveCase<Integer> added = select.onReceive(channel);
      assertThat(added.index()).isEqualTo(i);
      assertThat(select.await()).isSameAs(added);
      assertThat(added.value()).isEqualTo(i);
      assertThat(select.poll()).isNull();
    }
  }

  @Test
  void theTextNamesTheCases() {
    Channel<Integer> orders = Channel.<Integer>make(4).named("orders");
    Select select = Select.create();
    assertThat(select.onReceive(orders)).hasToString("receive from orders(length=0, capacity=4)");
    assertThat(select.onSend(orders).enabled(false).value(1))
        .hasToString("send to orders(length=0, capacity=4) (off)");
    assertThat(select.onReceive((ReceiveChannel<Integer>) null))
        .hasToString("receive from nil channel");
    assertThat(select)
        .hasToString(
            "[receive from orders(length=0, capacity=4); send to orders(length=0, capacity=4) "
                + "(off); receive from nil channel]");
  }

  @EveryThreadKind
  void useByTwoThreadsIsDetected(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    Select select = Select.create();
    ReceiveCase<Integer> receive = select.onReceive(channel);
    SendCase<Integer> send = select.onSend(Channel.<Integer>nil());
    Attempt<SelectCase> owner = kind.attempt("owner", () -> select.await());
    owner.awaitBlocked("select");
    List<ThrowingCallable> uses =
        List.of(
            select::await,
            select::poll,
            () -> select.await(Duration.ZERO),
            () -> select.await(Duration.ofDays(1)),
            select::ordered,
            () -> select.onReceive(channel),
            () -> select.onSend(channel),
            () -> receive.enabled(false),
            () -> receive.channel(null),
            () -> send.enabled(false),
            () -> send.channel(channel),
            () -> send.value(1));
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(
              "select is in use by " + owner.thread() + "; each thread needs one of its own");
    }
    channel.send(3);
    assertThat(owner.result()).isSameAs(receive);
    assertThat(receive.value()).isEqualTo(3);
    assertThat(select.poll()).as("free again, and unchanged").isNull();
    receive.enabled(false);
  }

  @Test
  void afterAFailureTheSelectIsFree() throws Exception {
    Channel<Integer> channel = Channel.make(1);
    Select select = Select.create();
    SendCase<Integer> send = select.onSend(channel);
    assertThatThrownBy(select::await).isInstanceOf(IllegalStateException.class);
    send.value(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(select::await).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThatThrownBy(() -> select.await((Duration) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("timeout");
    assertThat(select.await()).isSameAs(send);
  }
}
