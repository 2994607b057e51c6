package io.github.goprims.gochan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.internal.waiting.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * What is seen behind an operation: plain fields, written before it on one side and read after it
 * on the other. Every path through a channel is here, because each has its own words that carry the
 * edge. Forbidden is always the same: the operation has been seen, what came before it has not. *
 *
 * <p>A strong memory model hides much of this at run time, so that what remains to be hunted on x86
 * is the compiler; on a weaker one it is the processor, too.
 *
 * @primitive Channel
 */
public final class PublicationJcstress {

  private PublicationJcstress() {}

  /** A value with a plain field. */
  private static final class Parcel {
    int content;

    Parcel(int content) {
      this.content = content;
    }
  }

  /**
   * The ring without the lock.
   *
   * @hunts a value that is taken before its fields or its sender's other writes are there
   * @guards the release of the sequence in {@link Ring} and the acquire before the buffer is read
   *     (CHAN-26, CHAN-37)
   */
  @JCStressTest
  @Outcome(id = "sent, 0, .*", expect = FORBIDDEN, desc = "what the sender did before is missing")
  @Outcome(id = "sent, 1, empty", expect = FORBIDDEN, desc = "the value is there, its field is not")
  @Outcome(id = "sent, 1, full", expect = ACCEPTABLE, desc = "sent, received")
  @Outcome(id = "none, [01], ", expect = ACCEPTABLE, desc = "nothing received, nothing promised")
  @Outcome(expect = FORBIDDEN, desc = "neither of them")
  @State
  public static class ThroughRing {
    private final Channel<Parcel> channel = Channel.make(1);
    private int plain;

    @Actor
    public void sender() {
      plain = 1;
      channel.trySend(new Parcel(1));
    }

    @Actor
    public void receiver(LLL_Result r) {
      Parcel parcel = channel.tryReceive();
      r.r1 = parcel == null ? "none" : "sent";
      r.r2 = plain;
      r.r3 = parcel == null ? "" : parcel.content == 1 ? "full" : "empty";
    }
  }

