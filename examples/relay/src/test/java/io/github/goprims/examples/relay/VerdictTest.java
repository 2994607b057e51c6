package io.github.goprims.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.examples.relay.Job.Outcome;
import io.github.goprims.examples.relay.JobTable.Row;
import io.github.goprims.examples.relay.Journal.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private final List<Entry> stored = new ArrayList<>();
  private final List<Entry> done = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  private static Entry entry(Job job) {
    return new Entry(job.id(), job.trace().traceId());
  }

  private static Row row(Job job, @Nullable Outcome outcome) {
    return new Row(job.id(), job.name(), job.trace().traceId(), outcome);
  }

  private Job job(int sort, @Nullable Outcome outcome, int times) {
    Job job = Patience.job(sort);
    stored.add(entry(job));
    rows.add(row(job, outcome));
    for (int i = 0; i < times; i++) {
      done.add(entry(job));
    }
    return job;
  }

  private Verdict verdict() {
    return Verdict.of(stored, done, rows);
  }

  @Test
  void allIsWell() {
    job(5, Outcome.DONE, 1);
    job(5, Outcome.DONE, 3);
    job(0, Outcome.LATE, 0);
    job(1, Outcome.LATE, 0);
    job(1, Outcome.LATE, 1); // done, killed before it could say so, and too late the second time
    job(1, Outcome.DONE, 1);
    job(5, Outcome.DONE, 1);
    stored.removeLast(); // killed before it could say so
    assertThat(verdict().problems()).isEmpty();
    assertThat(verdict().summary())
        .isEqualTo(
            "6 jobs told to be stored and 1 more stored; 5 done, 2 repeats; 3 told to be late");
  }

  @Test
  void whatIsBrokenIsSeen() {
    job(5, Outcome.DONE, 0);
    job(5, null, 1);
    job(5, Outcome.LATE, 0);
    job(0, Outcome.LATE, 1);
    job(5, Outcome.DONE, 1);
    rows.removeLast(); // stored, done, and gone
    Job foreign = job(5, Outcome.DONE, 1);
    done.add(new Entry(foreign.id(), Patience.job(5).trace().traceId()));
    assertThat(verdict().problems())
        .extracting(problem -> problem.replaceAll(": job .*", ""))
        .containsExactlyInAnyOrder(
            "said to be done, and was not",
            "not brought to an end",
            "said to be late, and was not",
            "done after its deadline",
            "stored, and not in the table",
            "done, and not in the table",
            "done in a trace that is not its own");
  }
}
