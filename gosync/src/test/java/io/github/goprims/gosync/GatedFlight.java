package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.SingleFlight.Result;
import java.util.concurrent.atomic.AtomicInteger;

/** A single flight, and callers with the same key whose work waits at a gate. */
final class GatedFlight {

  static final String WAIT = "singleflight wait";

  final SingleFlight<String, String> pages = new SingleFlight<String, String>().named("pages");
  final Channel<String> gate = Channel.make();
  final AtomicInteger runs = new AtomicInteger();

  /** Returns what comes through the gate. */
  String work() throws InterruptedException {
    runs.incrementAndGet();
    return gate.receive();
  }

  /** Runs without the gate. */
  Result<String> run(String value) throws InterruptedException {
    return pages.run("a", () -> value);
  }

  /** Runs {@link #work}. */
  Attempt<Result<String>> lead(ThreadKind kind) {
    return kind.attempt("leader", () -> pages.run("a", this::work)).awaitBlocked("chan receive");
  }

  /** Waits for the run of another. */
  Attempt<Result<String>> follow(ThreadKind kind) {
    return kind.attempt("follower", () -> pages.run("a", this::work)).awaitBlocked(WAIT);
  }
}
