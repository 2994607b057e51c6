package io.github.goprims.examples.relay;

import io.github.goprims.examples.relay.Job.Ended;
import io.github.goprims.examples.relay.Job.Outcome;
import io.github.goprims.examples.travel.TraceParent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The jobs in the database, over one connection. For one goroutine at a time. Each method is a
 * transaction: when it returns, what it did outlives the process. After an exception of the
 * database the table is to be closed.
 *
 * <p>Who takes a job has it for the time of a lease. If it is not finished by then, because the
 * process was killed or the work took too long, it can be taken again: so a job may be done more
 * than once, and does not get lost.
 */
final class JobTable implements AutoCloseable {

  private static final String CREATE =
      """
      create table if not exists jobs (
        number bigint generated always as identity,
        id uuid primary key,
        name varchar(100) not null,
        traceparent varchar(55) not null,
        deadline timestamp with time zone not null,
        leased_until timestamp with time zone default current_timestamp not null,
        outcome varchar(4))
      """;

  private static final String STORE =
      "insert into jobs (id, name, traceparent, deadline) values (?, ?, ?, ?)";

  /** What another transaction has locked is being taken by others: it is left to them. */
  private static final String TAKE =
      """
      select id, name, traceparent, deadline from jobs
      where outcome is null and leased_until <= current_timestamp
      order by number limit ? for update skip locked
      """;

  private static final String GIVE_BACK =
      "update jobs set leased_until = current_timestamp where id = ?";

  /** The first outcome counts. */
  private static final String FINISH =
      "update jobs set outcome = ? where id = ? and outcome is null";

  private static final String UNFINISHED = "select count(*) from jobs where outcome is null";

  private static final String ROWS = "select id, name, traceparent, outcome from jobs";

  private final Connection connection;
  private final String leaseStatement;

  /** A job and what came of it, null if it has not ended. */
  record Row(UUID id, String name, String traceId, @Nullable Outcome outcome) {}

  private JobTable(Connection connection, Duration lease) {
    this.connection = connection;
    this.leaseStatement =
        "update jobs set leased_until = current_timestamp + interval '%d' second where id = ?"
            .formatted(lease.toSeconds());
  }

  /**
   * Connects, and makes the table if there is none.
   *
   * @param url the address for JDBC
   * @param lease in whole seconds; longer than jobs wait and take in a process
   */
  static JobTable open(String url, Duration lease) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
    connection.setAutoCommit(false);
    return new JobTable(connection, lease);
  }

  /** Stores all of {@code jobs}. */
  void store(List<Job> jobs) throws SQLException {
    batch(
        STORE,
        jobs,
        (statement, job) -> {
          statement.setObject(1, job.id());
          statement.setString(2, job.name());
          statement.setString(3, job.trace().toString());
          statement.setObject(4, job.deadline().atOffset(ZoneOffset.UTC));
        });
  }

  /** Takes the oldest jobs that nobody has, {@code most} of them or as many as there are. */
  List<Job> take(int most) throws SQLException {
    List<Job> taken = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(TAKE)) {
      select.setInt(1, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          taken.add(job(rows));
        }
      }
    }
    batch(leaseStatement, taken, (statement, job) -> statement.setObject(1, job.id()));
    return taken;
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getObject(1, UUID.class),
        row.getString(2),
        trace(row),
        row.getObject(4, OffsetDateTime.class).toInstant());
  }

  private static TraceParent trace(ResultSet row) throws SQLException {
    return Objects.requireNonNull(TraceParent.parse(row.getString(3)), "traceparent");
  }

  /** Lets others take {@code jobs} at once. */
  void giveBack(List<Job> jobs) throws SQLException {
    batch(GIVE_BACK, jobs, (statement, job) -> statement.setObject(1, job.id()));
  }

  /** Notes the end of jobs; nobody will take them any more. */
  void finish(List<Ended> jobs) throws SQLException {
    batch(
        FINISH,
        jobs,
        (statement, job) -> {
          statement.setString(1, job.outcome().name());
          statement.setObject(2, job.id());
        });
  }

  /** How many jobs have not come to their end. */
  int unfinished() throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet count = select.executeQuery(UNFINISHED)) {
      count.next();
      int unfinished = count.getInt(1);
      connection.commit();
      return unfinished;
    }
  }

  /** All jobs there have been. */
  List<Row> rows() throws SQLException {
    List<Row> all = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery(ROWS)) {
      while (rows.next()) {
        String outcome = rows.getString(4);
        all.add(
            new Row(
                rows.getObject(1, UUID.class),
                rows.getString(2),
                trace(rows).traceId(),
                outcome == null ? null : Outcome.valueOf(outcome)));
      }
    }
    connection.commit();
    return all;
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  private interface Binder<T> {
    void bind(PreparedStatement statement, T value) throws SQLException;
  }

  /** Does a statement for each value, and commits. */
  private <T> void batch(String sql, List<T> values, Binder<T> binder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T value : values) {
        binder.bind(statement, value);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
