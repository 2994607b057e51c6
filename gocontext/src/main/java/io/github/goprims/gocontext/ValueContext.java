package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Another context with one value more. */
final class ValueContext implements Context {

  final Context parent;

  /** Where the end of this context is decided. */
  final Context ending;

  final Key<?> key;
  final @Nullable Object value;

  /** Where to look next. */
  private final @Nullable Context outer;

  ValueContext(Context parent, Key<?> key, @Nullable Object value) {
    this.parent = parent;
    this.ending = Tree.endingOf(parent);
    this.key = key;
    this.value = value;
    this.outer = Tree.valuesOf(parent);
  }

  /** Looks for a value from {@code start} outwards; contexts that have no values are skipped. */
  @SuppressWarnings("unchecked") // withValue takes a value of the key's type
  static <V> @Nullable V find(@Nullable Context start, Key<V> key) {
    Context context = start;
    while (context instanceof ValueContext binding) {
      if (binding.key == key) {
        return (V) binding.value;
      }
      context = binding.outer;
    }
    return context == null ? null : context.value(key);
  }

  @Override
  public @Nullable Instant deadline() {
    return ending.deadline();
  }

  @Override
  public ReceiveChannel<Void> done() {
    return ending.done();
  }

  @Override
  public @Nullable ContextDoneException err() {
    return ending.err();
  }

  @Override
  public @Nullable Throwable cause() {
    return ending.cause();
  }

  @Override
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    return key == Tree.CANCELABLE ? ending.value(key) : find(this, key);
  }

  @Override
  public AfterFunc afterFunc(Runnable function) {
    return ending.afterFunc(function);
  }

  @Override
  public String toString() {
    return ContextText.of(this);
  }
}
