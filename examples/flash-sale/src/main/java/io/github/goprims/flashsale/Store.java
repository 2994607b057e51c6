package io.github.goprims.flashsale;

import io.github.goprims.gosync.Held;
import io.github.goprims.gosync.Mutex;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of accepted orders: H2 over JDBC, in a file. There is one connection for the writer and
 * one for readers, so that neither waits for the other.
 */
final class Store implements AutoCloseable {

  /*
   * H2 would close the database by a shutdown hook of its own, beside ours, while orders are still
   * being stored: DB_CLOSE_ON_EXIT. A small cache is full early, and shows whether memory is flat.
   */
  private static final String OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=4096";

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS orders (
        id VARCHAR(64) PRIMARY KEY,
        item VARCHAR(64) NOT NULL,
        quantity INT NOT NULL,
        trace VARCHAR(32) NOT NULL,
        stored_at TIMESTAMP(3) WITH TIME ZONE NOT NULL)
      """;

  /** Changes one row, or none if there is an order with this id. */
  private static final String INSERT =
      """
      MERGE INTO orders USING
        (VALUES (CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS INT), CAST(? AS VARCHAR)))
          AS new(id, item, quantity, trace)
        ON orders.id = new.id
        WHEN NOT MATCHED THEN INSERT
          VALUES (new.id, new.item, new.quantity, new.trace, CURRENT_TIMESTAMP)
      """;

  private static final String SAME =
      "SELECT COUNT(*) FROM orders WHERE id = ? AND item = ? AND quantity = ?";
  private static final String PAGE =
      "SELECT id, trace FROM orders WHERE id > ? ORDER BY id FETCH FIRST ? ROWS ONLY";

  /** No client's: their ids are not empty. */
  private static final Order TRIAL = new Order("", "", 1);

  private final Connection writing;
  private final Connection reading;
  private final PreparedStatement insert;
  private final PreparedStatement same;
  private final Mutex reader = new Mutex().named("reader");

  /** Opens the file {@code orders.mv.db} in a folder, or makes it. */
  Store(Path folder) throws SQLException {
    String url = "jdbc:h2:file:" + folder.toAbsolutePath().resolve("orders") + OPTIONS;
    writing = DriverManager.getConnection(url);
    reading = DriverManager.getConnection(url);
    try (Statement statement = writing.createStatement()) {
      statement.execute(TABLE);
    }
    writing.setAutoCommit(false);
    insert = writing.prepareStatement(INSERT);
    same = writing.prepareStatement(SAME);
  }

  /**
   * Stores orders in one transaction, and waits until they are on the disk. Says of each what
   * became of it. For the writer only.
   *
   * @throws SQLException if it is not known whether they are stored
   */
  List<Outcome> insert(List<Pending> batch) throws SQLException {
    int[] rows;
    try {
      for (Pending pending : batch) {
        bind(insert, pending.order(), Log.trace(pending.context()));
        insert.addBatch();
      }
      rows = insert.executeBatch();
      writing.commit();
      sync();
    } catch (SQLException e) {
      undo(e);
      throw e;
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      outcomes.add(rows[i] == 1 ? Outcome.ACCEPTED : compare(batch.get(i).order()));
    }
    return outcomes;
  }

  /**
   * Does what an insert does, and leaves nothing behind. For the writer only.
   *
   * @throws SQLException if an insert would fail
   */
  void check() throws SQLException {
    bind(insert, TRIAL, "");
    insert.executeUpdate();
    writing.rollback();
    sync();
  }

  /** What fails here as well, on a broken connection, is not to hide the reason. */
  private void undo(SQLException reason) {
    try {
      insert.clearBatch();
      writing.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** A commit is in the file after half a second; this waits until the disk has it. */
  private void sync() throws SQLException {
    try (Statement statement = writing.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }

  private Outcome compare(Order order) throws SQLException {
    bind(same, order);
    return single(same) == 1 ? Outcome.REPEATED : Outcome.CONFLICT;
  }

  private static void bind(PreparedStatement statement, Order order, String trace)
      throws SQLException {
    bind(statement, order);
    statement.setString(4, trace);
  }

  private static void bind(PreparedStatement statement, Order order) throws SQLException {
    statement.setString(1, order.id());
    statement.setString(2, order.item());
    statement.setInt(3, order.quantity());
  }

  /** The orders that follow an id, in the order of ids: the way through a table of any size. */
  List<Stored> after(String id, int limit) throws SQLException {
    Held held = reader.hold();
    try (held;
        PreparedStatement page = reading.prepareStatement(PAGE)) {
      page.setString(1, id);
      page.setInt(2, limit);
      List<Stored> orders = new ArrayList<>();
      try (ResultSet rows = page.executeQuery()) {
        while (rows.next()) {
          orders.add(new Stored(rows.getString(1), rows.getString(2)));
        }
      }
      return orders;
    }
  }

  /** How many orders are stored. */
  long count() throws SQLException {
    Held held = reader.hold();
    try (held;
        PreparedStatement count = reading.prepareStatement("SELECT COUNT(*) FROM orders")) {
      return single(count);
    }
  }

  private static long single(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    reading.close();
    writing.close();
  }

  /**
   * What is kept of an order, in short.
   *
   * @param id that of the order
   * @param trace that of the request which stored it
   */
  record Stored(String id, String trace) {}
}
