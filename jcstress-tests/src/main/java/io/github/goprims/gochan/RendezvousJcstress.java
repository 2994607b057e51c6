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
 * Races on an unbuffered channel: for the slot of {@link RendezvousCore}, on the way from the slot
 * to the queues, and between a hand-off and a waiter that leaves.
 *
 * @primitive Channel
 */
public final class RendezvousJcstress {

  private RendezvousJcstress() {}

  /**
   * @hunts a sender and a receiver that both sit down: one would wait in the slot, the other in a
   *     queue or nowhere
   * @guards "why no match is missed" of {@link RendezvousCore} and of {@code Waiter} why no wake-up
   *     is lost (CHAN-01)
   * @see QueuedCore#awaitSend
   * @see QueuedCore#awaitReceive
   * @see RendezvousCore#settleInSlot
   */
  @JCStressTest
  @Outcome(
      id = {"never, .*", ".*, never"},
      expect = FORBIDDEN,
      desc = "both sat down and did not see each other, or one was not woken")
  @Outcome(id = "sent, 1", expect = ACCEPTABLE, desc = "one sat down, the other took it out")
  @Outcome(expect = FORBIDDEN, desc = "neither met nor missed")
  @State
  public static class SendVersusReceive {
    private final Channel<Integer> channel = Channel.make();

    @Actor
    public void sender(LL_Result r) {
      r.r1 = Race.send(channel, 1);
    }

    @Actor
    public void receiver(LL_Result r) {
      r.r2 = Race.receive(channel);
    }
  }

  /**
   * @hunts the second sender that is let in while the first moves from the slot to the queue, and
   *     so gets ahead of it; and a try that does not see the first on its way
   * @guards the transition waiter to QUEUE and I1 of {@link RendezvousCore} (CHAN-04, CHAN-31)
   */
  @JCStressTest
  @Outcome(id = ".*, 2, .*, .*", expect = FORBIDDEN, desc = "the second sender passed the first")
  @Outcome(
      id = ".*, none, .*, .*",
      expect = FORBIDDEN,
      desc = "a sender waited all the time, and the try did not see it between slot and queue")
  @Outcome(
      id = "refused, 1, none, sent",
      expect = ACCEPTABLE,
      desc = "taken from the slot or from the queue; the second was not there any more or not yet")
  @Outcome(
      id = "sent, 1, 2, sent",
      expect = ACCEPTABLE,
      desc = "taken from the queue, both in the order of their arrival")
  @Outcome(expect = FORBIDDEN, desc = "taken and not sent, or sent and not taken")
  @State
  public static class SecondSenderMovesTheFirst {
    private final Channel<Integer> channel = Channel.make();
    private final ChanSendWait first = Race.seatedSender(channel, 1);

    @Actor
    public void secondSender(LLLL_Result r) {
      r.r1 = Race.outcomeOf(() -> channel.send(2, Race.SHORT));
    }

    @Actor
    public void receiver(LLLL_Result r) {
      r.r2 = Race.tryReceive(channel);
      r.r3 = Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LLLL_Result r) {
      r.r4 = Race.giveUp(channel, first) + Race.rest(channel);
    }
  }

  /**
   * @hunts a send that does not see a receiver on its way from the slot to the queue, and one that
   *     serves the second receiver before the first
   * @guards the transition waiter to QUEUE and I1 of {@link RendezvousCore} (CHAN-04, CHAN-31)
   */
  @JCStressTest
  @Outcome(
      id = ".*, refused .*, .*",
      expect = FORBIDDEN,
      desc = "a receiver waited all the time, and the try did not see it between slot and queue")
  @Outcome(id = "1, .*, .*", expect = FORBIDDEN, desc = "the second receiver passed the first")
  @Outcome(
      id = "none, sent refused, 1",
      expect = ACCEPTABLE,
      desc = "the first got 1; the second was not there any more or not yet")
  @Outcome(id = "2, sent sent, 1", expect = ACCEPTABLE, desc = "both, in the order of arrival")
  @Outcome(expect = FORBIDDEN, desc = "sent and not received, or received and not sent")
  @State
  public static class SecondReceiverMovesTheFirst {
    private final Channel<Integer> channel = Channel.make();
    private final ChanReceiveWait first = Race.seatedReceiver(channel);

