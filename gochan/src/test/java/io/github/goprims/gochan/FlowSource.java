package io.github.goprims.gochan;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A publisher for one subscriber that publishes what the test wants, and notes what it is told. */
class FlowSource<T> implements Flow.Publisher<T>, Flow.Subscription {

  /** The requests, and -1 for a cancel. */
  final List<Long> calls = new CopyOnWriteArrayList<>();

  private volatile Flow.@Nullable Subscriber<? super T> subscriber;

  @Override
  public void subscribe(Flow.Subscriber<? super T> given) {
    subscriber = given;
    given.onSubscribe(this);
  }

  @Override
  public void request(long count) {
    calls.add(count);
  }

  @Override
  public void cancel() {
    calls.add(-1L);
  }

  Flow.Subscriber<? super T> subscriber() {
    return Objects.requireNonNull(subscriber);
  }

  /** Publishes these values. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  final void publish(T... values) {
    for (T value : values) {
      subscriber().onNext(value);
    }
  }
}
