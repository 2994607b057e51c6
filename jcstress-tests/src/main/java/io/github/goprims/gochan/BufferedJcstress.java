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
 * Races on a buffered channel: between the ring, which needs no lock, and the queues of those who
 * wait, in {@link BufferedCore}.
 *
 * @primitive Channel
 */
public final class BufferedJcstress {

  private BufferedJcstress() {}

  /**
   * @hunts the sender that goes to sleep on a channel which a receiver has just made room in
   * @guards "why no wake-up is lost" of {@link QueuedCore}, as {@link BufferedCore} does it: shut,
   *     then look again (CHAN-02)
   * @see QueuedCore#awaitSend
   * @see QueuedCore#settleSender
   */
  @JCStressTest
  @Outcome(id = "never, .*, .*", expect = FORBIDDEN, desc = "asleep beside a free place")
  @Outcome(
      id = "sent, 1, 2",
      expect = ACCEPTABLE,
      desc = "by the ring, or moved in by the receiver")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class SendToFull {
    private final Channel<Integer> channel = Race.channelOf(1, 1);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = Race.send(channel, 2);
    }

    @Actor
    public void receiver(LLL_Result r) {
      r.r2 = Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * @hunts the receiver that goes to sleep on a channel which a sender has just put a value in
   * @guards "why no wake-up is lost" of {@link QueuedCore}, as {@link BufferedCore} does it: shut,
   *     then look again (CHAN-02)
   * @see QueuedCore#awaitReceive
   * @see QueuedCore#settleReceiver
   */
  @JCStressTest
  @Outcome(id = "never, .*, .*", expect = FORBIDDEN, desc = "asleep beside a value")
  @Outcome(id = "1, sent, ", expect = ACCEPTABLE, desc = "by the ring, or handed over")
  @Outcome(expect = FORBIDDEN, desc = "a value lost or doubled, or a place not seen")
  @State
  public static class ReceiveFromEmpty {
    private final Channel<Integer> channel = Channel.make(1);

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = Race.receive(channel);
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r2 = Race.trySend(channel, 1);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * Two of two slots: old and new value share one.
   *
   * @hunts the sender that passes one which waits already, while receivers make room
   * @guards I1 of {@link BufferedCore} and the move of a blocked sender's value into the ring as
   *     one step (CHAN-03, CHAN-04, CHAN-07)
   */
  @JCStressTest
  @Outcome(id = ".*, 1 4, .*", expect = FORBIDDEN, desc = "4 passed 3, which waited already")
  @Outcome(id = ".*, gave up", expect = FORBIDDEN, desc = "3, which waited, was never moved in")
  @Outcome(id = "refused, 1 2, 3, sent", expect = ACCEPTABLE, desc = "4 came while it was full")
  @Outcome(id = "sent, 1 2, 3 4, sent", expect = ACCEPTABLE, desc = "4 came after two receives")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class BlockedSenderIsNext {
    private final Channel<Integer> channel = Race.channelOf(2, 2);
    private final ChanSendWait blocked = Race.queuedSender(channel, 3);

    @Actor
    public void newcomer(LLLL_Result r) {
      r.r1 = Race.trySend(channel, 4);
    }

    @Actor
    public void receiver(LLLL_Result r) {
      r.r2 = Race.tryReceive(channel) + " " + Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LLLL_Result r) {
      r.r3 = Race.rest(channel);
      r.r4 = Race.giveUp(channel, blocked);
    }
  }

  /**
   * Three of four slots.
   *
   * @hunts two receives that serve one blocked sender out of order, or take its value twice: the
   *     first moves it into the ring, the second finds the ring being opened
   * @guards {@code relax} as the last step before the unlock, and I1 of {@link BufferedCore}
   *     (CHAN-03, CHAN-04)
   * @see QueuedCore#settleSender
   */
  @JCStressTest
  @Outcome(id = "(.*), \\1, .*", expect = FORBIDDEN, desc = "both took the same")
  @Outcome(id = "1, 2, 3 4 sent", expect = ACCEPTABLE, desc = "in one order")
  @Outcome(id = "2, 1, 3 4 sent", expect = ACCEPTABLE, desc = "in the other order")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class TwoReceiversOneBlockedSender {
    private final Channel<Integer> channel = Race.channelOf(3, 3);
    private final ChanSendWait blocked = Race.queuedSender(channel, 4);

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = Race.tryReceive(channel);
    }

    @Actor
    public void otherReceiver(LLL_Result r) {
      r.r2 = Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel) + " " + Race.giveUp(channel, blocked);
    }
  }

