package io.github.goprims.flashsale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told when something breaks. */
class FailureTest {

  private final Pending pending = new Pending(new Order("a", "ticket", 1), Context.background());
  private final Channel<Pending> handled = Channel.make(1);

  @TempDir private Path folder;

  @Test
  void aStoreThatFailsLeavesItOpen() throws Exception {
    Store store = new Store(folder);
    store.close();
    Writer writer = new Writer(handled, store);

    handled.send(pending);

    assertThat(pending.await()).isEqualTo(Outcome.UNKNOWN);
    handled.close();
    writer.await();
  }

  /** No order comes after the store has healed: nobody sends any while it does not look well. */
  @Test
  void theServiceIsUnwellWhileItsStoreFails() throws Exception {
    try (Shop shop = new Shop(folder).open();
        Connection connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("orders"));
        Statement statement = connection.createStatement()) {
      assertThat(shop.get("/healthz").body()).isEqualTo("ok\n");

      statement.execute("ALTER TABLE orders RENAME TO hidden");

      assertThat(shop.order("a").body()).startsWith("unknown");
      assertThat(shop.get("/healthz").statusCode()).isEqualTo(503);
      assertThat(shop.get("/healthz").body()).startsWith("the store fails: Table \"ORDERS\"");
      assertThat(shop.get("/orders").statusCode()).isEqualTo(500);
      assertThat(shop.get("/orders").body()).startsWith("the store fails: Table \"ORDERS\"");

      statement.execute("ALTER TABLE hidden RENAME TO orders");

      Await.until("health", () -> isWell(shop));
      assertThat(shop.get("/orders/count").body()).isEqualTo("0\n");
      assertThat(shop.order("a").statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aCheckFailsAsAnInsertWould() throws Exception {
    try (Store store = new Store(folder);
        Connection connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("orders"));
        Statement statement = connection.createStatement()) {
      store.check();

      statement.execute("ALTER TABLE orders ADD more INT DEFAULT 1 CHECK more > 1");

      assertThatThrownBy(store::check).isInstanceOf(SQLException.class);
      assertThat(store.count()).isZero();
    }
  }

  private static boolean isWell(Shop shop) {
    try {
      return shop.get("/healthz").statusCode() == 200;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatCannotBeHandledIsRefusedAndTheWorkerGoesOn() throws Exception {
    assertRefused(
        (context, order) -> {
          throw new IllegalStateException("out of tickets");
        });
  }

  /** The order has time left, so nobody but the worker can answer. */
  @Test
  void aDeadlineOfTheHandlerIsNotThatOfTheOrder() throws Exception {
    assertRefused(
        (context, order) -> {
          try (CancelableContext bank = context.withTimeout(Duration.ZERO)) {
            bank.throwIfDone();
          }
        });
  }

  private void assertRefused(Handler handler) throws Exception {
    Channel<Pending> queue = Channel.make(2);
    Pending next = new Pending(new Order("b", "ticket", 1), Context.background());
    Workers workers =
        new Workers(
            1,
            queue,
            handled,
            (context, order) -> {
              if (order.id().equals("a")) {
                handler.handle(context, order);
              }
            });

    queue.send(pending);
    queue.send(next);

    assertThat(pending.await()).isEqualTo(Outcome.FAILED);
    assertThat(handled.receive()).isSameAs(next);
    queue.close();
    workers.await();
  }
}
