package io.github.goprims.gochan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races on a {@link Select}: for its one decision, between two of them, and between its two passes
 * and channels that change meanwhile.
 *
 * @primitive Select
 */
public final class SelectJcstress {

  private SelectJcstress() {}

  /** What took place: "got 1", "sent 2", "closed"; "never" where a partner was missed. */
  private static String await(Select select, ReceiveCase<Integer> receive, SendCase<Integer> send) {
    try {
      SelectCase chosen = Race.await(select);
      if (chosen == null) {
        return "never";
      }
      return chosen == send ? "sent" : receive.isOpen() ? "got " + receive.value() : "closed";
    } catch (ChannelClosedException e) {
      return "closed";
    }
  }

  private static Object valueOf(SelectCase chosen) {
    return switch (chosen) {
      case null -> "none";
      case ReceiveCase<?> receive -> receive.isOpen() ? receive.value() : "closed";
      case SendCase<?> send -> "sent";
    };
  }

  /**
   * @hunts two senders on two channels who both think that they have served the one select
   * @guards the settle of {@link SelectWait}: one compare-and-set for all cases (SELECT-17)
   * @see ChannelWaiter#settleOwner
   */
  @JCStressTest
  @Outcome(id = "sent, sent, .*", expect = FORBIDDEN, desc = "both served it: one value is lost")
  @Outcome(id = "refused, refused, .*", expect = FORBIDDEN, desc = "neither saw it waiting")
  @Outcome(id = "sent, refused, 1", expect = ACCEPTABLE, desc = "the first channel won")
  @Outcome(id = "refused, sent, 2", expect = ACCEPTABLE, desc = "the second channel won")
  @Outcome(expect = FORBIDDEN, desc = "served by one and got the value of the other, or nothing")
  @State
  public static class DoubleClaim {
    private final Channel<Integer> first = Channel.make();
    private final Channel<Integer> second = Channel.make();
    private final SelectWait wait = new SelectWait(Select.create(), true);
    private final ChanReceiveWait onFirst = Race.queuedReceiver(first, wait);
    private final ChanReceiveWait onSecond = Race.queuedReceiver(second, wait);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = Race.trySend(first, 1);
    }

    @Actor
    public void otherSender(LLL_Result r) {
      r.r2 = Race.trySend(second, 2);
    }

