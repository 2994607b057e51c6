package io.github.goprims.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class JobProducerTest {

  private final CancelableContext stop = Context.background().withCancel();
  private final Queue<UUID> made = new ConcurrentLinkedQueue<>();
  private final Queue<UUID> told = new ConcurrentLinkedQueue<>();

  private Job make() {
    Job job = Patience.job(5);
    made.add(job.id());
    return job;
  }

  private void note(List<Job> jobs) {
    jobs.forEach(job -> told.add(job.id()));
  }

  /** All but those that a maker had in its hands. */
  @Test
  void whatItWasToldIsInTheTable() throws Exception {
    try (TestDatabase database = new TestDatabase();
        JobTable table = database.table()) {
      JobProducer producer = new JobProducer(table, this::make, this::note);
      Attempt<Void> run = start(producer);
      Await.until("jobs", () -> told.size() > 20);

      stop.cancel();

      run.result();
      assertThat(told).hasSizeGreaterThan(20).isSubsetOf(made).doesNotHaveDuplicates();
      assertThat(made.size() - told.size()).isBetween(0, 4);
      assertThat(table.rows())
          .extracting(JobTable.Row::id)
          .containsExactlyInAnyOrderElementsOf(told);
    }
  }

  @Test
  void aDatabaseThatIsGoneEndsIt() throws Exception {
    try (TestDatabase database = new TestDatabase()) {
      JobTable table = database.table();
      table.close();
      Attempt<Void> run = start(new JobProducer(table, this::make, this::note));
      assertThat(run.failure()).isInstanceOf(SQLException.class);
      assertThat(told).isEmpty();
    }
  }

  private Attempt<Void> start(JobProducer producer) {
    return ThreadKind.VIRTUAL.attempt(
        "producer",
        () -> {
          producer.run(stop);
          return null;
        });
  }
}