    @Actor
    public void secondReceiver(LLL_Result r) {
      r.r1 = Race.outcomeOf(() -> channel.receive(Race.SHORT));
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r2 = Race.trySend(channel, 1) + " " + Race.trySend(channel, 2);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.giveUp(channel, first) + Race.rest(channel);
    }
  }

  /**
   * @hunts a waiter that is moved to the queue after it has looked for itself there, so that it
   *     stays for ever, and one that is served though it has left
   * @guards "giving up" of {@link QueuedCore} (INT-02, INT-05)
   * @see QueuedCore#awaitSend
   */
  @JCStressTest
  @Outcome(id = "sent, none, .*", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "interrupted, 1, .*", expect = FORBIDDEN, desc = "withdrawn and yet received")
  @Outcome(id = ".*waiter.*", expect = FORBIDDEN, desc = "moved to the queue behind its own back")
  @Outcome(id = "interrupted, none, ", expect = ACCEPTABLE, desc = "left from slot or queue")
  @Outcome(id = "sent, 1, ", expect = ACCEPTABLE, desc = "moved, received; the flag is kept")
  @Outcome(expect = FORBIDDEN, desc = "an outcome that is neither")
  @State
  public static class InterruptVersusMove {
    private final Channel<Integer> channel = Channel.make();
    private final ChanSendWait sender = Race.seatedSender(channel, 1);

    @Actor
    public void interrupted(LLL_Result r) {
      r.r1 = Race.interrupt(channel, sender);
    }

