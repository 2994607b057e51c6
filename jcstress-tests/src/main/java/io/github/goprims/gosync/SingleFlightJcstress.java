package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.SingleFlight.Result;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Races for one key of a {@link SingleFlight}. A run that has begun when the race begins has a
 * flight and no thread; an actor plays its end. One that is joined and never told hangs the suite.
 *
 * @primitive SingleFlight
 */
public final class SingleFlightJcstress {

  private static final String KEY = "key";

  private SingleFlightJcstress() {}

  private static SingleFlight<String, Integer> flights() {
    return new SingleFlight<String, Integer>().named("flights");
  }

  private static Flight<String, Integer> begin(SingleFlight<String, Integer> flights) {
    Flight<String, Integer> flight = new Flight<>(KEY, (Thread) null);
    if (flights.flights.enter(flight, null, flights) != flight) {
      throw new IllegalStateException("joined another");
    }
    return flight;
  }

  private static String end(
      SingleFlight<String, Integer> flights, Flight<String, Integer> flight, int value) {
    flight.value = value;
    flights.flights.end(flight);
    return shown(flight.result());
  }

  private static String run(SingleFlight<String, Integer> flights, Callable<Integer> work) {
    try {
      return shown(flights.run(KEY, work));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String shown(Result<Integer> result) {
    return result.value() + (result.shared() ? " shared" : " alone");
  }

  /**
   * @hunts a follower that the leader overlooks, or that has joined what was over, or that does not
   *     see what the work has done
   * @guards {@link SingleFlight}: why no follower is overlooked (SF-01, SF-02, SF-03, SF-13)
   * @see Flight#tell
   * @see SingleFlight#await
   */
  @JCStressTest
  @Outcome(id = "1 shared, 1 shared, 1", expect = ACCEPTABLE, desc = "joined before the end")
  @Outcome(id = "1 alone, 2 alone, 1", expect = ACCEPTABLE, desc = "came after the end")
  @Outcome(expect = FORBIDDEN, desc = "the two do not agree, or the work is not seen")
  @State
  public static class EndVersusJoin {
    private final SingleFlight<String, Integer> flights = flights();
    private final Flight<String, Integer> flight = begin(flights);
    private int data;

    @Actor
    public void leader(LLL_Result r) {
      data = 1;
      r.r1 = end(flights, flight, 1);
    }

    @Actor
    public void follower(LLL_Result r) {
      r.r2 = run(flights, () -> 2);
      r.r3 = data;
    }
  }

  /**
   * A forget comes before the end.
   *
   * @hunts a follower that the leader overlooks, or that has joined what was over, or that does not
   *     see what the work has done; and what stays in the table
   * @guards {@link FlightTable}: T1 (SF-06)
   */
  @JCStressTest
  @Outcome(
      id = "1 shared, 1 shared, flights.running=0.",
      expect = ACCEPTABLE,
      desc = "joined before the forget")
  @Outcome(
      id = "1 alone, 2 alone, flights.running=0.",
      expect = ACCEPTABLE,
      desc = "came after the forget, and began anew")
  @Outcome(expect = FORBIDDEN, desc = "the two do not agree, or something is left")
  @State
  public static class ForgetAndEndVersusJoin {
    private final SingleFlight<String, Integer> flights = flights();
    private final Flight<String, Integer> flight = begin(flights);

    @Actor
    public void leader(LLL_Result r) {
      flights.forget(KEY);
      r.r1 = end(flights, flight, 1);
    }

    @Actor
    public void follower(LLL_Result r) {
      r.r2 = run(flights, () -> 2);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = flights.toString();
    }
  }

  /**
   * @hunts the end of a forgotten run that frees the key of the newer one
   * @guards {@link FlightTable}: taking out (SF-06)
   */
  @JCStressTest
  @Outcome(id = "1 alone, flights.running=1.", expect = ACCEPTABLE, desc = "the newer one runs on")
  @Outcome(expect = FORBIDDEN, desc = "the newer one is gone, or the two have met")
  @State
  public static class EndOfForgottenVersusAnew {
    private final SingleFlight<String, Integer> flights = flights();
    private final Flight<String, Integer> old = begin(flights);

    {
      flights.forget(KEY);
    }

    @Actor
    public void leader(LL_Result r) {
      r.r1 = end(flights, old, 1);
    }

    @Actor
    public void anew() {
      Flight<String, Integer> unused = begin(flights);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = flights.toString();
    }
  }

  /**
   * @hunts two runs at once, and results that nobody ran
   * @guards {@link FlightTable}: why T1 holds (SF-01)
   */
  @JCStressTest
  @Outcome(id = "1 shared, 1 shared", expect = ACCEPTABLE, desc = "one joined the other")
  @Outcome(id = "1 alone, 2 alone|2 alone, 1 alone", expect = ACCEPTABLE, desc = "in turn")
  @Outcome(expect = FORBIDDEN, desc = "both at once")
  @State
  public static class RunVersusRun {
    private final SingleFlight<String, Integer> flights = flights();
    private int runs; // each run sees those before it

    @Actor
    public void one(LL_Result r) {
      r.r1 = run(flights, () -> ++runs);
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = run(flights, () -> ++runs);
    }
  }

  /**
   * @hunts a follower that has left and is told, or stays in the queue
   * @guards {@link SingleFlight}: giving up (INT-02, INT-05)
   * @see Flight#tell
   * @see SingleFlight#await
   */
  @JCStressTest
  @Outcome(id = "1 shared, (told|gave up), nobody", expect = ACCEPTABLE, desc = "one of the two")
  @Outcome(expect = FORBIDDEN, desc = "both, or somebody is left")
  @State
  public static class EndVersusGiveUp {
    private final SingleFlight<String, Integer> flights = flights();
    private final Flight<String, Integer> flight = begin(flights);
    private final LockedWaitQueue queue;

    {
      flights.flights.enter(new Flight<>(KEY, (Thread) null), new Flight.Answer<>(), flights);
      queue = Objects.requireNonNull(flight.waiters);
    }

    @Actor
    public void leader(LLL_Result r) {
      r.r1 = end(flights, flight, 1);
    }

    @Actor
    public void follower(LLL_Result r) {
      SingleFlightWait waiter = new SingleFlightWait(flights);
      boolean told =
          !flight.enqueue(queue, waiter) || SingleFlight.await(queue, waiter, 0) == Flight.ENDED;
      r.r2 = told ? "told" : "gave up";
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = queue.poll() == null ? "nobody" : "somebody";
    }
  }
}
