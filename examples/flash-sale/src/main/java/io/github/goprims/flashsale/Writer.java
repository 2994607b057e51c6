package io.github.goprims.flashsale;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The goroutine that alone writes to the store: it gathers orders for a moment, stores them in one
 * transaction, and only then tells their requests. After a failure it tries the store from time to
 * time, also if no orders come. Ends when its channel is closed and drained.
 */
final class Writer {

  private static final int BATCH = 256;
  private static final Duration LINGER = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final ReceiveChannel<Pending> handled;
  private final Store store;
  private final Timer linger = Timer.make(LINGER);
  private final Select select = Select.create();
  private final ReceiveCase<Pending> next;
  private final Thread goroutine;
  private volatile @Nullable SQLException failure;

  /** Starts it. */
  Writer(ReceiveChannel<Pending> handled, Store store) {
    this.handled = handled;
    this.store = store;
    next = select.onReceive(handled);
    select.onReceive(linger.channel());
    goroutine = Go.go("writer", this::run);
  }

  /** Waits for its end. */
  void await() throws InterruptedException {
    goroutine.join();
  }

  /** Why orders could not be stored when that was last tried; null if they could. */
  @Nullable SQLException failure() {
    return failure;
  }

  private void run() throws InterruptedException {
    while (!handled.isDrained()) {
      Pending first = failure == null ? handled.receive() : handled.receive(RETRY);
      if (first != null) {
        write(gather(first));
      } else if (failure != null) {
        check();
      }
    }
  }

  /** What comes until the batch is full, the time is over, or the channel is drained. */
  private List<Pending> gather(Pending first) throws InterruptedException {
    List<Pending> batch = new ArrayList<>();
    batch.add(first);
    linger.reset(LINGER);
    while (batch.size() < BATCH && select.await() == next && next.isOpen()) {
      batch.add(next.value());
    }
    return batch;
  }

  private void write(List<Pending> batch) {
    batch.removeIf(pending -> !pending.claim()); // given up meanwhile
    if (batch.isEmpty()) {
      return;
    }
    List<Outcome> outcomes;
    try {
      outcomes = store.insert(batch);
      failure = null;
    } catch (SQLException e) {
      Log.warning(Context.background(), "could not store " + batch.size() + " orders", e);
      failure = e;
      outcomes = batch.stream().map(pending -> Outcome.UNKNOWN).toList();
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).settle(outcomes.get(i));
    }
  }

  private void check() {
    try {
      store.check();
      failure = null;
    } catch (SQLException e) {
      failure = e;
    }
  }
}