    @Actor
    public void moverAndReceiver(LLL_Result r) {
      Race.core(channel).trySendLocked(9);
      r.r2 = Race.tryReceive(channel);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * @hunts a sender that sits down unseen by a close, in the slot or in the queue
   * @guards the transitions of the slot under close, and I1 of {@link RendezvousCore} (CHAN-19,
   *     INT-02)
   * @see QueuedCore#awaitSend
   * @see QueuedCore#close
   * @see Channel#close
   */
  @JCStressTest
  @Outcome(id = "never, .*, .*", expect = FORBIDDEN, desc = "sat down behind the close")
  @Outcome(id = "sent, none, .*", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "closed, none, ", expect = ACCEPTABLE, desc = "closed before or after it sat down")
  @Outcome(id = "sent, 1, ", expect = ACCEPTABLE, desc = "sat down, received, closed")
  @Outcome(expect = FORBIDDEN, desc = "received and yet told that it is closed")
  @State
  public static class SendVersusClose {
    private final Channel<Integer> channel = Channel.make();

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = Race.send(channel, 1);
    }

    @Actor
    public void receiverAndCloser(LLL_Result r) {
      r.r2 = Race.tryReceive(channel);
      channel.close();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * @hunts a receiver that sits down unseen by a close, in the slot or in the queue
   * @guards the transitions of the slot under close, and I1 of {@link RendezvousCore} (CHAN-18)
   * @see QueuedCore#awaitReceive
   * @see QueuedCore#close
   * @see Channel#close
   */
  @JCStressTest
  @Outcome(id = "never, .*, .*", expect = FORBIDDEN, desc = "sat down behind the close")
  @Outcome(id = "closed, sent, .*", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "closed, refused, ", expect = ACCEPTABLE, desc = "closed before or after it sat")
  @Outcome(id = "1, sent, ", expect = ACCEPTABLE, desc = "sat down, served, closed")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody")
  @State
  public static class ReceiveVersusClose {
    private final Channel<Integer> channel = Channel.make();

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = Race.receive(channel);
    }

    @Actor
    public void senderAndCloser(LLL_Result r) {
      r.r2 = Race.trySend(channel, 1);
      channel.close();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * The close finds one waiter in the slot.
   *
   * @hunts a close that wakes a waiter which is being moved or served, twice or not at all
   * @guards "exactly one settle succeeds" of {@code Waiter}
   * @see QueuedCore#close
   * @see RendezvousCore#settleInSlot
   */
  @JCStressTest
  @Outcome(id = "none, sent", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "1, closed", expect = FORBIDDEN, desc = "received and yet told that it is closed")
  @Outcome(id = "1, sent", expect = ACCEPTABLE, desc = "received, closed")
  @Outcome(id = "none, closed", expect = ACCEPTABLE, desc = "closed, and nothing to receive")
  @Outcome(expect = FORBIDDEN, desc = "the sender was told nothing, or stays registered")
  @State
  public static class CloseVersusReceive {
    private final Channel<Integer> channel = Channel.make();
    private final ChanSendWait sender = Race.seatedSender(channel, 1);

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = Race.tryReceive(channel);
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = Race.giveUp(channel, sender) + Race.rest(channel);
    }
  }

  /**
   * The receiver runs on a thread of its own, from before it sits down to after it was interrupted.
   *
   * @hunts a value that goes to a receiver which is leaving
   * @guards "giving up" of {@link QueuedCore}: who leaves settles first (INT-02, INT-03)
   * @see RendezvousCore#settleInSlot
   * @see QueuedCore#awaitReceive
   */
  @JCStressTest
  @Outcome(id = "interrupted, sent, .*", expect = FORBIDDEN, desc = "the value went to a leaver")
  @Outcome(id = "interrupted, refused, ", expect = ACCEPTABLE, desc = "left first, or never sat")
  @Outcome(id = "1, sent, ", expect = ACCEPTABLE, desc = "served first; the flag is kept")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody, a lost flag, or somebody left behind")
  @State
  public static class InterruptVersusSend {
    private final Channel<Integer> channel = Channel.make();
    private volatile Thread receiver;

    @Actor
    public void receiver(LLL_Result r) {
      receiver = Thread.currentThread();
      r.r1 = Race.interruptible(() -> channel.receive(Race.LONG));
    }

    @Actor
    public void interrupterAndSender(LLL_Result r) {
      while (receiver == null) {
        Thread.onSpinWait();
      }
      receiver.interrupt();
      r.r2 = Race.trySend(channel, 1);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * The sender is in the slot and is interrupted in the same moment.
   *
   * @hunts a value that is taken from a sender which is leaving
   * @guards "giving up" of {@link QueuedCore} (INT-02, INT-03)
   * @see RendezvousCore#settleInSlot
   * @see QueuedCore#awaitSend
   */
  @JCStressTest
  @Outcome(id = "interrupted, 1, .*", expect = FORBIDDEN, desc = "withdrawn and yet received")
  @Outcome(id = "sent, none, .*", expect = FORBIDDEN, desc = "sent to nobody")
  @Outcome(id = "interrupted, none, ", expect = ACCEPTABLE, desc = "left first")
  @Outcome(id = "sent, 1, ", expect = ACCEPTABLE, desc = "received first; the flag is kept")
  @Outcome(expect = FORBIDDEN, desc = "a lost flag, or somebody left behind")
  @State
  public static class InterruptVersusReceive {
    private final Channel<Integer> channel = Channel.make();
    private final ChanSendWait sender = Race.seatedSender(channel, 1);

    @Actor
    public void interrupted(LLL_Result r) {
      r.r1 = Race.interrupt(channel, sender);
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
   * @hunts a hand-off to a receiver whose time is over: the shortest timeout, from sitting down to
   *     leaving
   * @guards "giving up" of {@link QueuedCore} (INT-02)
   * @see RendezvousCore#settleInSlot
   * @see QueuedCore#awaitReceive
   */
  @JCStressTest
  @Outcome(id = "none, sent, .*", expect = FORBIDDEN, desc = "the value went to a leaver")
  @Outcome(id = "none, refused, ", expect = ACCEPTABLE, desc = "not yet there, or already gone")
  @Outcome(id = "1, sent, ", expect = ACCEPTABLE, desc = "served in time")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody, or somebody left behind")
  @State
  public static class TimeoutVersusSend {
    private final Channel<Integer> channel = Channel.make();

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = Race.outcomeOf(() -> channel.receive(Race.SHORT));
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
   * @hunts two tries that both say "nobody there" while a receiver was there for one of them: the
   *     other had taken it out of the slot, and came too late after all
   * @guards "settling comes before vacating" (CHAN-31)
   */
  @JCStressTest
  @Outcome(
      id = "refused, refused, gave up",
      expect = FORBIDDEN,
      desc = "the second was refused while the receiver waited, and nobody got it")
  @Outcome(id = "sent, refused, 1", expect = ACCEPTABLE, desc = "the first was first")
  @Outcome(id = "refused, sent, 2", expect = ACCEPTABLE, desc = "the second was first")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody, or to two")
  @State
  public static class TriesAndLeaver {
    private final Channel<Integer> channel = Channel.make();
    private final ChanReceiveWait receiver = Race.seatedReceiver(channel);

    @Actor
    public void first(LLL_Result r) {
      r.r1 = Race.trySend(channel, 1);
    }

    @Actor
    public void secondThenReceiver(LLL_Result r) {
      r.r2 = Race.trySend(channel, 2);
      r.r3 = Race.giveUp(channel, receiver);
    }
  }

  /**
   * @hunts two parties that miss each other because a third leaves the queue meanwhile: the leaver
   *     switches back to the slot while the sender is about to wait in the queue, or the sender
   *     serves the leaver
   * @guards "between enterQueueMode and the end of the critical section the slot stays QUEUE", and
   *     going on to the next after a failed settle (INT-04)
   */
  @JCStressTest
  @Outcome(
      id = {"never, .*, .*", ".*, never, .*"},
      expect = FORBIDDEN,
      desc = "sender and receiver wait on the same channel, each unseen by the other")
  @Outcome(id = "2, sent, ", expect = ACCEPTABLE, desc = "to the first receiver or to the second")
  @Outcome(expect = FORBIDDEN, desc = "the value was lost, or somebody left behind")
  @State
  public static class LeaverBetween {
    private final Channel<Integer> channel = Channel.make();
    private final ChanReceiveWait leaver = Race.queuedReceiver(channel);

    @Actor
    public void leaverThenReceiver(LLL_Result r) {
      Object outcome = Race.giveUp(channel, leaver);
      r.r1 = outcome.equals("gave up") ? Race.receive(channel) : outcome;
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r2 = Race.send(channel, 2);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = Race.rest(channel);
    }
  }

  /**
   * @hunts a sender that is lost when two of them and a receiver come at once, one of them on a
   *     virtual thread, all of them waiting without a limit
   * @guards all transitions of the slot (CHAN-05)
   */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "2, 2"},
      expect = FORBIDDEN,
      desc = "one value received twice, the other lost")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the virtual thread first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the virtual thread second")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody")
  @State
  public static class TwoSenders {
    private final Channel<Integer> channel = Channel.make();

    @Actor
    public void senders() {
      Thread other = Race.virtually(() -> Race.sendForever(channel, 1));
      Race.sendForever(channel, 2);
      Race.join(other);
    }

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = Race.outcomeOf(channel::receive);
      r.r2 = Race.outcomeOf(channel::receive);
    }
  }

  /**
   * @hunts a receiver that is lost when two of them and a sender come at once, one of them on a
   *     virtual thread, all of them waiting without a limit
   * @guards all transitions of the slot (CHAN-05)
   */
  @JCStressTest
  @Outcome(
      id = {"1 1", "2 2"},
      expect = FORBIDDEN,
      desc = "one value received twice, the other lost")
  @Outcome(id = "1 2", expect = ACCEPTABLE, desc = "the virtual thread first")
  @Outcome(id = "2 1", expect = ACCEPTABLE, desc = "the virtual thread second")
  @Outcome(expect = FORBIDDEN, desc = "a value from nobody")
  @State
  public static class TwoReceivers {
    private final Channel<Integer> channel = Channel.make();
    private Object onVirtualThread;

    @Actor
    public void receivers(L_Result r) {
      Thread other = Race.virtually(() -> onVirtualThread = Race.outcomeOf(channel::receive));
      Object here = Race.outcomeOf(channel::receive);
      Race.join(other);
      r.r1 = onVirtualThread + " " + here;
    }

    @Actor
    public void sender() {
      Race.send(channel, 1);
      Race.send(channel, 2);
    }
  }
}
