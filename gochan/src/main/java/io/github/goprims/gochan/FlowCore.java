package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.StackProbe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The channel of a subscription: a buffered one that tells when something has been received. */
final class FlowCore extends BufferedCore {
  /*
   * Out of stack. A probe before the value is taken makes sure of the stack that is needed to count
   * it. To tell the publisher needs more: if that is not there, the value has been received all the
   * same, and the next call that finds nothing, or is about to wait, tells it.
   */

  private final FlowSubscriber<?> subscriber;

  FlowCore(int capacity, FlowSubscriber<?> subscriber) {
    super(capacity);
    this.subscriber = subscriber;
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    taken(0); // before a wait for what nobody may have requested
    StackProbe.touch(StackProbe.STEP);
    Object value = super.receive(deadline);
    received(value);
    return value;
  }

  @Override
  @Nullable Object tryReceive() {
    StackProbe.touch(StackProbe.STEP);
    Object value = super.tryReceive();
    received(value);
    return value;
  }

  @Override
  List<Object> tryReceiveMany(int max) {
    List<Object> values = super.tryReceiveMany(max);
    taken(values.size());
    return values;
  }

  @Override
  void received(@Nullable Object value) {
    taken(value == null ? 0 : 1);
  }

  private void taken(int count) {
    try {
      subscriber.taken(count);
    } catch (Throwable late) {
      // The publisher is told at the next receive; what was received is not lost.
    }
  }
}
