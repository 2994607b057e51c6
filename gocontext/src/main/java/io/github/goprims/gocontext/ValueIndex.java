package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/** Where the values of a long row of bindings are, so that a look need not pass them one by one. */
final class ValueIndex {
  /*
   * State.       table  the innermost binding of each key, by open addressing; never changes, at most
   *                     half full
   *              rest   where to look for other keys; null if there is nowhere
   */

  private final ValueContext[] table;
  final @Nullable Context rest;

  /** Takes in {@code innermost} and all bindings outwards from it, which are {@code count}. */
  ValueIndex(ValueContext innermost, int count) {
    table = new ValueContext[2 * Integer.highestOneBit(2 * count - 1)];
    Context context = innermost;
    while (context instanceof ValueContext binding) {
      int place = placeOf(binding.key);
      if (table[place] == null) {
        table[place] = binding;
      }
      context = binding.outer;
    }
    rest = context;
  }

  /** The innermost binding of {@code key}; null if there is none. */
  @Nullable ValueContext find(Key<?> key) {
    return table[placeOf(key)];
  }

  /** Where {@code key} is, or would be. */
  private int placeOf(Key<?> key) {
    int mask = table.length - 1;
    int place = key.hashCode() & mask;
    while (table[place] != null && table[place].key != key) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
