package io.github.goprims.gocontext;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SendChannel;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The selects on a context's done channel that everybody needs. */
final class ContextWaits {

  private ContextWaits() {}

  static <T> @Nullable T receive(Context context, ReceiveChannel<T> channel)
      throws InterruptedException {
    enter(context);
    T value = channel.tryReceive();
    if (value != null || channel.isDrained()) {
      return value;
    }
    Select select = Select.create();
    ReceiveCase<T> received = select.onReceive(channel);
    select.onReceive(Done.of(context));
    if (select.await() == received) {
      return received.value();
    }
    throw doneException(context);
  }

  static <T> void send(Context context, SendChannel<T> channel, T value)
      throws InterruptedException {
    enter(context);
    if (channel.trySend(value)) {
      return;
    }
    Select select = Select.create();
    select.onSend(channel).value(value);
    ReceiveCase<Void> done = select.onReceive(Done.of(context));
    if (select.await() == done) {
      throw doneException(context);
    }
  }

  static void sleep(Context context, Duration duration) throws InterruptedException {
    enter(context);
    ReceiveChannel<Void> done = Done.of(context);
    if (Done.isNever(done)) {
      Go.sleep(duration);
    } else {
      done.receive(duration);
      if (done.isDrained()) {
        throw doneException(context);
      }
    }
  }

  /** What a method does first that may wait. */
  static void enter(Context context) throws InterruptedException {
    Waiter.refuseInterrupted();
    context.throwIfDone();
  }

  /** The exception to throw for a context that has ended. */
  static ContextDoneException doneException(Context context) {
    ContextDoneException err = context.err();
    if (err == null) {
      err = CanceledException.instance(); // a custom one that has closed done without an error
    }
    Throwable cause = context.cause();
    return err.thrown(cause == err ? null : cause);
  }
}