  /**
   * The hand-over to a receiver who waits at a buffered channel.
   *
   * @hunts a value that arrives before its fields or its sender's other writes
   * @guards the settle of {@link Waiter} after the value is written, and the read of its outcome
   *     before (CHAN-26)
   */
  @JCStressTest
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "what the sender did before is missing")
  @Outcome(id = "null, .*", expect = FORBIDDEN, desc = "the wait is over, the value is not there")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "handed over, read")
  @Outcome(id = "gave up, [01]", expect = ACCEPTABLE, desc = "nothing received, nothing promised")
  @Outcome(expect = FORBIDDEN, desc = "neither of them")
  @State
  public static class ToBlockedReceiver {
    private final Channel<Integer> channel = Channel.make(1);
    private final ChanReceiveWait blocked = Race.queuedReceiver(channel);
    private int plain;

    @Actor
    public void sender() {
      plain = 1;
      channel.trySend(1);
    }

    @Actor
    public void receiver(LI_Result r) {
      r.r1 = Race.giveUp(channel, blocked);
      r.r2 = plain;
    }
  }

  /**
   * A rendezvous by way of the slot, whoever sat down first.
   *
   * @hunts either side returning before it sees what the other has written before
   * @guards the compare-and-set of the slot in {@link RendezvousCore} and the settle of {@link
   *     Waiter} (CHAN-26, CHAN-28)
   */
  @JCStressTest
  @Outcome(id = "0, .", expect = FORBIDDEN, desc = "what the receiver did before is missing")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "what the sender did before is missing")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each sees what the other did before")
  @Outcome(expect = FORBIDDEN, desc = "they did not meet")
  @State
  public static class ThroughSlot {
    private final Channel<Integer> channel = Channel.make();
    private int bySender;
    private int byReceiver;

    @Actor
    public void sender(II_Result r) {
      bySender = 1;
      r.r1 = Race.send(channel, 1).equals("sent") ? byReceiver : -1;
    }

    @Actor
    public void receiver(II_Result r) {
      byReceiver = 1;
      r.r2 = Race.receive(channel).equals(1) ? bySender : -1;
    }
  }

  /**
   * A rendezvous by way of the queues: a waiter who has given up, and is not yet out, keeps the
   * slot in queue mode until the two have met.
   *
   * @hunts either side returning before it sees what the other has written before
   * @guards the order of value and settle in {@link QueuedCore} (CHAN-26, CHAN-28)
   */
  @JCStressTest
  @Outcome(id = "0, .", expect = FORBIDDEN, desc = "what the receiver did before is missing")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "what the sender did before is missing")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each sees what the other did before")
  @Outcome(expect = FORBIDDEN, desc = "they did not meet")
  @State
  public static class ThroughQueue {
    private final Channel<Integer> channel = Channel.make();
    private int bySender;
    private int byReceiver;

    public ThroughQueue() {
      Race.queuedReceiver(channel).settle(Waiter.TIMED_OUT);
    }

    @Actor
    public void sender(II_Result r) {
      bySender = 1;
      r.r1 = Race.send(channel, 1).equals("sent") ? byReceiver : -1;
    }

    @Actor
    public void receiver(II_Result r) {
      byReceiver = 1;
      r.r2 = Race.receive(channel).equals(1) ? bySender : -1;
    }
  }

  /**
   * By the look at {@code closed} or as one of those who wait.
   *
   * @hunts a receive on an unbuffered channel that returns because of a close, and does not see
   *     what came before it
   * @guards the edge from close to receive of {@link RendezvousCore} (CHAN-27)
   */
  @JCStressTest
  @Outcome(id = "closed, 0", expect = FORBIDDEN, desc = "what the closer did before is missing")
  @Outcome(id = "closed, 1", expect = ACCEPTABLE, desc = "closed, read")
  @Outcome(expect = FORBIDDEN, desc = "not told of the close")
  @State
  public static class CloseOfUnbuffered {
    private final Channel<Integer> channel = Channel.make();
    private int plain;

    @Actor
    public void closer() {
      plain = 1;
      channel.close();
    }

    @Actor
    public void receiver(LI_Result r) {
      r.r1 = Race.receive(channel);
      r.r2 = plain;
    }
  }

  /**
   * By the look at the tail or as one of those who wait.
   *
   * @hunts a receive on a buffered channel that returns because of a close, and does not see what
   *     came before it
   * @guards the edge from close to receive of {@link BufferedCore} (CHAN-27)
   */
  @JCStressTest
  @Outcome(id = "closed, 0", expect = FORBIDDEN, desc = "what the closer did before is missing")
  @Outcome(id = "closed, 1", expect = ACCEPTABLE, desc = "closed, read")
  @Outcome(expect = FORBIDDEN, desc = "not told of the close")
  @State
  public static class CloseOfBuffered {
    private final Channel<Integer> channel = Channel.make(1);
    private int plain;

    @Actor
    public void closer() {
      plain = 1;
      channel.close();
    }

    @Actor
    public void receiver(LI_Result r) {
      r.r1 = Race.receive(channel);
      r.r2 = plain;
    }
  }

  /**
   * A channel of capacity one as a semaphore. With one slot more than capacity, no sequence carries
   * the edge: head does.
   *
   * @hunts a sender that gets the place in the ring and does not see what was done before the
   *     receive that made it free
   * @guards the read of head in {@link Ring} (CHAN-29)
   */
  @JCStressTest
  @Outcome(id = "sent, 0", expect = FORBIDDEN, desc = "what the receiver did before is missing")
  @Outcome(id = "sent, 1", expect = ACCEPTABLE, desc = "released, acquired")
  @Outcome(id = "refused, [01]", expect = ACCEPTABLE, desc = "not acquired, nothing promised")
  @Outcome(expect = FORBIDDEN, desc = "neither of them")
  @State
  public static class SemaphoreOfOne {
    private final Channel<Integer> channel = Race.channelOf(1, 1);
    private int plain;

    @Actor
    public void releases() {
      plain = 1;
      channel.tryReceive();
    }

    @Actor
    public void acquires(LI_Result r) {
      r.r1 = Race.trySend(channel, 2);
      r.r2 = plain;
    }
  }

  /**
   * Capacity three in four slots, and a second sender who reads head and leaves what it saw in
   * {@code limit}: the first may go by that alone.
   *
   * @hunts a sender that gets a place and does not see what was done before the receive that made
   *     it free
   * @guards the release and acquire of limit in {@link Ring} (CHAN-29)
   */
  @JCStressTest
  @Outcome(id = "sent, 0", expect = FORBIDDEN, desc = "what the receiver did before is missing")
  @Outcome(id = "sent, 1", expect = ACCEPTABLE, desc = "released, acquired")
  @Outcome(id = "refused, [01]", expect = ACCEPTABLE, desc = "not acquired, nothing promised")
  @Outcome(expect = FORBIDDEN, desc = "neither of them")
  @State
  public static class SemaphoreByLimit {
    private final Channel<Integer> channel = Race.channelOf(3, 3);
    private int plain;

    @Actor
    public void releasesAndAcquires() {
      plain = 1;
      channel.tryReceive();
      channel.trySend(4);
    }

    @Actor
    public void acquires(LI_Result r) {
      r.r1 = Race.trySend(channel, 5);
      r.r2 = plain;
    }
  }

  /**
   * The semaphore for a sender who waits and whose value the receiver moves into the ring.
   *
   * @hunts a blocked sender that returns and does not see what was done before the receive
   * @guards the settle of {@link Waiter} (CHAN-29)
   */
  @JCStressTest
  @Outcome(id = "sent, 0", expect = FORBIDDEN, desc = "what the receiver did before is missing")
  @Outcome(id = "sent, 1", expect = ACCEPTABLE, desc = "released, acquired")
  @Outcome(id = "gave up, [01]", expect = ACCEPTABLE, desc = "not acquired, nothing promised")
  @Outcome(expect = FORBIDDEN, desc = "neither of them")
  @State
  public static class SemaphoreOfBlockedSender {
    private final Channel<Integer> channel = Race.channelOf(1, 1);
    private final ChanSendWait blocked = Race.queuedSender(channel, 2);
    private int plain;

    @Actor
    public void releases() {
      plain = 1;
      channel.tryReceive();
    }

    @Actor
    public void acquires(LI_Result r) {
      r.r1 = Race.giveUp(channel, blocked);
      r.r2 = plain;
    }
  }

  /**
   * A select that receives, and its partner, whoever came first.
   *
   * @hunts either side returning before it sees what the other has written before
   * @guards the settle of {@link SelectWait} and the case's own fields written before (CHAN-26,
   *     CHAN-28)
   */
  @JCStressTest
  @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "what the select did before is missing")
  @Outcome(id = "1, 1 0", expect = FORBIDDEN, desc = "what the sender did before is missing")
  @Outcome(id = "1, null .", expect = FORBIDDEN, desc = "the wait is over, the value is not there")
  @Outcome(id = "1, 1 1", expect = ACCEPTABLE, desc = "each sees what the other did before")
  @Outcome(expect = FORBIDDEN, desc = "they did not meet")
  @State
  public static class ToSelect {
    private final Channel<Integer> channel = Channel.make();
    private final Select select = Select.create();
    private final ReceiveCase<Integer> received = select.onReceive(channel);
    private int bySender;
    private int bySelect;

    public ToSelect() {
      select.onReceive(Channel.make());
    }

    @Actor
    public void sender(LL_Result r) {
      bySender = 1;
      r.r1 = Race.send(channel, 1).equals("sent") ? bySelect : -1;
    }

    @Actor
    public void selecting(LL_Result r) {
      bySelect = 1;
      r.r2 = Race.await(select) == received ? received.value() + " " + bySender : "never";
    }
  }

  /**
   * A select that sends, and its partner, whoever came first.
   *
   * @hunts either side returning before it sees what the other has written before
   * @guards the settle of {@link SelectWait} (CHAN-26, CHAN-28)
   */
  @JCStressTest
  @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "what the select did before is missing")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "what the receiver did before is missing")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each sees what the other did before")
  @Outcome(expect = FORBIDDEN, desc = "they did not meet")
  @State
  public static class FromSelect {
    private final Channel<Integer> channel = Channel.make();
    private final Select select = Select.create();
    private final SendCase<Integer> sent = select.onSend(channel).value(1);
    private int byReceiver;
    private int bySelect;

    public FromSelect() {
      select.onReceive(Channel.make());
    }

    @Actor
    public void receiver(II_Result r) {
      byReceiver = 1;
      r.r1 = Race.receive(channel).equals(1) ? bySelect : -1;
    }

    @Actor
    public void selecting(II_Result r) {
      bySelect = 1;
      r.r2 = Race.await(select) == sent ? byReceiver : -1;
    }
  }
}
