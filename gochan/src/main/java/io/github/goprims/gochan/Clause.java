package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Values;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One alternative of {@link Select#first}, made by {@link Select#receive}, {@link Select#send},
 * {@link Select#timeout} and {@link Select#otherwise}, or by {@link Select#receiveThen} and its
 * like if there is no result. Clauses do not change and may be used again.
 *
 * @param <R> the type of the result
 * @param <X> what the handler may throw
 */
public abstract sealed class Clause<R extends @Nullable Object, X extends Exception> {

  private Clause() {}

  /** Adds this clause to a select that is being put together. */
  abstract void addTo(OneShot<R, X> select);

  /** Runs the handler, once this clause is chosen; {@code winner} is its case, if it has one. */
  abstract R handle(@Nullable SelectCase winner) throws X;

  static final class Receive<T, R extends @Nullable Object, X extends Exception>
      extends Clause<R, X> {
    private final @Nullable ReceiveChannel<T> channel;
    private final ThrowingFunction<? super @Nullable T, ? extends R, ? extends X> handler;

    Receive(
        @Nullable ReceiveChannel<T> channel,
        ThrowingFunction<? super @Nullable T, ? extends R, ? extends X> handler) {
      this.channel = channel;
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    void addTo(OneShot<R, X> select) {
      select.cases.addReceive(channel);
      select.clauses.add(this);
    }

    @Override
    @SuppressWarnings({
      "NullAway", // it does not see the nullable argument behind "? super"
      "unchecked" // addTo made the case
    })
    R handle(@Nullable SelectCase winner) throws X {
      return handler.apply(((ReceiveCase<T>) winner).value());
    }
  }

  static final class Send<T, R extends @Nullable Object, X extends Exception> extends Clause<R, X> {
    private final @Nullable SendChannel<T> channel;
    private final T value;
    private final ThrowingSupplier<? extends R, ? extends X> handler;

    Send(
        @Nullable SendChannel<T> channel,
        T value,
        ThrowingSupplier<? extends R, ? extends X> handler) {
      this.channel = channel;
      this.value = Values.checked(value);
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    void addTo(OneShot<R, X> select) {
      select.cases.addSend(channel).put(value);
      select.clauses.add(this);
    }

    @Override
    R handle(@Nullable SelectCase winner) throws X {
      return handler.get();
    }
  }

  static final class Timeout<R extends @Nullable Object, X extends Exception> extends Clause<R, X> {
    final Duration timeout;
    private final ThrowingSupplier<? extends R, ? extends X> handler;

    Timeout(Duration timeout, ThrowingSupplier<? extends R, ? extends X> handler) {
      this.timeout = Objects.requireNonNull(timeout, "timeout");
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    void addTo(OneShot<R, X> select) {
      if (select.timeout == null || timeout.compareTo(select.timeout.timeout) < 0) {
        select.timeout = this;
      }
    }

    @Override
    R handle(@Nullable SelectCase winner) throws X {
      return handler.get();
    }
  }

  static final class Otherwise<R extends @Nullable Object, X extends Exception>
      extends Clause<R, X> {
    private final ThrowingSupplier<? extends R, ? extends X> handler;

    Otherwise(ThrowingSupplier<? extends R, ? extends X> handler) {
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    void addTo(OneShot<R, X> select) {
      if (select.otherwise != null) {
        throw new IllegalArgumentException("more than one otherwise clause");
      }
      select.otherwise = this;
    }

    @Override
    R handle(@Nullable SelectCase winner) throws X {
      return handler.get();
    }
  }
}
