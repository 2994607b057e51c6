package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.LincheckRuns.require;
import static io.github.goprims.gochan.testing.LincheckRuns.scenario;
import static io.github.goprims.gochan.testing.LincheckRuns.shared;
import static io.github.goprims.gochan.testing.LincheckRuns.start;

import io.github.goprims.gochan.testing.HastyClock;
import io.github.goprims.gochan.testing.LincheckRuns;
import io.github.goprims.gochan.testing.LincheckRuns.Running;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Selects over two channels.
 *
 * <p>Which ready case a select takes is up to chance, and a sequential specification has to know.
 * So the operations of the first two tests only say whether some case took place; whoever cannot
 * tell the channels apart sees one counter between zero and the sum of the capacities. That a poll
 * says no only if at one instant no case was ready is exactly what this counter needs.
 */
class SelectLincheck {

  private static final Duration A_MOMENT = Duration.ofNanos(1);

  @Test
  void twoChannelsCountByModel() {
    HastyClock.rules(() -> LincheckRuns.model(TwoChannels.class, Counter.class));
  }

  @Test
  void twoChannelsCountUnderStress() {
    LincheckRuns.stress(TwoChannels.class, Counter.class);
  }

  /** Sends to and receives from whichever of two channels is ready. */
  @Param(name = "swapped", gen = BooleanGen.class)
  public static final class TwoChannels {
    private final Channel<Integer> one = Channel.make(1);
    private final Channel<Integer> two = Channel.make(2);

    @Operation
    public boolean pollSend(@Param(name = "swapped") boolean swapped) {
      return sends(swapped).poll() != null;
    }

    @Operation
    public boolean pollReceive(@Param(name = "swapped") boolean swapped) {
      return receives(swapped).poll() != null;
    }

    @Operation
    public boolean awaitSend(@Param(name = "swapped") boolean swapped) throws InterruptedException {
      return sends(swapped).await(A_MOMENT) != null;
    }

    @Operation
    public boolean awaitReceive(@Param(name = "swapped") boolean swapped)
        throws InterruptedException {
      return receives(swapped).await(A_MOMENT) != null;
    }

    private Select sends(boolean swapped) {
      Select select = Select.create().ordered();
      select.onSend(swapped ? two : one).value(1);
      select.onSend(swapped ? one : two).value(1);
      return select;
    }

    private Select receives(boolean swapped) {
      Select select = Select.create().ordered();
      select.onReceive(swapped ? two : one);
      select.onReceive(swapped ? one : two);
      return select;
    }
  }

  /** How many values two channels hold together. */
  public static final class Counter {
    private int count;

    public boolean pollSend(boolean swapped) {
      boolean room = count < 3;
      count += room ? 1 : 0;
      return room;
    }

    public boolean pollReceive(boolean swapped) {
      boolean any = count > 0;
      count -= any ? 1 : 0;
      return any;
    }

    public boolean awaitSend(boolean swapped) {
      return pollSend(swapped);
    }

    public boolean awaitReceive(boolean swapped) {
      return pollReceive(swapped);
    }
  }

  /** A value that is always in one of two channels cannot be missed, wherever it moves. */
  @Test
  void pollSeesAValueThatMoves() {
    scenario(
        () -> {
          Channel<Integer> one = shared(Channel.make(1));
          Channel<Integer> two = shared(Channel.make(1));
          one.trySend(1);
          Running<Object> mover =
              start(
                  () -> {
                    two.trySend(1);
                    one.tryReceive();
                    return "moved";
                  });
          require(receives(one, two).poll() != null);
          mover.result();
        });
  }

  @Test
  void awaitMeetsTwoSenders() {
    scenario(
        () -> {
          Channel<Integer> one = shared(Channel.make());
          Channel<Integer> two = shared(Channel.make());
          Running<Object> first = start(() -> send(one, 1));
          Running<Object> second = start(() -> send(two, 2));
          Select select = receives(one, two);
          require(value(select.await()) + value(select.await()) == 3);
          first.result();
          second.result();
          requireIdle(one, two);
        });
  }

