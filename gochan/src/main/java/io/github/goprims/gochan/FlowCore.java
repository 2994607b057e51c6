package io.github.goprims.gochan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The channel of a subscription: a buffered one that tells when something has been received. */
final class FlowCore extends BufferedCore {

  private final FlowSubscriber<?> subscriber;

  FlowCore(int capacity, FlowSubscriber<?> subscriber) {
    super(capacity);
    this.subscriber = subscriber;
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    Object value = super.receive(deadline);
    received(value);
    return value;
  }

  @Override
  @Nullable Object tryReceive() {
    Object value = super.tryReceive();
    received(value);
    return value;
  }

  @Override
  List<Object> tryReceiveMany(int max) {
    List<Object> values = super.tryReceiveMany(max);
    subscriber.taken(values.size());
    return values;
  }

  @Override
  void received(@Nullable Object value) {
    if (value != null) {
      subscriber.taken(1);
    }
  }
}
