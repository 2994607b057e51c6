package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Select} that is put together from clauses and run once. The handler of the clause that
 * was chosen runs after the select has committed.
 */
final class OneShot<R extends @Nullable Object, X extends Exception> {

  final Select cases;

  /** The clause of each case, by the index of the case. */
  final List<Clause<R, X>> clauses;

  Clause.@Nullable Timeout<R, X> timeout;
  @Nullable Clause<R, X> otherwise;

  OneShot(int size) {
    Rehearsal.ensure();
    cases = new Select(null, size);
    clauses = new ArrayList<>(size);
  }

  OneShot<R, X> add(Clause<R, X> clause) {
    Objects.requireNonNull(clause, "clause").addTo(this);
    return this;
  }

  OneShot<R, X> addAll(Collection<? extends Clause<R, X>> all) {
    for (Clause<R, X> clause : all) {
      add(clause);
    }
    return this;
  }

  R run() throws X, InterruptedException {
    SelectCase winner;
    Clause<R, X> without;
    if (otherwise != null) {
      Waiter.refuseInterrupted();
      winner = cases.poll();
      without = otherwise;
    } else {
      winner = timeout == null ? cases.await() : cases.await(timeout.timeout);
      without = timeout;
    }
    Clause<R, X> chosen = winner != null ? clauses.get(winner.index()) : without;
    return Objects.requireNonNull(chosen).handle(winner);
  }
}
