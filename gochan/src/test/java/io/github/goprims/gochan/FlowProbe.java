package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that notes what it is told, checks that it is told one thing at a time by one
 * thread, and asks for what the test wants.
 */
final class FlowProbe<T> implements Flow.Subscriber<T> {

  private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final Consumer<T> action;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile @Nullable Thread thread;
  private volatile boolean disturbed;

  /** Does {@code action} with each value, within {@code onNext}. */
  FlowProbe(Consumer<T> action) {
    this.action = action;
  }

  static <T> FlowProbe<T> subscribedTo(Flow.Publisher<T> publisher) {
    FlowProbe<T> probe = new FlowProbe<>(value -> {});
    probe.subscribeTo(publisher);
    return probe;
  }

  /** Subscribes, and waits until that has been told. */
  void subscribeTo(Flow.Publisher<T> publisher) {
    publisher.subscribe(this);
    expect("subscribed");
  }

  Flow.Subscription subscription() {
    return Objects.requireNonNull(subscription);
  }

  /** The thread from which all signals come. */
  Thread thread() {
    return Objects.requireNonNull(thread);
  }

  /** Waits for these signals: values as they are, the others as text. */
  void expect(Object... expected) {
    for (Object each : expected) {
      assertThat(next()).isEqualTo(each);
    }
  }

  /** Waits for a failure. */
  Throwable expectFailure() {
    Object signal = next();
    assertThat(signal).isInstanceOf(Throwable.class);
    return (Throwable) signal;
  }

  /** Nothing else has been told, and nothing will, since the thread has ended. */
  void expectEnd() {
    Await.ended(thread());
    assertThat(signals).isEmpty();
    assertThat(disturbed).isFalse();
  }

  /** Nothing else has been told, and the thread waits. */
  void expectWaiting() {
    Await.blocked(thread(), "select");
    assertThat(signals).isEmpty();
  }

  private Object next() {
    try {
      Object signal = signals.poll(20, TimeUnit.SECONDS);
      assertThat(signal).as("a signal").isNotNull();
      return signal;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    thread = Thread.currentThread();
    subscription = given;
    note("subscribed", () -> {});
  }

  @Override
  public void onNext(T value) {
    note(value, () -> action.accept(value));
  }

  @Override
  public void onError(Throwable failure) {
    note(failure, () -> {});
  }

  @Override
  public void onComplete() {
    note("complete", () -> {});
  }

  private void note(Object signal, Runnable work) {
    if (inside.getAndIncrement() != 0 || thread != Thread.currentThread()) {
      disturbed = true;
    }
    signals.add(signal);
    work.run();
    inside.decrementAndGet();
  }
}
