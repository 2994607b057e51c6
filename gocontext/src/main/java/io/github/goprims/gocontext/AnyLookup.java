package io.github.goprims.gocontext;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look for a value where contexts have several parents: depth first, as the parents were given,
 * and each such context once, however many ways lead there.
 */
final class AnyLookup {

  private final Deque<Context> todo = new ArrayDeque<>();
  private final Set<AnyContext> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  AnyLookup(AnyContext start) {
    branch(start);
  }

  private void branch(AnyContext any) {
    if (seen.add(any)) {
      for (int i = any.size() - 1; i >= 0; i--) {
        Context values = Contexts.valuesOf(any.get(i));
        if (values != null) {
          todo.push(values);
        }
      }
    }
  }

  /** The first value that is not null. */
  <V> @Nullable V find(Key<V> key) {
    for (Context at = todo.poll(); at != null; at = todo.poll()) {
      Context end = ValueContext.walk(at, key);
      V value = null;
      if (end instanceof AnyContext any) {
        branch(any);
      } else if (end instanceof ValueContext binding) {
        value = binding.valueOf(key);
      } else if (end != null) {
        value = end.value(key);
      }
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
