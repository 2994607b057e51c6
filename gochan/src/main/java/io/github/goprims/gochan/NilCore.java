package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nil channel: never ready in either direction, and not to be closed. */
final class NilCore extends ChannelCore {

  static final NilCore INSTANCE = new NilCore();

  private NilCore() {}

  @Override
  boolean send(Object value, long deadline) throws InterruptedException {
    waitInVain(new ChanSendWait(this, value), deadline);
    return false;
  }

  @Override
  boolean trySend(Object value) {
    return false;
  }

  @Override
  @Nullable Object receive(long deadline) throws InterruptedException {
    waitInVain(new ChanReceiveWait(this), deadline);
    return null;
  }

  /** Nobody knows this waiter, so only the deadline and an interrupt can end its wait. */
  private static void waitInVain(Waiter waiter, long deadline) throws InterruptedException {
    if (waiter.await(deadline) == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
  }

  @Override
  @Nullable Object tryReceive() {
    return null;
  }

  @Override
  List<Object> tryReceiveMany(int max) {
    return List.of();
  }

  @Override
  boolean close() {
    throw new IllegalStateException("close of nil channel");
  }

  @Override
  boolean isClosed() {
    return false;
  }

  @Override
  boolean isDrained() {
    return false;
  }

  @Override
  int length() {
    return 0;
  }

  @Override
  int capacity() {
    return 0;
  }

  @Override
  void rename(String newName) {
    throw new IllegalStateException("named on nil channel: " + newName);
  }

  @Override
  String describe() {
    return "nil channel";
  }

  @Override
  String reasonSuffix() {
    return " (nil chan)";
  }
}
