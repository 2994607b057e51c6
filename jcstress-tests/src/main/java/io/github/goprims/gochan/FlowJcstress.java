package io.github.goprims.gochan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.util.concurrent.Flow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races on both ends of the bridge to Flow: what a subscriber asks for and the goroutine that
 * delivers, and those who receive from a subscription, close it, and call its publisher.
 *
 * @primitive Flows
 */
public final class FlowJcstress {

  private FlowJcstress() {}

  /**
   * What the goroutine of a subscription finds: how many, the end, or "none", also if it was told
   * for nothing.
   */
  private static String taken(FlowDemand demand) {
    if (demand.changes().tryReceive() == null) {
      return "none";
    }
    long count = demand.take();
    if (count == 0) {
      return "none";
    }
    if (count == FlowDemand.CANCELLED) {
      return "cancelled";
    }
    return count == FlowDemand.REFUSED ? demand.refusal().getMessage() : String.valueOf(count);
  }

  /**
   * The publisher of a subscription. Its fields are plain, so that calls which are not one after
   * the other show.
   */
  private static final class Calls implements Flow.Subscription {
    private String log = "";
    private long requested;

    @Override
    public void request(long count) {
      log += "request ";
      requested += count;
    }

    @Override
    public void cancel() {
      log += "cancel ";
    }

    /** A subscriber that has got so many values, and made all the calls that come of that. */
    static FlowSubscriber<Integer> subscriberOf(Calls calls, int capacity, int values) {
      FlowSubscriber<Integer> subscriber = new FlowSubscriber<>(capacity);
      subscriber.onSubscribe(calls);
      for (int i = 0; i < values; i++) {
        subscriber.onNext(i);
      }
      calls.log = "";
      calls.requested = 0;
      return subscriber;
    }

    String log() {
      return log.isEmpty() ? "none" : log.strip();
    }
  }

