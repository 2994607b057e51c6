package io.github.goprims.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.examples.relay.Job.Ended;
import io.github.goprims.examples.relay.Job.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobTableTest {

  private TestDatabase database;
  private JobTable one;
  private JobTable other;
  private final List<Job> jobs = IntStream.range(0, 6).mapToObj(Patience::job).toList();

  @BeforeEach
  void open() throws SQLException {
    database = new TestDatabase();
    one = database.table();
    other = database.table();
    one.store(jobs);
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.close();
    database.close();
  }

  @Test
  void whatOneTakesIsLeftToIt() throws Exception {
    assertSame(one.take(2), jobs.subList(0, 2));
    assertSame(other.take(3), jobs.subList(2, 5));
    assertSame(one.take(10), jobs.subList(5, 6));
    assertThat(other.take(10)).isEmpty();
  }

  /** Up to the precision of the database. */
  private static void assertSame(List<Job> actual, List<Job> expected) {
    assertThat(actual).extracting(Job::id).isEqualTo(expected.stream().map(Job::id).toList());
    assertThat(actual).extracting(Job::trace).isEqualTo(expected.stream().map(Job::trace).toList());
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).deadline())
          .isBetween(
              expected.get(i).deadline().minus(1, ChronoUnit.MICROS),
              expected.get(i).deadline().plus(1, ChronoUnit.MICROS));
    }
  }

  @Test
  void whatIsBeingTakenIsSkippedAndNotWaitedFor() throws Exception {
    Connection taking = database.connection();
    taking.setAutoCommit(false);
    try (PreparedStatement lock =
        taking.prepareStatement("select id from jobs where id = ? for update")) {
      lock.setObject(1, jobs.get(0).id());
      lock.executeQuery().close();

      assertSame(one.take(2), jobs.subList(1, 3));
    }
    taking.rollback();
    assertSame(one.take(1), jobs.subList(0, 1));
  }

  @Test
  void whatWasNotFinishedInTimeIsTakenAgain() throws Exception {
    assertThat(one.take(10)).hasSize(6);
    one.finish(List.of(new Ended(jobs.get(0).id(), Outcome.DONE)));

    database.endLeases();

    assertSame(other.take(10), jobs.subList(1, 6));
  }

  @Test
  void whatIsGivenBackIsTakenAtOnce() throws Exception {
    List<Job> taken = one.take(3);
    one.giveBack(taken.subList(1, 3));
    assertSame(other.take(2), jobs.subList(1, 3));
  }

  @Test
  void theFirstOutcomeCounts() throws Exception {
    one.take(10);
    one.finish(List.of(new Ended(jobs.get(0).id(), Outcome.DONE)));
    other.finish(List.of(new Ended(jobs.get(0).id(), Outcome.LATE)));

    assertThat(one.unfinished()).isEqualTo(5);
    assertThat(other.rows())
        .filteredOn(row -> row.outcome() != null)
        .singleElement()
        .isEqualTo(
            new JobTable.Row(
                jobs.get(0).id(), "hopeless", jobs.get(0).trace().traceId(), Outcome.DONE));
  }
}
