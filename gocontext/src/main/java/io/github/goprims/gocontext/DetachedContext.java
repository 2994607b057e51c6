package io.github.goprims.gocontext;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of another context, without its end. */
final class DetachedContext extends EndlessContext {

  private final Context parent;
  private final @Nullable Context values;

  DetachedContext(Context parent) {
    this.parent = parent;
    this.values = Contexts.valuesOf(parent);
  }

  @Override
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    return key == Contexts.CANCELABLE ? null : ValueContext.find(values, key);
  }

  @Override
  public @Nullable Context values() {
    return values;
  }

  @Override
  public Context origin() {
    return parent;
  }

  @Override
  public String text() {
    return ".WithoutCancel";
  }

  @Override
  public String toString() {
    return ContextText.of(this);
  }
}