  /**
   * @hunts two sends that both serve the one receiver who waits, or neither: the first hands over,
   *     the second has to find the ring open again
   * @guards I2 of {@link BufferedCore} and {@code relax} (CHAN-06, CHAN-31)
   * @see QueuedCore#settleReceiver
   */
  @JCStressTest
  @Outcome(
      id = {"refused, .*", ".*, refused, .*"},
      expect = FORBIDDEN,
      desc = "there was room, or somebody waiting, at each moment")
  @Outcome(id = "sent, sent, 1 2", expect = ACCEPTABLE, desc = "1 handed over, 2 in the ring")
  @Outcome(id = "sent, sent, 2 1", expect = ACCEPTABLE, desc = "2 handed over, 1 in the ring")
  @Outcome(expect = FORBIDDEN, desc = "a value lost or doubled")
  @State
  public static class TwoSendersOneBlockedReceiver {
    private final Channel<Integer> channel = Channel.make(1);
    private final ChanReceiveWait blocked = Race.queuedReceiver(channel);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = Race.trySend(channel, 1);
    }

    @Actor
    public void otherSender(LLL_Result r) {
      r.r2 = Race.trySend(channel, 2);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.giveUp(channel, blocked) + " " + Race.rest(channel);
    }
  }

  /**
   * @hunts the blocked sender that leaves while a receiver moves its value into the ring, and the
   *     ring whose takers stay shut out after the last one left
   * @guards "giving up" of {@link QueuedCore} and I1 of {@link BufferedCore} (INT-02, INT-05)
   * @see QueuedCore#awaitSend
   * @see QueuedCore#settleSender
   */
  @JCStressTest
  @Outcome(id = "interrupted, 1 2, .*", expect = FORBIDDEN, desc = "withdrawn and yet received")
  @Outcome(id = "sent, 1 none, .*", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "interrupted, 1 none, ", expect = ACCEPTABLE, desc = "left first")
  @Outcome(id = "sent, 1 2, ", expect = ACCEPTABLE, desc = "moved in first; the flag is kept")
  @Outcome(expect = FORBIDDEN, desc = "a lost flag, a broken invariant, or a value not seen")
  @State
  public static class SenderLeaves {
    private final Channel<Integer> channel = Race.channelOf(1, 1);
    private final ChanSendWait blocked = Race.queuedSender(channel, 2);

    @Actor
    public void interrupted(LLL_Result r) {
      r.r1 = Race.interrupt(channel, blocked);
    }

    @Actor
    public void receiver(LLL_Result r) {
      r.r2 = Race.tryReceive(channel) + " " + Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * @hunts the value that is handed to a receiver who is leaving instead of being put in the ring
   * @guards "giving up" of {@link QueuedCore} and I2 of {@link BufferedCore} (INT-02, INT-04)
   * @see QueuedCore#awaitReceive
   * @see QueuedCore#settleReceiver
   */
  @JCStressTest
  @Outcome(id = "gave up, sent, ", expect = FORBIDDEN, desc = "the value went to a leaver")
  @Outcome(
      id = ".*, refused, .*",
      expect = FORBIDDEN,
      desc = "a leaver's place in the queue counted")
  @Outcome(id = "gave up, sent, 1", expect = ACCEPTABLE, desc = "left first: 1 is in the ring")
  @Outcome(id = "1, sent, ", expect = ACCEPTABLE, desc = "served first")
  @Outcome(expect = FORBIDDEN, desc = "a value doubled, or a broken invariant")
  @State
  public static class ReceiverLeaves {
    private final Channel<Integer> channel = Channel.make(1);
    private final ChanReceiveWait blocked = Race.queuedReceiver(channel);

    @Actor
    public void leaver(LLL_Result r) {
      r.r1 = Race.giveUp(channel, blocked);
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r2 = Race.trySend(channel, 1);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * @hunts the send that is reported done and whose value nobody receives, because the channel was
   *     closed meanwhile; and a drained channel that still gives a value
   * @guards the linearization point of close, and I3 of {@link BufferedCore} (CHAN-15, CHAN-16)
   * @see BufferedCore#markClosed
   * @see Channel#close
   */
  @JCStressTest
  @Outcome(id = "sent, drained, .*", expect = FORBIDDEN, desc = "drained before the value was out")
  @Outcome(id = "sent, not drained, none", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "sent, not drained, 1", expect = ACCEPTABLE, desc = "sent, closed, received")
  @Outcome(id = "closed, drained, none", expect = ACCEPTABLE, desc = "closed, refused")
  @Outcome(expect = FORBIDDEN, desc = "refused and yet there")
  @State
  public static class SendVersusClose {
    private final Channel<Integer> channel = Channel.make(2);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = Race.send(channel, 1);
    }

    @Actor
    public void closer(LLL_Result r) {
      channel.close();
      r.r2 = channel.isDrained() ? "drained" : "not drained";
      r.r3 = Race.tryReceive(channel);
    }
  }

  /**
   * @hunts the blocked sender that is told "closed" though its value has been moved into the ring,
   *     and the one that is told nothing
   * @guards "exactly one settle succeeds" of {@code Waiter}, and I3 of {@link BufferedCore}
   *     (CHAN-19)
   * @see QueuedCore#close
   * @see QueuedCore#settleSender
   * @see ChannelWaiter#settleAndWake
   * @see ChannelWaiter#settleOwner
   */
  @JCStressTest
  @Outcome(id = "none, .*, .*", expect = FORBIDDEN, desc = "a value in the buffer was not seen")
  @Outcome(
      id = "1, 2, closed",
      expect = FORBIDDEN,
      desc = "received and yet told that it is closed")
  @Outcome(id = "1, , sent", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "1, 2, sent", expect = ACCEPTABLE, desc = "moved in, closed")
  @Outcome(id = "1, , closed", expect = ACCEPTABLE, desc = "closed; 1 stays to be received")
  @Outcome(expect = FORBIDDEN, desc = "the sender was told nothing, or a broken invariant")
  @State
  public static class BlockedSenderVersusClose {
    private final Channel<Integer> channel = Race.channelOf(1, 1);
    private final ChanSendWait blocked = Race.queuedSender(channel, 2);

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = Race.tryReceive(channel);
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = Race.rest(channel);
      r.r3 = Race.giveUp(channel, blocked);
    }
  }

  /**
   * @hunts the blocked receiver that is told "closed" though it was handed a value, and the one
   *     that is told nothing
   * @guards "exactly one settle succeeds" of {@code Waiter}, and I3 of {@link BufferedCore}
   *     (CHAN-18)
   * @see QueuedCore#close
   * @see QueuedCore#settleReceiver
   * @see ChannelWaiter#settleAndWake
   * @see ChannelWaiter#settleOwner
   */
  @JCStressTest
  @Outcome(id = "sent, , closed", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "closed, , 1", expect = FORBIDDEN, desc = "refused and yet received")
  @Outcome(id = "sent, , 1", expect = ACCEPTABLE, desc = "handed over, closed")
  @Outcome(id = "closed, , closed", expect = ACCEPTABLE, desc = "closed, refused")
  @Outcome(expect = FORBIDDEN, desc = "the receiver was told nothing, or a broken invariant")
  @State
  public static class BlockedReceiverVersusClose {
    private final Channel<Integer> channel = Channel.make(1);
    private final ChanReceiveWait blocked = Race.queuedReceiver(channel);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = Race.trySend(channel, 1);
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r2 = Race.rest(channel);
      r.r3 = Race.giveUp(channel, blocked);
    }
  }

  /**
   * @hunts the receiver that goes to sleep on a channel which is closed at that moment: no send
   *     will ever wake it
   * @guards I3 of {@link BufferedCore}, and the order of look and enqueue in {@link QueuedCore}
   *     (CHAN-18)
   */
  @JCStressTest
  @Outcome(id = "never, .*", expect = FORBIDDEN, desc = "asleep on a closed channel")
  @Outcome(id = "closed, ", expect = ACCEPTABLE, desc = "closed before or after it went to sleep")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody, or somebody left behind")
  @State
  public static class ReceiveVersusClose {
    private final Channel<Integer> channel = Channel.make(1);

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = Race.receive(channel);
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = Race.rest(channel);
    }
  }

  /**
   * Go tests this race in TestNonblockRecvRace.
   *
   * @hunts a try that says "nothing" on a channel that has a value all the time and is closed at
   *     that moment
   * @guards the linearization point of empty (CHAN-31)
   */
  @JCStressTest
  @Outcome(id = "none", expect = FORBIDDEN, desc = "the close hid the value")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "received before or after the close")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody")
  @State
  public static class TryReceiveVersusClose {
    private final Channel<Integer> channel = Race.channelOf(1, 1);

    @Actor
    public void receiver(L_Result r) {
      r.r1 = Race.tryReceive(channel);
    }

    @Actor
    public void closer() {
      channel.close();
    }
  }

  /**
   * The last two results are: drained, what was received, drained.
   *
   * @hunts a channel that is drained and then is not, or gives a value
   * @guards {@link Ring#isEmpty()} as the last word once closed (CHAN-16)
   */
  @JCStressTest
  @Outcome(id = ".*, true 1 .*", expect = FORBIDDEN, desc = "a value after drained")
  @Outcome(id = ".*, true .* false", expect = FORBIDDEN, desc = "drained, and then not")
  @Outcome(
      id = ".*, .* none false",
      expect = FORBIDDEN,
      desc = "nothing to receive, yet not drained")
  @Outcome(id = "1, (true|false) none true", expect = ACCEPTABLE, desc = "the closer drained it")
  @Outcome(id = "none, false 1 true", expect = ACCEPTABLE, desc = "closed, drained by the observer")
  @Outcome(id = "none, false 1 false", expect = ACCEPTABLE, desc = "emptied, then closed")
  @Outcome(expect = FORBIDDEN, desc = "a value lost or doubled")
  @State
  public static class DrainedForGood {
    private final Channel<Integer> channel = Race.channelOf(2, 1);

    @Actor
    public void closer(LL_Result r) {
      channel.close();
      r.r1 = Race.tryReceive(channel);
    }

    @Actor
    public void observer(LL_Result r) {
      boolean before = channel.isDrained();
      Object value = Race.tryReceive(channel);
      r.r2 = before + " " + value + " " + channel.isDrained();
    }
  }

  /**
   * The result is: drained, what was received, drained.
   *
   * @hunts a channel that is called drained while its last value is still on the way: sent, then
   *     closed, and seen empty before and closed after
   * @guards the order of the two looks in {@link BufferedCore#isDrained} (CHAN-16)
   */
  @JCStressTest
  @Outcome(id = "true .*", expect = FORBIDDEN, desc = "seen empty, then closed, with a value in it")
  @Outcome(id = ".* none true", expect = FORBIDDEN, desc = "drained without having been emptied")
  @Outcome(id = "false none false", expect = ACCEPTABLE, desc = "looked before the send")
  @Outcome(id = "false 1 false", expect = ACCEPTABLE, desc = "received, then closed")
  @Outcome(id = "false 1 true", expect = ACCEPTABLE, desc = "closed, then received")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody")
  @State
  public static class NotDrainedTooEarly {
    private final Channel<Integer> channel = Channel.make(1);

    @Actor
    public void senderAndCloser() {
      channel.trySend(1);
      channel.close();
    }

    @Actor
    public void observer(L_Result r) {
      boolean before = channel.isDrained();
      Object value = Race.tryReceive(channel);
      r.r1 = before + " " + value + " " + channel.isDrained();
    }
  }

  /**
   * @hunts a length beyond zero to capacity, or one that shows the inside of a receive: a sender
   *     waits, so that the channel is full before and after the first receive
   * @guards I1 of {@link BufferedCore} (CHAN-07, CHAN-09)
   */
  @JCStressTest
  @Outcome(id = "1, .*", expect = FORBIDDEN, desc = "the oldest gone, the next not yet in")
  @Outcome(id = "3, .*", expect = FORBIDDEN, desc = "the next in, the oldest not yet gone")
  @Outcome(id = "2, 1 2 3 sent", expect = ACCEPTABLE, desc = "full all the time")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class LengthStaysFull {
    private final Channel<Integer> channel = Race.channelOf(2, 2);
    private final ChanSendWait blocked = Race.queuedSender(channel, 3);

    @Actor
    public void observer(LL_Result r) {
      r.r1 = channel.length();
    }

    @Actor
    public void receiver(LL_Result r) {
      r.r2 = Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = r.r2 + " " + Race.rest(channel) + " " + Race.giveUp(channel, blocked);
    }
  }

  /**
   * @hunts a value that is put into the ring that is left behind when each side gets one of its own
   * @guards "two of one" of {@link Ring} (CHAN-05, CHAN-31)
   */
  @JCStressTest
  @Outcome(id = "sent, 1 2", expect = ACCEPTABLE, desc = "before or after")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or refused")
  @State
  public static class PartVersusSend {
    private final Channel<Integer> channel = Race.channelOf(2, 1);

    @Actor
    public void sender(LL_Result r) {
      r.r1 = Race.trySend(channel, 2);
    }

    @Actor
    public void parter() {
      ((BufferedCore) channel.core()).part();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = Race.rest(channel);
    }
  }

  /**
   * @hunts a value that is taken from the ring that is left behind when each side gets one of its
   *     own, and so comes twice
   * @guards "two of one" of {@link Ring} (CHAN-05, CHAN-31)
   */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "before or after")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or refused")
  @State
  public static class PartVersusReceive {
    private final Channel<Integer> channel = Race.channelOf(2, 2);

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = Race.tryReceive(channel);
    }

    @Actor
    public void parter() {
      ((BufferedCore) channel.core()).part();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = Race.rest(channel);
    }
  }

  /**
   * @hunts the sender that goes to sleep at the gate of the ring that is left behind when each side
   *     gets one of its own
   * @guards "two of one" of {@link Ring} (CHAN-02)
   */
  @JCStressTest
  @Outcome(id = "never, .*, .*", expect = FORBIDDEN, desc = "asleep beside a free place")
  @Outcome(id = "sent, 1, 2", expect = ACCEPTABLE, desc = "before, between or after")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class PartVersusSendToFull {
    private final Channel<Integer> channel = Race.channelOf(1, 1);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = Race.send(channel, 2);
    }

    @Actor
    public void parterAndReceiver(LLL_Result r) {
      ((BufferedCore) channel.core()).part();
      r.r2 = Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * All wait without a limit, and the channel is full or empty at each step.
   *
   * @hunts a wake-up that is lost on a virtual thread, where waiting goes by way of a yield
   * @guards "why no wake-up is lost" of {@code Waiter} and of {@link QueuedCore} (CHAN-03)
   * @see QueuedCore#awaitSend
   * @see QueuedCore#awaitReceive
   * @see io.github.goprims.gochan.internal.waiting.Parking#unpark
   */
  @JCStressTest
  @Outcome(id = "1 2 3 4", expect = ACCEPTABLE, desc = "each of them, in order")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class StreamFromVirtualThread {
    private final Channel<Integer> channel = Channel.make(1);

    @Actor
    public void sender() {
      Thread sender =
          Race.virtually(
              () -> {
                for (int value = 1; value <= 4; value++) {
                  Race.sendForever(channel, value);
                }
              });
      Race.join(sender);
    }

    @Actor
    public void receiver(L_Result r) {
      StringBuilder values = new StringBuilder();
      for (int i = 1; i <= 4; i++) {
        values.append(i == 1 ? "" : " ").append(Race.outcomeOf(channel::receive));
      }
      r.r1 = values.toString();
    }
  }
}
