package io.github.goprims.gocontext;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context that has nothing and never ends. */
final class RootContext extends EndlessContext {

  static final RootContext BACKGROUND = new RootContext("context.Background");
  static final RootContext TODO = new RootContext("context.TODO");

  private final String text;

  private RootContext(String text) {
    this.text = text;
  }

  @Override
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    return null;
  }

  @Override
  public @Nullable Context values() {
    return null;
  }

  @Override
  public @Nullable Context origin() {
    return null;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
