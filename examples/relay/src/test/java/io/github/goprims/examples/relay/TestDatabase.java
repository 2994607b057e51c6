package io.github.goprims.examples.relay;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** A database in memory, which knows the same statements. It ends with its last connection. */
final class TestDatabase implements AutoCloseable {

  private static final Duration NEVER = Duration.ofDays(1);

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final Connection connection = DriverManager.getConnection(url);

  TestDatabase() throws SQLException {}

  /** The table, over another connection, with leases that end when a test says so. */
  JobTable table() throws SQLException {
    return JobTable.open(url, NEVER);
  }

  Connection connection() {
    return connection;
  }

  /** What time does to the jobs of a process that was killed. */
  void endLeases() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("update jobs set leased_until = current_timestamp");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
