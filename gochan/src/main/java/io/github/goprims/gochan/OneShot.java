package io.github.goprims.gochan;

import io.github.goprims.gochan.Clause.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link Select} put together from clauses, awaited once; the handler runs after the commit. */
final class OneShot<R extends @Nullable Object, X extends Exception> {

  final Select cases = Select.create();

  /** The handler of each case, by its index. */
  final List<Handler<R, X>> handlers = new ArrayList<>(4);

  @Nullable Handler<R, X> onTimeout;
  long timeout = Long.MAX_VALUE;
  @Nullable Handler<R, X> otherwise;

  OneShot<R, X> add(Clause<R, X> clause) {
    Objects.requireNonNull(clause, "clause").addTo(this);
    return this;
  }

  R run() throws X, InterruptedException {
    SelectCase winner;
    if (otherwise != null) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      winner = cases.poll();
    } else {
      winner = cases.await(Duration.ofNanos(timeout));
    }
    if (winner != null) {
      return handlers.get(winner.index()).handle();
    }
    return Objects.requireNonNull(otherwise != null ? otherwise : onTimeout).handle();
  }
}
