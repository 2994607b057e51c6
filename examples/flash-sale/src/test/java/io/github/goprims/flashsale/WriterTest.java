package io.github.goprims.flashsale;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is in the store when a request has its answer. All orders of a test are in one batch. */
@ExtendWith(LeakCheck.class)
class WriterTest {

  private final Channel<Pending> handled = Channel.make(3);

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() throws SQLException {
    store = new Store(folder);
  }

  @AfterEach
  void close() throws SQLException {
    store.close();
  }

  private Pending handled(String id, int quantity, Context context) throws InterruptedException {
    Pending pending = new Pending(new Order(id, "ticket", quantity), context);
    handled.send(pending);
    return pending;
  }

  private void write() throws InterruptedException {
    handled.close();
    new Writer(handled, store).await();
  }

  @Test
  void whatWasGivenUpIsNotStored() throws Exception {
    CancelableContext context = Context.background().withCancel();
    Pending pending = handled("a", 1, context);
    context.cancel();
    assertThat(pending.await()).isEqualTo(Outcome.EXPIRED);

    write();

    assertThat(store.count()).isZero();
  }

  /** The client did not wait for its first answer. */
  @Test
  void aRetryInTheSameBatchIsStoredOnce() throws Exception {
    Pending first = handled("a", 1, Context.background());
    Pending retry = handled("a", 1, Context.background());
    Pending other = handled("a", 2, Context.background());

    write();

    assertThat(first.await()).isEqualTo(Outcome.ACCEPTED);
    assertThat(retry.await()).isEqualTo(Outcome.REPEATED);
    assertThat(other.await()).isEqualTo(Outcome.CONFLICT);
    assertThat(store.count()).isEqualTo(1);
  }

  /** A copy of the file is what a killed process would leave. */
  @Test
  void whatIsAcceptedIsInTheFile(@TempDir Path left) throws Exception {
    Pending pending = handled("a", 1, Context.background());

    write();

    assertThat(pending.await()).isEqualTo(Outcome.ACCEPTED);
    Files.copy(folder.resolve("orders.mv.db"), left.resolve("orders.mv.db"));
    try (Store copy = new Store(left)) {
      assertThat(copy.count()).isEqualTo(1);
    }
  }
}
