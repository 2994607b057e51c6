package io.github.goprims.flashsale;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import java.nio.file.Path;
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

  @Test
  void whatCannotBeHandledIsRefusedAndTheWorkerGoesOn() throws Exception {
    Channel<Pending> queue = Channel.make(2);
    Handler handler =
        (context, order) -> {
          if (order.id().equals("a")) {
            throw new IllegalStateException("out of tickets");
          }
        };
    Workers workers = new Workers(1, queue, handled, handler);
    Pending next = new Pending(new Order("b", "ticket", 1), Context.background());

    queue.send(pending);
    queue.send(next);

    assertThat(pending.await()).isEqualTo(Outcome.FAILED);
    assertThat(handled.receive()).isSameAs(next);
    queue.close();
    workers.await();
  }
}