  /** Each could send to or receive from the other; exactly one value passes. */
  @Test
  void twoSelectsMeetOnce() {
    scenario(
        () -> {
          Channel<Integer> one = shared(Channel.make());
          Channel<Integer> two = shared(Channel.make());
          Running<@Nullable Integer> other = start(() -> sendOrReceive(one, two, 1));
          Integer mine = sendOrReceive(two, one, 2);
          Integer others = other.result();
          require(mine == null ? others == 2 : mine == 1 && others == null);
          requireIdle(one, two);
        });
  }

  @Test
  void twoSelectsMeetOnceOnOneChannel() {
    scenario(
        () -> {
          Channel<Integer> channel = shared(Channel.make());
          Running<@Nullable Integer> other = start(() -> sendOrReceive(channel, channel, 1));
          Integer mine = sendOrReceive(channel, channel, 2);
          Integer others = other.result();
          require(mine == null ? others == 2 : mine == 1 && others == null);
          requireIdle(channel);
        });
  }

  @Test
  void selectInAHurryAgreesWithItsPartners() {
    HastyClock.rules(
        () ->
            scenario(
                () -> {
                  Channel<Integer> one = shared(Channel.make());
                  Channel<Integer> two = shared(Channel.make());
                  Running<Boolean> first = start(() -> one.send(1, A_MOMENT));
                  Running<Boolean> second = start(() -> two.send(2, A_MOMENT));
                  SelectCase winner = receives(one, two).await(A_MOMENT);
                  int sum = (first.result() ? 1 : 0) + (second.result() ? 2 : 0);
                  require(sum == (winner == null ? 0 : value(winner)));
                  requireIdle(one, two);
                }));
  }

  /** The loser of a select must not keep its partner: a plain receive shares the channel. */
  @Test
  void selectAndPlainReceiveShareASender() {
    scenario(
        () -> {
          Channel<Integer> one = shared(Channel.make());
          Channel<Integer> two = shared(Channel.make());
          Running<Integer> plain = start(one::receive);
          Running<Object> sender =
              start(
                  () -> {
                    one.send(1);
                    one.close();
                    two.close();
                    return "sent";
                  });
          SelectCase winner = receives(one, two).await();
          sender.result();
          Integer other = plain.result();
          require((other == null) == ((ReceiveCase<?>) winner).isOpen());
          requireIdle(one, two);
        });
  }

  @Test
  void closeEndsASelect() {
    scenario(
        () -> {
          Channel<Integer> one = shared(Channel.make());
          Channel<Integer> two = shared(Channel.make());
          Running<@Nullable Integer> select = start(() -> sendOrReceive(one, two, 1));
          Running<Boolean> closer = start(two::tryClose);
          one.close();
          require(closer.result());
          require(select.failedWith(ChannelClosedException.class) || select.result() == null);
          requireIdle(one, two);
        });
  }

  @Test
  void interruptedSelectHasTakenOrNot() {
    scenario(
        () -> {
          Channel<Integer> one = shared(Channel.make());
          Channel<Integer> two = shared(Channel.make());
          Running<Integer> select = start(() -> value(receives(one, two).await()));
          Running<Boolean> sender = start(() -> one.trySend(1));
          select.interrupt();
          if (sender.result()) {
            require(select.result() == 1);
          } else {
            require(select.failedWith(InterruptedException.class));
          }
          requireIdle(one, two);
        });
  }

  private static Select receives(Channel<Integer> one, Channel<Integer> two) {
    Select select = Select.create().ordered();
    select.onReceive(one);
    select.onReceive(two);
    return select;
  }

  private static int value(SelectCase winner) {
    return (Integer) ((ReceiveCase<?>) winner).value();
  }

  /** What was received; null if the value was sent, or the source closed. */
  private static @Nullable Integer sendOrReceive(
      Channel<Integer> target, Channel<Integer> source, int value) throws InterruptedException {
    Select select = Select.create().ordered();
    select.onSend(target).value(value);
    ReceiveCase<Integer> receive = select.onReceive(source);
    select.await();
    return receive.value();
  }

  private static Object send(Channel<Integer> channel, int value) throws InterruptedException {
    channel.send(value);
    return "sent";
  }

  @SafeVarargs
  private static void requireIdle(Channel<Integer>... channels) {
    for (Channel<Integer> channel : channels) {
      NobodyQueued.require(channel);
    }
  }
}
