package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The default clause. */
@ExtendWith(LeakCheck.class)
class SelectPollTest {

  private static final int ROUNDS = 100_000;
  private static final Integer TOKEN = 1;

  /**
   * A token is put into one channel before it is taken from the other, for ever. So one of the two
   * always holds one, except while the poller itself has taken it.
   */
  @EveryThreadKind
  @Spec({"SELECT-05", "SELECT-04"})
  void aReceivePossibleSomewhereIsNeverMissed(ThreadKind kind) throws Exception {
    Channel<Integer> a = Channel.make(1);
    Channel<Integer> b = Channel.make(1);
    a.send(TOKEN);
    AtomicBoolean over = new AtomicBoolean();
    Thread mover =
        kind.start(
            "mover",
            () -> {
              while (!over.get()) {
                b.trySend(TOKEN);
                a.tryReceive();
                a.trySend(TOKEN);
                b.tryReceive();
                Thread.yield();
              }
            });
    Select select = Select.create();
    ReceiveCase<Integer> fromA = select.onReceive(a);
    ReceiveCase<Integer> fromB = select.onReceive(b);
    int missed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SelectCase winner = select.poll();
      if (winner == null) {
        missed++;
      } else {
        (winner == fromA ? a : b).trySend(TOKEN);
      }
    }
    over.set(true);
    mover.join();
    assertThat(fromB.index()).isEqualTo(1);
    assertThat(missed).as("polls that missed the token").isZero();
  }

  /** The mirror image: room moves between two channels that are otherwise full. */
  @EveryThreadKind
  @Spec({"SELECT-05", "SELECT-04"})
  void aSendPossibleSomewhereIsNeverMissed(ThreadKind kind) throws Exception {
    Channel<Integer> a = Channel.make(1);
    Channel<Integer> b = Channel.make(1);
    b.send(TOKEN);
    AtomicBoolean over = new AtomicBoolean();
    Thread mover =
        kind.start(
            "mover",
            () -> {
              while (!over.get()) {
                b.tryReceive();
                a.trySend(TOKEN);
                a.tryReceive();
                b.trySend(TOKEN);
                Thread.yield();
              }
            });
    Select select = Select.create();
    SendCase<Integer> toA = select.onSend(a).value(TOKEN);
    SendCase<Integer> toB = select.onSend(b).value(TOKEN);
    int missed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SelectCase winner = select.poll();
      if (winner == null) {
        missed++;
      } else {
        (winner == toA ? a : b).tryReceive();
        (winner == toA ? toA : toB).value(TOKEN);
      }
    }
    over.set(true);
    mover.join();
    assertThat(missed).as("polls that missed the room").isZero();
  }

  private record Pair(Channel<Integer> full, Channel<Integer> toBeClosed) {}

  @EveryThreadKind
  @Spec({"SELECT-05", "SELECT-11"})
  void aCloseBeforeTheLastReceiveIsSeen(ThreadKind kind) throws Exception {
    int rounds = 20_000;
    Channel<Pair> pairs = Channel.make(16);
    kind.start(
        "closer",
        () ->
            pairs.forEachReceived(
                pair -> {
                  pair.toBeClosed.close();
                  pair.full.tryReceive();
                }));
    Select select = Select.create();
    ReceiveCase<Integer> first = select.onReceive((Channel<Integer>) null);
    ReceiveCase<Integer> second = select.onReceive((Channel<Integer>) null);
    int missed = 0;
    for (int round = 0; round < rounds; round++) {
      Pair pair = new Pair(Channel.make(1), Channel.make());
      pair.full.send(TOKEN);
      first.channel(round % 2 == 0 ? pair.full : pair.toBeClosed);
      second.channel(round % 2 == 0 ? pair.toBeClosed : pair.full);
      pairs.send(pair);
      if (select.poll() == null) {
        missed++;
      }
    }
    pairs.close();
    assertThat(missed).isZero();
  }

  @EveryThreadKind
  @Spec({"SELECT-04", "SELECT-08", "SELECT-09", "SELECT-10"})
  void nothingReadyIsNull(ThreadKind kind) throws Exception {
    assertThat(Select.create().poll()).as("a lone default").isNull();
    Channel<Integer> full = Given.full(1);
    Select select = Select.create();
    select.onReceive((ReceiveChannel<Integer>) null);
    select.onSend(Channel.<Integer>nil()).value(1);
    assertThat(select.poll()).as("nil only").isNull();
    select.onReceive(Channel.<Integer>make());
    assertThat(select.poll()).as("one case").isNull();
    select.onSend(full).value(2);
    select.onReceive(Channel.<Integer>make(4));
    assertThat(select.poll()).as("three cases").isNull();
    assertThat(full.length()).isEqualTo(1);
    Given.senders(kind, full, 7, 1);
    assertThat(select.poll()).as("full, with a queue").isNull();
    assertThat(full.receive()).isEqualTo(0);
    assertThat(full.receive()).isEqualTo(7);
    assertThat(select.poll()).isNotNull().returns(3, SelectCase::index);
    assertThat(full.receive()).isEqualTo(2);
  }

  @EveryThreadKind
  @Spec("SELECT-04")
  void waitingPartnersAreFound(ThreadKind kind) throws Exception {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Channel.make();
    Select select = Select.create();
    ReceiveCase<Integer> receive = select.onReceive(in);
    SendCase<Integer> send = select.onSend(out).value(9);
    Given.senders(kind, in, 5, 1);
    assertThat(select.poll()).isSameAs(receive);
    assertThat(receive.value()).isEqualTo(5);
    var receiver = Given.receivers(kind, out, 1).getFirst();
    assertThat(select.poll()).isSameAs(send);
    assertThat(receiver.result()).isEqualTo(9);
  }

  @Test
  void theInterruptFlagIsIgnoredAndKept() {
    Channel<Integer> channel = Channel.make(1);
    Select select = Select.create();
    SendCase<Integer> send = select.onSend(channel).value(1);
    select.onReceive(Channel.<Integer>make());
    Thread.currentThread().interrupt();
    SelectCase first = select.poll();
    send.value(2);
    SelectCase second = select.poll();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(first).isSameAs(send);
    assertThat(second).isNull();
    assertThat(channel.tryReceive()).isEqualTo(1);
  }
}
