package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import java.lang.ref.Cleaner.Cleanable;
import java.lang.ref.Reference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The handle that users get in place of a context while leaks are looked for. The tree does not
 * know it; so it is garbage as soon as nobody can cancel the context any more, also while the
 * context lives on with its parent.
 */
final class WatchedContext implements CancelableContext, OwnContext {

  private final CancelContext context;
  private final Cleanable report;

  WatchedContext(CancelContext context) {
    this.context = context;
    this.report = Leaks.reportUncanceled(this, context);
  }

  @Override
  public @Nullable Instant deadline() {
    return context.deadline();
  }

  @Override
  public ReceiveChannel<Void> done() {
    return context.done();
  }

  @Override
  public @Nullable ContextDoneException err() {
    return context.err();
  }

  @Override
  public @Nullable Throwable cause() {
    return context.cause();
  }

  @Override
  public <V> @Nullable V value(Key<V> key) {
    return context.value(key);
  }

  @Override
  public void cancel(@Nullable Throwable cause) {
    try {
      context.cancel(cause);
      report.clean();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public CancelContext plain() {
    return context;
  }

  @Override
  public CancelContext endSource() {
    return context;
  }

  @Override
  public @Nullable Context values() {
    return context.values();
  }

  @Override
  public @Nullable Context origin() {
    return context.origin();
  }

  @Override
  public String text() {
    return context.text();
  }

  @Override
  public String toString() {
    return context.toString();
  }
}