    @Arbiter
    public void after(LLL_Result r) {
      Object winner = wait.await(0);
      r.r3 = winner == onFirst ? onFirst.result : winner == onSecond ? onSecond.result : "none";
    }
  }

  /**
   * @hunts what the losing case leaves behind: a waiter in a queue, a side of a ring that stays
   *     shut, or the loser's value taken as well
   * @guards the way out of a wait (SELECT-17)
   */
  @JCStressTest
  @Outcome(id = ".*waiter.*", expect = FORBIDDEN, desc = "the loser is still in its queue")
  @Outcome(id = "never, .*", expect = FORBIDDEN, desc = "asleep beside two values")
  @Outcome(id = "1, sent sent, , 2", expect = ACCEPTABLE, desc = "the first won, 2 stays")
  @Outcome(id = "2, sent sent, 1, ", expect = ACCEPTABLE, desc = "the second won, 1 stays")
  @Outcome(expect = FORBIDDEN, desc = "a value lost or doubled, or a broken invariant")
  @State
  public static class LoserLeavesNothing {
    private final Channel<Integer> first = Channel.make(1);
    private final Channel<Integer> second = Channel.make(1);
    private final Select select = Select.create();

    public LoserLeavesNothing() {
      select.onReceive(first);
      select.onReceive(second);
    }

    @Actor
    public void selecting(LLLL_Result r) {
      r.r1 = valueOf(Race.await(select));
    }

    @Actor
    public void sender(LLLL_Result r) {
      r.r2 = Race.trySend(first, 1) + " " + Race.trySend(second, 2);
    }

    @Arbiter
    public void after(LLLL_Result r) {
      r.r3 = Race.rest(first);
      r.r4 = Race.rest(second);
    }
  }

  /**
   * A deadlock shows as a timeout of the suite.
   *
   * @hunts two selects that wait for each other: over the same two channels, listed in opposite
   *     order, each sending where the other receives
   * @guards the order of the locks, the one instant of the second pass, and the settle of two
   *     selects by one another (SELECT-17)
   * @see Selection#awaitQueued
   * @see ChannelWaiter#settleOwner
   */
  @JCStressTest
  @Outcome(
      id = {"never, .*", ".*, never"},
      expect = FORBIDDEN,
      desc = "each looked before the other was there")
  @Outcome(id = "sent, sent", expect = FORBIDDEN, desc = "both sent, nobody received")
  @Outcome(id = "got 2, got 1", expect = FORBIDDEN, desc = "each was served twice")
  @Outcome(id = "sent, got 1", expect = ACCEPTABLE, desc = "they met on the first channel")
  @Outcome(id = "got 2, sent", expect = ACCEPTABLE, desc = "they met on the second channel")
  @Outcome(expect = FORBIDDEN, desc = "neither met nor missed")
  @State
  public static class SelectVersusSelect {
    private final Channel<Integer> first = Channel.make();
    private final Channel<Integer> second = Channel.make();
    private final Select one = Select.create();
    private final SendCase<Integer> oneSends = one.onSend(first).value(1);
    private final ReceiveCase<Integer> oneReceives = one.onReceive(second);
    private final Select other = Select.create();
    private final SendCase<Integer> otherSends = other.onSend(second).value(2);
    private final ReceiveCase<Integer> otherReceives = other.onReceive(first);

    @Actor
    public void one(LL_Result r) {
      r.r1 = await(one, oneReceives, oneSends);
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = await(other, otherReceives, otherSends);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + Race.rest(first) + Race.rest(second);
    }
  }

  /**
   * @hunts a select that serves itself, and two that stand in each other's way: both offer both
   *     directions of one channel
   * @guards "never meets itself" and the opening of a channel between two cases on it
   */
  @JCStressTest
  @Outcome(
      id = {"never, .*", ".*, never"},
      expect = FORBIDDEN,
      desc = "each looked before the other was there")
  @Outcome(
      id = {"got 1, .*", ".*, got 2"},
      expect = FORBIDDEN,
      desc = "a select met itself")
  @Outcome(id = "sent, got 1", expect = ACCEPTABLE, desc = "met in one direction")
  @Outcome(id = "got 2, sent", expect = ACCEPTABLE, desc = "met in the other direction")
  @Outcome(expect = FORBIDDEN, desc = "neither met nor missed")
  @State
  public static class BothDirections {
    private final Channel<Integer> channel = Channel.make();
    private final Select one = Select.create();
    private final SendCase<Integer> oneSends = one.onSend(channel).value(1);
    private final ReceiveCase<Integer> oneReceives = one.onReceive(channel);
    private final Select other = Select.create();
    private final SendCase<Integer> otherSends = other.onSend(channel).value(2);
    private final ReceiveCase<Integer> otherReceives = other.onReceive(channel);

    @Actor
    public void one(LL_Result r) {
      r.r1 = await(one, oneReceives, oneSends);
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = await(other, otherReceives, otherSends);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + Race.rest(channel);
    }
  }

  /**
   * @hunts a select that goes to sleep on a channel which is closed at that moment, or takes a
   *     value and reports the close
   * @guards the second pass, and the settle of {@link SelectWait} by a close (SELECT-12)
   * @see Selection#awaitQueued
   * @see QueuedCore#close
   */
  @JCStressTest
  @Outcome(id = "none, .*", expect = FORBIDDEN, desc = "asleep on a closed channel")
  @Outcome(id = "closed, sent", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "closed, refused", expect = ACCEPTABLE, desc = "came after the try, woken by close")
  @Outcome(id = "1, sent", expect = ACCEPTABLE, desc = "waited, served")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody, or somebody left behind")
  @State
  public static class ReceiveVersusClose {
    private final Channel<Integer> closing = Channel.make();
    private final Channel<Integer> other = Channel.make();
    private final Select select = Select.create();

    public ReceiveVersusClose() {
      select.onReceive(closing);
      select.onReceive(other);
    }

    @Actor
    public void selecting(LL_Result r) {
      r.r1 = valueOf(Race.await(select));
    }

    @Actor
    public void senderAndCloser(LL_Result r) {
      r.r2 = Race.trySend(other, 1);
      closing.close();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + Race.rest(closing) + Race.rest(other);
    }
  }

  /**
   * @hunts a sending case that is received and then told that the channel is closed, or that sleeps
   *     on a closed channel
   * @guards the settle of {@link SelectWait} by a close (SELECT-12)
   * @see Selection#awaitQueued
   * @see QueuedCore#close
   */
  @JCStressTest
  @Outcome(id = "never, .*", expect = FORBIDDEN, desc = "asleep on a closed channel")
  @Outcome(id = "closed, 1", expect = FORBIDDEN, desc = "received and yet told that it is closed")
  @Outcome(id = "sent, none", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "closed, none", expect = ACCEPTABLE, desc = "closed before or after it waited")
  @Outcome(id = "sent, 1", expect = ACCEPTABLE, desc = "waited, received, closed")
  @Outcome(expect = FORBIDDEN, desc = "somebody left behind")
  @State
  public static class SendVersusClose {
    private final Channel<Integer> closing = Channel.make();
    private final Channel<Integer> other = Channel.make();
    private final Select select = Select.create();
    private final SendCase<Integer> send = select.onSend(closing).value(1);
    private final ReceiveCase<Integer> receive = select.onReceive(other);

    @Actor
    public void selecting(LL_Result r) {
      r.r1 = await(select, receive, send);
    }

    @Actor
    public void receiverAndCloser(LL_Result r) {
      r.r2 = Race.tryReceive(closing);
      closing.close();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + Race.rest(closing) + Race.rest(other);
    }
  }

  /**
   * A poll that tries one channel at a time looks at each of them while it is empty.
   *
   * @hunts a poll that says "nothing" though at each moment one of its two channels had a value:
   *     the mover puts one in the other channel before it takes one out of this
   * @guards the one instant of the second pass; the mover's own tries are exact as well, while the
   *     poll keeps the ring shut (CHAN-31)
   */
  @JCStressTest
  @Outcome(id = "none, .*", expect = FORBIDDEN, desc = "looked at each while it was empty")
  @Outcome(id = "., .*refused.*", expect = FORBIDDEN, desc = "a place was hidden by the poll")
  @Outcome(id = "1, sent sent", expect = ACCEPTABLE, desc = "before the first move")
  @Outcome(id = "2, sent sent", expect = ACCEPTABLE, desc = "after the first move")
  @Outcome(id = "3, sent sent", expect = ACCEPTABLE, desc = "after the second move")
  @Outcome(expect = FORBIDDEN, desc = "a value from nowhere, or a broken invariant")
  @State
  public static class PollMissesNothing {
    private final Channel<Integer> here = Race.channelOf(1, 1);
    private final Channel<Integer> there = Channel.make(1);
    private final Select select = Select.create();

    public PollMissesNothing() {
      select.onReceive(here);
      select.onReceive(there);
    }

    @Actor
    public void poller(LL_Result r) {
      r.r1 = valueOf(select.poll());
    }

    @Actor
    public void mover(LL_Result r) {
      String moved = Race.trySend(there, 2);
      here.tryReceive();
      String back = Race.trySend(here, 3);
      there.tryReceive();
      r.r2 = moved + " " + back;
    }

    @Arbiter
    public void after(LL_Result r) {
      Race.rest(there);
      r.r2 = r.r2 + Race.rest(here).replaceAll("\\d", "");
    }
  }

  /**
   * @hunts a value that goes to a select whose time is over
   * @guards the settle of {@link SelectWait} by its own thread
   * @see Selection#awaitQueued
   * @see ChannelWaiter#settleOwner
   */
  @JCStressTest
  @Outcome(id = "none, sent.*", expect = FORBIDDEN, desc = "the value went to a leaver")
  @Outcome(id = "none, refused", expect = ACCEPTABLE, desc = "not yet there, or already gone")
  @Outcome(id = "1, sent", expect = ACCEPTABLE, desc = "served in time")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody, or somebody left behind")
  @State
  public static class TimeoutVersusSend {
    private final Channel<Integer> channel = Channel.make();
    private final Channel<Integer> other = Channel.make();
    private final Select select = Select.create();

    public TimeoutVersusSend() {
      select.onReceive(channel);
      select.onReceive(other);
    }

    @Actor
    public void selecting(LL_Result r) {
      r.r1 = Race.outcomeOf(() -> valueOf(select.await(Race.SHORT)));
    }

    @Actor
    public void sender(LL_Result r) {
      r.r2 = Race.trySend(channel, 1);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + Race.rest(channel) + Race.rest(other);
    }
  }

  /**
   * @hunts a value that goes to a select which is interrupted in the same moment
   * @guards the settle of {@link SelectWait} by its own thread (INT-02, INT-03)
   * @see Selection#awaitQueued
   * @see ChannelWaiter#settleOwner
   */
  @JCStressTest
  @Outcome(id = "interrupted, sent.*", expect = FORBIDDEN, desc = "the value went to a leaver")
  @Outcome(id = "interrupted, refused", expect = ACCEPTABLE, desc = "left first, or never waited")
  @Outcome(id = "1, sent", expect = ACCEPTABLE, desc = "served first; the flag is kept")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody, a lost flag, or somebody left behind")
  @State
  public static class InterruptVersusSend {
    private final Channel<Integer> channel = Channel.make();
    private final Channel<Integer> other = Channel.make();
    private final Select select = Select.create();
    private volatile Thread selecting;

    public InterruptVersusSend() {
      select.onReceive(channel);
      select.onReceive(other);
    }

    @Actor
    public void selecting(LL_Result r) {
      selecting = Thread.currentThread();
      r.r1 = Race.interruptible(() -> valueOf(select.await(Race.LONG)));
    }

    @Actor
    public void interrupterAndSender(LL_Result r) {
      while (selecting == null) {
        Thread.onSpinWait();
      }
      selecting.interrupt();
      r.r2 = Race.trySend(channel, 1);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + Race.rest(channel) + Race.rest(other);
    }
  }

  /**
   * @hunts a first wait that reaches into the second: its loser takes what the second wait is owed,
   *     or is taken for the second's winner
   * @guards the way out of a wait (SELECT-17)
   */
  @JCStressTest
  @Outcome(id = ".*(none|never).*", expect = FORBIDDEN, desc = "one of the two was not served")
  @Outcome(id = "1 2, sent sent", expect = ACCEPTABLE, desc = "one for each wait")
  @Outcome(expect = FORBIDDEN, desc = "a value lost or doubled, or somebody left behind")
  @State
  public static class SecondWait {
    private final Channel<Integer> first = Channel.make();
    private final Channel<Integer> second = Channel.make();
    private final Select select = Select.create();

    public SecondWait() {
      select.onReceive(first);
      select.onReceive(second);
    }

    @Actor
    public void selecting(LL_Result r) {
      r.r1 = valueOf(Race.await(select)) + " " + valueOf(Race.await(select));
    }

    @Actor
    public void sender(LL_Result r) {
      r.r2 = Race.send(first, 1) + " " + Race.send(second, 2);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + Race.rest(first) + Race.rest(second);
    }
  }

  /**
   * @hunts a channel that is given two places in the order of the locks
   * @guards the compare-and-set of {@code id} in {@link QueuedCore}, and with it the absence of
   *     deadlocks
   */
  @JCStressTest
  @Outcome(id = "two", expect = FORBIDDEN, desc = "two selects lock in different orders")
  @Outcome(id = "one", expect = ACCEPTABLE, desc = "given by one, seen by both")
  @Outcome(expect = FORBIDDEN, desc = "none at all")
  @State
  public static class OneIdForEachChannel {
    private final QueuedCore core = Race.core(Channel.make());
    private long first;
    private long second;

    @Actor
    public void asks() {
      first = core.id();
    }

    @Actor
    public void asksToo() {
      second = core.id();
    }

    @Arbiter
    public void after(L_Result r) {
      r.r1 = first == 0 || second == 0 ? "none" : first == second ? "one" : "two";
    }
  }

  /**
   * @hunts a wake-up that is lost when one of two selects runs on a virtual thread and both wait
   *     without a limit
   * @guards the order of the locks and the one instant of the second pass, with a yield and an
   *     unpark in between
   * @see Selection#awaitQueued
   * @see ChannelWaiter#settleOwner
   */
  @JCStressTest
  @Outcome(id = "sent, got 1", expect = ACCEPTABLE, desc = "they met on the first channel")
  @Outcome(id = "got 2, sent", expect = ACCEPTABLE, desc = "they met on the second channel")
  @Outcome(expect = FORBIDDEN, desc = "neither met nor missed")
  @State
  public static class OneOnVirtualThread {
    private final Channel<Integer> first = Channel.make();
    private final Channel<Integer> second = Channel.make();
    private String onVirtualThread;

    @Actor
    public void one(LL_Result r) {
      Thread party = Race.virtually(() -> onVirtualThread = meet(first, 1, second));
      Race.join(party);
      r.r1 = onVirtualThread;
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = meet(second, 2, first);
    }

    private static String meet(Channel<Integer> to, int value, Channel<Integer> from) {
      return (String)
          Race.outcomeOf(
              () ->
                  Select.first(
                      Select.send(to, value, () -> "sent"),
                      Select.receive(from, received -> "got " + received)));
    }
  }
}
