package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the ready cases takes place, and that no other does. */
@ExtendWith(LeakCheck.class)
class SelectChoiceTest {

  private static Channel<Integer> closedChannel() {
    Channel<Integer> closed = Channel.make();
    closed.close();
    return closed;
  }

  private static Channel<Integer> holding(int value) throws InterruptedException {
    Channel<Integer> channel = Channel.make(1);
    channel.send(value);
    return channel;
  }

  /** The same value is offered to four channels; it must come out of one. */
  @ParameterizedTest
  @CsvSource({"0, VIRTUAL", "1, VIRTUAL", "0, PLATFORM", "1, PLATFORM"})
  @Spec("SELECT-01")
  void aValueInManyCasesIsSentOnce(int capacity, ThreadKind kind) throws Exception {
    int rounds = kind == ThreadKind.VIRTUAL ? 20_000 : 4_000;
    AtomicIntegerArray seen = new AtomicIntegerArray(rounds);
    List<Channel<Integer>> channels = new ArrayList<>();
    List<Thread> receivers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Channel<Integer> channel = Channel.make(capacity);
      channels.add(channel);
      receivers.add(kind.start("receiver", () -> channel.forEachReceived(seen::incrementAndGet)));
    }
    Thread sender =
        kind.start(
            "sender",
            () -> {
              Select select = Select.create();
              List<SendCase<Integer>> sends = new ArrayList<>();
              channels.forEach(channel -> sends.add(select.onSend(channel)));
              for (int round = 0; round < rounds; round++) {
                for (SendCase<Integer> send : sends) {
                  send.value(round);
                }
                select.await();
              }
            });
    sender.join();
    channels.forEach(Channel::close);
    for (Thread receiver : receivers) {
      receiver.join();
    }
    for (int round = 0; round < rounds; round++) {
      assertThat(seen.get(round)).as("value %d", round).isEqualTo(1);
    }
  }

  @Test
  @Spec("SELECT-01")
  void otherReadyCasesAreLeftAlone() throws Exception {
    for (int round = 0; round < 100; round++) {
      Channel<Integer> a = holding(1);
      Channel<Integer> b = holding(2);
      Channel<Integer> room = Channel.make(1);
      Select select = Select.create();
      select.onReceive(a);
      select.onReceive(b);
      select.onSend(room).value(3);
      int index = select.await().index();
      assertThat(List.of(a.length(), b.length(), room.length()))
          .isEqualTo(List.of(index == 0 ? 0 : 1, index == 1 ? 0 : 1, index == 2 ? 1 : 0));
    }
  }

  /** Bounds of six standard deviations: a right choice fails this once in 10^8 runs. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  @Spec("SELECT-02")
  void readyCasesAreEquallyLikely(boolean polling) throws Exception {
    Channel<Integer> value = holding(1);
    Channel<Integer> room = Channel.make(1);
    Select select = Select.create();
    select.onReceive(Channel.<Integer>make()); // never ready
    ReceiveCase<Integer> receive = select.onReceive(value);
    SendCase<Integer> send = select.onSend(room).value(2);
    select.onReceive(Channel.<Integer>make(3)); // never ready
    ReceiveCase<Integer> drained = select.onReceive(closedChannel());
    ReceiveCase<Integer> sameKind = select.onReceive(closedChannel());
    select.onReceive((Channel<Integer>) null);
    int rounds = 40_000;
    int[] counts = new int[7];
    for (int round = 0; round < rounds; round++) {
      SelectCase winner = polling ? select.poll() : select.await();
      counts[winner.index()]++;
      if (winner == receive) {
        value.send(1);
      } else if (winner == send) {
        room.receive();
        send.value(2);
      }
    }
    double sigma = Math.sqrt(rounds * 0.25 * 0.75);
    for (SelectCase ready : List.of(receive, send, drained, sameKind)) {
      assertThat((double) counts[ready.index()])
          .as("%s", ready)
          .isCloseTo(rounds / 4.0, within(6 * sigma));
    }
    assertThat(counts[0] + counts[3] + counts[6]).isZero();
  }

  @Test
  @Spec("SELECT-03")
  void aChannelInTwoCasesCountsTwice() throws Exception {
    Channel<Integer> twice = closedChannel();
    Select select = Select.create();
    select.onReceive(twice);
    select.onReceive(closedChannel());
    select.onReceive(twice);
    int rounds = 30_000;
    int[] counts = new int[3];
    for (int round = 0; round < rounds; round++) {
      counts[select.await().index()]++;
    }
    double sigma = Math.sqrt(rounds * (1 / 3.0) * (2 / 3.0));
    for (int count : counts) {
      assertThat((double) count).isCloseTo(rounds / 3.0, within(6 * sigma));
    }
  }

  @Test
  @Spec("SELECT-11")
  void aClosedAndDrainedChannelIsAlwaysReady() throws Exception {
    Channel<Integer> channel = holding(5);
    channel.close();
    Select select = Select.create();
    ReceiveCase<Integer> receive = select.onReceive(channel);
    assertThat(select.await()).isSameAs(receive);
    assertThat(receive.value()).isEqualTo(5);
    assertThat(receive.isOpen()).isTrue();
    for (int round = 0; round < 3; round++) {
      assertThat(round == 1 ? select.poll() : select.await()).isSameAs(receive);
      assertThat(receive.value()).isNull();
      assertThat(receive.isOpen()).isFalse();
    }
  }

  @Test
  @Spec("SELECT-12")
  void aSendOnClosedThrowsOnlyIfChosen() throws Exception {
    Channel<Integer> orders = Channel.<Integer>make(2).named("orders");
    orders.close();
    Select select = Select.create();
    SendCase<Integer> send = select.onSend(orders).value(1);
    ReceiveCase<Integer> other = select.onReceive(closedChannel());
    int rounds = 10_000;
    int failures = 0;
    for (int round = 0; round < rounds; round++) {
      try {
        assertThat(select.await()).isSameAs(other);
      } catch (ChannelClosedException e) {
        assertThat(e)
            .hasMessage(
                "send on closed channel: orders(length=0, capacity=2), case 0 of the select");
        assertThat(e.selectCase()).isSameAs(send);
        failures++;
      }
    }
    assertThat((double) failures).isCloseTo(rounds / 2.0, within(6 * Math.sqrt(rounds) / 2));
    other.enabled(false);
    assertThatThrownBy(select::poll).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(select::await).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> orders.send(1))
        .as("no select threw it")
        .isInstanceOfSatisfying(
            ChannelClosedException.class, e -> assertThat(e.selectCase()).isNull());
    Channel<Integer> open = Channel.make(1);
    send.channel(open);
    assertThat(select.await()).isSameAs(send);
    assertThat(open.receive()).as("the value outlives the failures").isEqualTo(1);
  }

  @Test
  @Spec("SELECT-25")
  void orderedTakesTheFirstListed() throws Exception {
    Select select = Select.create();
    List<ReceiveCase<Integer>> cases = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      cases.add(select.onReceive(closedChannel()));
    }
    for (int round = 0; round < 20; round++) {
      select.await(); // leaves the cases in disorder
    }
    assertThat(select.ordered()).isSameAs(select);
    for (int first = 0; first < cases.size(); first++) {
      for (int round = 0; round < 50; round++) {
        assertThat(select.await()).isSameAs(cases.get(first));
        assertThat(select.poll()).isSameAs(cases.get(first));
      }
      cases.get(first).enabled(false);
    }
    assertThat(select.poll()).isNull();
    ReceiveCase<Integer> late = select.onReceive(closedChannel());
    assertThat(select.await()).isSameAs(late);
    cases.get(3).enabled(true);
    assertThat(select.await()).isSameAs(cases.get(3));
  }

  @Test
  @Spec("SELECT-25")
  void aPollBeforeTheAwaitGivesPriority() throws Exception {
    Channel<Integer> urgent = Channel.make(1);
    Select first = Select.create();
    first.onReceive(urgent);
    Select all = Select.create();
    all.onReceive(urgent);
    ReceiveCase<Integer> rest = all.onReceive(closedChannel());
    for (int round = 0; round < 100; round++) {
      urgent.send(round);
      SelectCase winner = first.poll();
      assertThat(winner).isNotNull();
      assertThat(((ReceiveCase<?>) winner).value()).isEqualTo(round);
      assertThat(first.poll()).isNull();
      assertThat(all.await()).isSameAs(rest);
    }
  }

  @Test
  @Spec("SELECT-23")
  void aThousandCases() throws Exception {
    int count = 1_000;
    Select select = Select.create();
    List<Channel<Integer>> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Channel<Integer> channel = Channel.make(1);
      channels.add(channel);
      ReceiveCase<Integer> added = select.onReceive(channel);
      assertThat(added.index()).isEqualTo(i);
    }
    assertThat(select.poll()).isNull();
    for (int i = 0; i < count; i++) {
      channels.get(i).send(i);
      SelectCase winner = select.await();
      assertThat(winner.index()).isEqualTo(i);
      assertThat(((ReceiveCase<?>) winner).value()).isEqualTo(i);
    }
    assertThat(select.poll()).isNull();
  }
}
