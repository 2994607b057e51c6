package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Another context with one value more. */
final class ValueContext implements OwnContext {

  /** Of this many bindings in a row, one may get an index. */
  private static final int STRIDE = 16;

  private final Context parent;

  /** Where the end of this context is decided. */
  private final Context endSource;

  final Key<?> key;
  private final @Nullable Object value;

  /** Where to look next. */
  final @Nullable Context outer;

  /** How many bindings follow each other outwards from here, this one included. */
  private final int depth;

  /** All of these, or how often they have been passed; null for most contexts. */
  private @Nullable ValueIndex index;

  ValueContext(Context parent, Key<?> key, @Nullable Object value) {
    this.parent = parent;
    this.endSource = Contexts.endSourceOf(parent);
    this.key = key;
    this.value = value;
    this.outer = Contexts.valuesOf(parent);
    this.depth = outer instanceof ValueContext binding ? binding.depth + 1 : 1;
    this.index = isIndexed(depth) ? ValueIndex.UNASKED : null;
  }

  /** Four times between a depth and its double, or less: so all indexes need O(depth) memory. */
  private static boolean isIndexed(int depth) {
    int stride = Math.max(STRIDE, Integer.highestOneBit(depth) / 4);
    return depth % stride == 0;
  }

  /** Looks for a value from {@code start} outwards; contexts that have no values are skipped. */
  static <V> @Nullable V find(@Nullable Context start, Key<V> key) {
    Context end = walk(start, key);
    if (end instanceof ValueContext binding) {
      return binding.valueOf(key);
    }
    if (end instanceof AnyContext any) {
      return new AnyLookup(any).find(key);
    }
    return end == null ? null : end.value(key);
  }

  /** The first binding of {@code key}, or else what comes behind all bindings; null if nothing. */
  static @Nullable Context walk(@Nullable Context start, Key<?> key) {
    Context context = start;
    while (context instanceof ValueContext binding) {
      if (binding.key == key) {
        return binding;
      }
      ValueIndex index = binding.index;
      if (index == null) {
        context = binding.outer;
      } else if (index.isMade()) {
        ValueContext found = index.find(key);
        if (found != null) {
          return found;
        }
        context = index.rest;
      } else {
        binding.index = index.asked(binding, binding.depth);
        context = binding.outer;
      }
    }
    return context;
  }

  /** The value; only for the key of this binding, which types it. */
  @SuppressWarnings({"unchecked", "unused"}) // withValue takes a value of the key's type
  <V> @Nullable V valueOf(Key<V> sameKey) {
    return (V) value;
  }

  @Override
  public @Nullable Instant deadline() {
    return endSource.deadline();
  }

  @Override
  public ReceiveChannel<Void> done() {
    return Done.of(endSource);
  }

  @Override
  public @Nullable ContextDoneException err() {
    return endSource.err();
  }

  @Override
  public @Nullable Throwable cause() {
    return endSource.cause();
  }

  @Override
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    return key == Contexts.CANCELABLE ? endSource.value(key) : find(this, key);
  }

  @Override
  public AfterFunc afterFunc(Task function) {
    return endSource.afterFunc(function);
  }

  @Override
  public Context endSource() {
    return endSource;
  }

  @Override
  public Context values() {
    return this;
  }

  @Override
  public Context origin() {
    return parent;
  }

  @Override
  public String text() {
    String type = value == null ? "null" : value.getClass().getTypeName();
    return ".WithValue(" + key + ", " + type + ")";
  }

  @Override
  public String toString() {
    return ContextText.of(this);
  }
}
