package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Another context with one value more. */
final class ValueContext implements Context {

  /** Of this many bindings in a row, one has an index. */
  private static final int STRIDE = 16;

  final Context parent;

  /** Where the end of this context is decided. */
  final Context ending;

  final Key<?> key;
  final @Nullable Object value;

  /** Where to look next. */
  final @Nullable Context outer;

  /** How many bindings follow each other outwards from here, this one included. */
  private final int depth;

  /** All of these; null for most contexts. */
  private final @Nullable ValueIndex index;

  ValueContext(Context parent, Key<?> key, @Nullable Object value) {
    this.parent = parent;
    this.ending = Tree.endingOf(parent);
    this.key = key;
    this.value = value;
    this.outer = Tree.valuesOf(parent);
    this.depth = outer instanceof ValueContext binding ? binding.depth + 1 : 1;
    this.index = isIndexed(depth) ? new ValueIndex(this, depth) : null;
  }

  /** Four times between a depth and its double, or less: so all indexes need O(depth) memory. */
  private static boolean isIndexed(int depth) {
    int stride = Math.max(STRIDE, Integer.highestOneBit(depth) / 4);
    return depth % stride == 0;
  }

  /** Looks for a value from {@code start} outwards; contexts that have no values are skipped. */
  @SuppressWarnings("unchecked") // withValue takes a value of the key's type
  static <V> @Nullable V find(@Nullable Context start, Key<V> key) {
    Context context = start;
    while (context instanceof ValueContext binding) {
      if (binding.key == key) {
        return (V) binding.value;
      }
      ValueIndex index = binding.index;
      if (index == null) {
        context = binding.outer;
      } else {
        ValueContext found = index.find(key);
        if (found != null) {
          return (V) found.value;
        }
        context = index.rest;
      }
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
