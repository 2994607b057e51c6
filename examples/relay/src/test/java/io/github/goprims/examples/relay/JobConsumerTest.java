package io.github.goprims.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.examples.relay.Job.Outcome;
import io.github.goprims.examples.relay.JobTable.Row;
import io.github.goprims.examples.travel.TraceParent;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class JobConsumerTest {

  private static final int WORKERS = 8;
  private static final int PLACES = 64;

  private static final Logger LOG = Logger.getLogger(JobConsumer.class.getName());

  private final CancelableContext stop = Context.background().withCancel();
  private final Queue<Job> begun = new ConcurrentLinkedQueue<>();
  private TestDatabase database;
  private JobTable source;
  private JobTable results;
  private JobTable test;

  @BeforeEach
  void open() throws SQLException {
    database = new TestDatabase();
    source = database.table();
    results = database.table();
    test = database.table();
  }

  @AfterEach
  void close() throws SQLException {
    source.close();
    results.close();
    test.close();
    database.close();
  }

  private List<Job> store(int count, int sort) throws SQLException {
    List<Job> jobs = IntStream.range(0, count).mapToObj(i -> Patience.job(sort)).toList();
    test.store(jobs);
    return jobs;
  }

  private Attempt<Void> start(JobConsumer.Work work) {
    return ThreadKind.VIRTUAL.attempt(
        "consumer",
        () -> {
          new JobConsumer(source, results, work).run(stop);
          return null;
        });
  }

  private void awaitUnfinished(int count) {
    Await.until("all but " + count, () -> unfinished() == count);
  }

  private int unfinished() {
    try {
      return test.unfinished();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachJobIsDoneInItsTrace() throws Exception {
    List<Job> jobs = store(200, 5);
    Attempt<Void> run =
        start(
            (ctx, job) -> {
              TraceParent span = ctx.value(TraceParent.KEY);
              assertThat(span.traceId()).isEqualTo(job.trace().traceId());
              assertThat(span.spanId()).isNotEqualTo(job.trace().spanId());
              begun.add(job);
            });
    awaitUnfinished(0);
    stop.cancel();
    run.result();
    assertThat(begun)
        .extracting(Job::id)
        .containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
    assertThat(test.rows()).extracting(Row::outcome).containsOnly(Outcome.DONE);
  }

  @Test
  void whatIsLateIsToldAndNotDone() throws Exception {
    store(100, 0);
    Attempt<Void> run = start((ctx, job) -> begun.add(job));
    awaitUnfinished(0);
    stop.cancel();
    run.result();
    assertThat(begun).isEmpty();
    assertThat(test.rows()).extracting(Row::outcome).containsOnly(Outcome.LATE);
  }

  @Test
  void aDeadlineEndsWorkThatHasBegun() throws Exception {
    store(1, 1);
    Attempt<Void> run = start((ctx, job) -> ctx.receive(Channel.nil()));
    awaitUnfinished(0);
    stop.cancel();
    run.result();
    assertThat(test.rows()).extracting(Row::outcome).containsOnly(Outcome.LATE);
  }

  @Test
  void whatHasNotBegunIsGivenBack() throws Exception {
    List<Job> jobs = store(PLACES + 10, 5);
    Channel<Boolean> gate = Channel.make();
    Attempt<Void> run =
        start(
            (ctx, job) -> {
              begun.add(job);
              gate.receive();
            });
    Await.until("work", () -> begun.size() == WORKERS);
    Await.until("a feeder that waits for a place", () -> free() == jobs.size() - PLACES);

    stop.cancel();
    gate.close();
    run.result();

    assertThat(begun).hasSize(WORKERS);
    assertThat(unfinished()).isEqualTo(jobs.size() - WORKERS);
    assertThat(test.take(jobs.size())).hasSize(jobs.size() - WORKERS);
  }

  /** How many jobs nobody has taken. */
  private int free() {
    try (var statement = database.connection().createStatement();
        var count =
            statement.executeQuery(
                "select count(*) from jobs where leased_until <= current_timestamp")) {
      count.next();
      return count.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void workThatFailsComesAgain() throws Exception {
    LOG.setLevel(Level.OFF);
    List<Job> jobs = store(PLACES + 1, 5);
    AtomicInteger attempts = new AtomicInteger();
    Attempt<Void> run =
        start(
            (ctx, job) -> {
              begun.add(job);
              if (attempts.incrementAndGet() <= PLACES) {
                throw new IOException("sample");
              }
            });
    awaitUnfinished(PLACES); // also the last one has got a place
    database.endLeases();
    awaitUnfinished(0);
    stop.cancel();
    run.result();
    assertThat(begun).hasSize(jobs.size() + PLACES);
  }

  /** The job has time left, so it is not late. */
  @Test
  void aDeadlineOfTheWorkIsNotThatOfTheJob() throws Exception {
    LOG.setLevel(Level.OFF);
    store(1, 5);
    Attempt<Void> run =
        start(
            (ctx, job) -> {
              begun.add(job);
              try (CancelableContext impatient = ctx.withTimeout(Duration.ZERO)) {
                impatient.receive(Channel.nil());
              }
            });
    Await.until("the first attempt", () -> begun.size() == 1);
    stop.cancel();
    run.result();
    assertThat(test.rows()).extracting(Row::outcome).containsOnlyNulls();
  }

  @Test
  void aDatabaseThatIsGoneEndsIt() throws Exception {
    store(PLACES, 5);
    results.close();
    Attempt<Void> run = start((ctx, job) -> begun.add(job));
    assertThat(run.failure()).isInstanceOf(SQLException.class);
  }
}
