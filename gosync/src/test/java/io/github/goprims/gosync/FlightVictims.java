package io.github.goprims.gosync;

import static io.github.goprims.gosync.OverflowVictims.LONG;
import static io.github.goprims.gosync.OverflowVictims.MOMENT;
import static io.github.goprims.gosync.OverflowVictims.ends;
import static io.github.goprims.gosync.OverflowVictims.waiting;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Overflows.Victim;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Single flights that overflows of the stack should not damage. */
final class FlightVictims {

  private FlightVictims() {}

  static void addTo(Map<String, Supplier<Victim>> all) {
    all.put("SingleFlight, alone", () -> new FlightVictim("alone"));
    all.put("SingleFlight, ending", () -> new FlightVictim("ending"));
    all.put("SingleFlight, following", () -> new FlightVictim("following"));
    all.put("SingleFlight, through a channel", () -> new FlightVictim("channel"));
  }

  /** Runs, ends a run with a follower, follows a leader, or asks for an answer and forgets. */
  private static final class FlightVictim implements Victim {
    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final List<Thread> others = new ArrayList<>();
    private final Channel<String> gate = Channel.make();
    private final Flight<String, String> flight = new Flight<>("a", (Thread) null);
    private final Callable<String> work = () -> "";
    private final String role;
    private boolean ended;

    FlightVictim(String role) {
      this.role = role;
      if (role.equals("following")) {
        others.add(waiting(() -> flights.run("a", gate::receive)));
      } else if (role.equals("ending")) {
        flights.flights.enter(flight, null, flights);
        others.add(waiting(() -> flights.run("a", () -> "another run")));
      }
    }

    @Override
    public void operate() throws Exception {
      switch (role) {
        case "alone" -> flights.run("a", work);
        case "ending" -> {
          ended = true;
          flight.value = "";
          try {
            flights.flights.end(flight);
          } catch (StackOverflowError e) {
            flight.ended = true; // as run does it
            throw e;
          }
        }
        case "following" -> {
          try (CancelableContext context = Context.background().withTimeout(MOMENT)) {
            flights.run(context, "a", work);
            throw new AssertionError("two runs");
          } catch (ContextDoneException expected) {
            // the other runs on
          }
        }
        default -> {
          flights.runAsync("a", work);
          flights.forget("a");
        }
      }
    }

    @Override
    public boolean works() throws Exception {
      gate.close();
      if (!ended) {
        flights.flights.end(flight);
      }
      // At worst those who wait are told by the next call for the key.
      Thread next = Thread.ofPlatform().daemon().start(() -> call(flights));
      if (!next.join(LONG) || !ends(others)) {
        return false;
      }
      Await.until("nothing runs", () -> flights.toString().endsWith("(running=0)"));
      return true;
    }

    private static void call(SingleFlight<String, String> flights) {
      try {
        flights.run("a", () -> "");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
