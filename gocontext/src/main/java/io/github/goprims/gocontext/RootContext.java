package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context that has nothing and never ends. */
final class RootContext implements Context {

  static final RootContext BACKGROUND = new RootContext("context.Background");
  static final RootContext TODO = new RootContext("context.TODO");

  private final String text;

  private RootContext(String text) {
    this.text = text;
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
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
