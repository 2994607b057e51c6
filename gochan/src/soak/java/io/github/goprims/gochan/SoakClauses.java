package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A one-shot select of one soak worker, with handlers that write its journal. */
final class SoakClauses {

  enum Outcome {
    RECEIVED,
    SENT,
    DRAINED,
    NOTHING
  }

  private final SoakUser worker;
  private final int number;
  private final List<Clause<Outcome, RuntimeException>> clauses = new ArrayList<>();
  private final long start = System.nanoTime();
  private int handled;

  SoakClauses(SoakUser worker, int number) {
    this.worker = worker;
    this.number = number;
  }

  void receive(int from) {
    clauses.add(
        Select.receive(
            worker.channel(from),
            value -> {
              handled++;
              if (value == null) {
                require(worker.channel(from).isDrained(), "%s gave null", worker.channel(from));
                return Outcome.DRAINED;
              }
              worker.journal.received(from, value);
              return Outcome.RECEIVED;
            }));
  }

  void send(int to) {
    long value = worker.journal.value(to, number);
    clauses.add(
        Select.send(
            worker.channel(to),
            value,
            () -> {
              handled++;
              worker.journal.sent(value);
              return Outcome.SENT;
            }));
  }

  void timeout(Duration patience) {
    clauses.add(
        Select.timeout(
            patience,
            () -> {
              handled++;
              worker.requirePassed(start, patience);
              return Outcome.NOTHING;
            }));
  }

  void otherwise() {
    clauses.add(
        Select.otherwise(
            () -> {
              handled++;
              return Outcome.NOTHING;
            }));
  }

  Outcome run() throws InterruptedException {
    @SuppressWarnings("unchecked") // filled from a list of these
    Clause<Outcome, RuntimeException>[] all = clauses.toArray(Clause[]::new);
    Outcome outcome = Select.first(all);
    require(handled == 1, "%d handlers ran", handled);
    return outcome;
  }
}
