package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.TestKit;
import org.jspecify.annotations.Nullable;

/** The done channel of a context, and the view of it that others get. */
final class Done {

  /** The channel of contexts that never end. */
  static final ReceiveChannel<Void> NEVER = Channel.<Void>nil().receiveOnly();

  /** The channel of contexts that had ended before anybody asked for it. */
  static final Done CLOSED = TestKit.PRESENT == null ? closed() : TestKit.outside(Done::closed);

  final ReceiveChannel<Void> view;
  private final Channel<Void> channel = Channel.<Void>make().named(Names.CONTEXT_DONE);

  Done() {
    view = channel.receiveOnly();
  }

  private static Done closed() {
    Done done = new Done();
    done.close();
    return done;
  }

  /** Closes the channel if that has not been done. */
  void close() {
    if (!channel.isClosed()) {
      channel.tryClose();
    }
  }

  /** The channel to wait at for the end of {@code context}; null in a custom one means never. */
  @SuppressWarnings("NullAway") // nobody checks what custom contexts return
  static ReceiveChannel<Void> of(Context context) {
    @Nullable ReceiveChannel<Void> done = context.done();
    return done == null ? NEVER : done;
  }

  static boolean isNever(ReceiveChannel<Void> done) {
    return done.equals(NEVER) || done.equals(Channel.<Void>nil());
  }
}