  /**
   * Something has been asked for before.
   *
   * @hunts a request that the goroutine neither takes now nor hears of later
   * @guards I1 of {@link FlowDemand} (FLOW-01)
   */
  @JCStressTest
  @Outcome(id = "1, none", expect = FORBIDDEN, desc = "the second request is lost")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "taken, then asked for more")
  @Outcome(id = "3, none", expect = ACCEPTABLE, desc = "asked for more, then taken")
  @Outcome(expect = FORBIDDEN, desc = "taken twice, or not at all")
  @State
  public static class RequestVersusTake {
    private final FlowDemand demand = new FlowDemand();

    public RequestVersusTake() {
      demand.request(1);
    }

    @Actor
    public void subscriber() {
      demand.request(2);
    }

    @Actor
    public void goroutine(LL_Result r) {
      r.r1 = taken(demand);
    }

    @Arbiter
    public void rest(LL_Result r) {
      r.r2 = taken(demand);
    }
  }

  /**
   * @hunts a request that is lost beside another, or one that is told twice
   * @guards I1 of {@link FlowDemand} (FLOW-01)
   */
  @JCStressTest
  @Outcome(id = "3, none", expect = ACCEPTABLE, desc = "both, with one wake-up")
  @Outcome(expect = FORBIDDEN, desc = "one is lost, or comes twice")
  @State
  public static class RequestVersusRequest {
    private final FlowDemand demand = new FlowDemand();

    @Actor
    public void first() {
      demand.request(1);
    }

    @Actor
    public void second() {
      demand.request(2);
    }

    @Arbiter
    public void goroutine(LL_Result r) {
      r.r1 = taken(demand);
      r.r2 = taken(demand);
    }
  }

  /**
   * @hunts a cancel that a request overwrites, or that the goroutine does not hear of
   * @guards the transitions of {@link FlowDemand} (FLOW-05)
   */
  @JCStressTest
  @Outcome(id = "cancelled, none", expect = ACCEPTABLE, desc = "the end, with one wake-up")
  @Outcome(expect = FORBIDDEN, desc = "the end is lost, or not for good")
  @State
  public static class RequestVersusCancel {
    private final FlowDemand demand = new FlowDemand();

    @Actor
    public void requester() {
      demand.request(1);
    }

    @Actor
    public void canceller() {
      demand.cancel();
    }

    @Arbiter
    public void goroutine(LL_Result r) {
      r.r1 = taken(demand);
      r.r2 = taken(demand);
    }
  }

  /**
   * Something has been asked for before.
   *
   * @hunts a cancel that the goroutine wipes out as it takes what was asked for
   * @guards the transitions of {@link FlowDemand} (FLOW-05)
   */
  @JCStressTest
  @Outcome(id = "1, cancelled", expect = ACCEPTABLE, desc = "taken, then cancelled")
  @Outcome(id = "cancelled, none", expect = ACCEPTABLE, desc = "cancelled, then taken")
  @Outcome(
      id = "cancelled, cancelled",
      expect = ACCEPTABLE,
      desc = "taken before it was told, so told for nothing: the goroutine has ended")
  @Outcome(expect = FORBIDDEN, desc = "the end is lost")
  @State
  public static class CancelVersusTake {
    private final FlowDemand demand = new FlowDemand();

    public CancelVersusTake() {
      demand.request(1);
    }

    @Actor
    public void canceller() {
      demand.cancel();
    }

    @Actor
    public void goroutine(LL_Result r) {
      r.r1 = taken(demand);
    }

    @Arbiter
    public void rest(LL_Result r) {
      r.r2 = taken(demand);
    }
  }

  /**
   * @hunts an end that changes
   * @guards the transitions of {@link FlowDemand} (FLOW-05, FLOW-06)
   */
  @JCStressTest
  @Outcome(id = "cancelled, none", expect = ACCEPTABLE, desc = "cancelled first")
  @Outcome(
      id = "non-positive subscription request: -7, none",
      expect = ACCEPTABLE,
      desc = "refused first")
  @Outcome(expect = FORBIDDEN, desc = "two ends, or none")
  @State
  public static class CancelVersusRefusal {
    private final FlowDemand demand = new FlowDemand();

    @Actor
    public void canceller() {
      demand.cancel();
    }

    @Actor
    public void requester() {
      demand.request(-7);
    }

    @Arbiter
    public void goroutine(LL_Result r) {
      r.r1 = taken(demand);
      r.r2 = taken(demand);
    }
  }

  /**
   * @hunts room that the publisher never hears of, and two calls of it at once
   * @guards I1 and I2 of {@link FlowSubscriber} (FLOW-08, FLOW-13)
   */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "by two requests, or by one")
  @Outcome(expect = FORBIDDEN, desc = "forgotten, or told twice")
  @State
  public static class ReceiveVersusReceive {
    private final Calls calls = new Calls();
    private final FlowSubscriber<Integer> subscriber = Calls.subscriberOf(calls, 2, 2);

    @Actor
    public void first() {
      subscriber.channel().tryReceive();
    }

    @Actor
    public void second() {
      subscriber.channel().tryReceive();
    }

    @Arbiter
    public void publisher(L_Result r) {
      r.r1 = calls.requested;
    }
  }

  /**
   * @hunts a request that comes after the cancel, or beside it, and a cancel that never comes
   * @guards I2 and I3 of {@link FlowSubscriber} (FLOW-11, FLOW-13)
   * @see FlowSubscriber#cancel
   * @see FlowSubscriber#finish
   */
  @JCStressTest
  @Outcome(id = "request cancel", expect = ACCEPTABLE, desc = "received, then closed")
  @Outcome(id = "cancel", expect = ACCEPTABLE, desc = "closed, then received")
  @Outcome(expect = FORBIDDEN, desc = "called in the wrong order, at once, or not at all")
  @State
  public static class ReceiveVersusClose {
    private final Calls calls = new Calls();
    private final FlowSubscriber<Integer> subscriber = Calls.subscriberOf(calls, 1, 1);

    @Actor
    public void receiver() {
      subscriber.channel().tryReceive();
    }

    @Actor
    public void closer() {
      subscriber.close();
    }

    @Arbiter
    public void publisher(L_Result r) {
      r.r1 = calls.log();
    }
  }

  /**
   * @hunts a subscription that comes to a closed subscriber and is not cancelled
   * @guards I2 of {@link FlowSubscriber}, work at the beginning (FLOW-11)
   * @see FlowSubscriber#cancel
   */
  @JCStressTest
  @Outcome(id = "request cancel", expect = ACCEPTABLE, desc = "subscribed, then closed")
  @Outcome(id = "cancel", expect = ACCEPTABLE, desc = "closed, then subscribed")
  @Outcome(expect = FORBIDDEN, desc = "called in the wrong order, at once, or not at all")
  @State
  public static class SubscribeVersusClose {
    private final Calls calls = new Calls();
    private final FlowSubscriber<Integer> subscriber = new FlowSubscriber<>(1);

    @Actor
    public void publisher() {
      subscriber.onSubscribe(calls);
    }

    @Actor
    public void closer() {
      subscriber.close();
    }

    @Arbiter
    public void end(L_Result r) {
      r.r1 = calls.log();
    }
  }

  /**
   * @hunts a failure that is told after a close, and a publisher that is cancelled after it failed
   * @guards the one compare-and-set of end in {@link FlowSubscriber} (FLOW-10, FLOW-11)
   * @see FlowSubscriber#finish
   */
  @JCStressTest
  @Outcome(id = "true, none", expect = ACCEPTABLE, desc = "failed, then closed")
  @Outcome(id = "false, cancel", expect = ACCEPTABLE, desc = "closed, then failed")
  @Outcome(expect = FORBIDDEN, desc = "two ends, or none")
  @State
  public static class FailureVersusClose {
    private final Calls calls = new Calls();
    private final FlowSubscriber<Integer> subscriber = Calls.subscriberOf(calls, 1, 0);

    @Actor
    public void publisher() {
      subscriber.onError(new IOException());
    }

    @Actor
    public void closer() {
      subscriber.close();
    }

    @Arbiter
    public void end(LL_Result r) {
      r.r1 = subscriber.failure() != null;
      r.r2 = calls.log();
    }
  }

  /**
   * @hunts a receiver that finds the channel drained, and no failure
   * @guards the order in which {@link FlowSubscriber} ends (FLOW-10)
   */
  @JCStressTest
  @Outcome(id = "drained, none", expect = FORBIDDEN, desc = "it takes a failure for the end")
  @Outcome(id = "drained, failure", expect = ACCEPTABLE, desc = "failed, then looked")
  @Outcome(id = "open, failure", expect = ACCEPTABLE, desc = "looked while it failed")
  @Outcome(id = "open, none", expect = ACCEPTABLE, desc = "looked, then failed")
  @State
  public static class FailureVersusDrained {
    private final FlowSubscriber<Integer> subscriber = Calls.subscriberOf(new Calls(), 1, 0);

    @Actor
    public void publisher() {
      subscriber.onError(new IOException());
    }

    @Actor
    public void receiver(LL_Result r) {
      r.r1 = subscriber.channel().isDrained() ? "drained" : "open";
      r.r2 = subscriber.failure() == null ? "none" : "failure";
    }
  }
}
