package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of another context, without its end. */
final class DetachedContext implements Context {

  final Context parent;
  final @Nullable Context values;

  DetachedContext(Context parent) {
    this.parent = parent;
    this.values = Tree.valuesOf(parent);
  }

  @Override
  public @Nullable Instant deadline() {
    return null;
  }

  @Override
  public ReceiveChannel<Void> done() {
    return Done.NEVER;
  }

  @Override
  public @Nullable ContextDoneException err() {
    return null;
  }

  @Override
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    return key == Tree.CANCELABLE ? null : ValueContext.find(values, key);
  }

  @Override
  public String toString() {
    return ContextText.of(this);
  }
}
