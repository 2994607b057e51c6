package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/**
 * Where the values of a long row of bindings are, so that a look need not pass them one by one.
 * Made for a context that has been asked several times, so that it is paid for by what the looks
 * before it have cost; until then it counts those.
 */
final class ValueIndex {
  /*
   * State.       table  the innermost binding of each key, by open addressing, at most half full;
   *                     never changes. Empty as long as looks are counted
   *              rest   where to look for other keys; null if there is nowhere
   *              looks  how many have passed
   * Modes.       looks is racy: to lose a few makes the index later. An index is published by a race
   *              as well, which its final fields allow.
   */

  /** Of a binding that may get an index and has not been asked yet. */
  static final ValueIndex UNASKED = new ValueIndex();

  private static final int ENOUGH = 8;

  private final ValueContext[] table;
  final @Nullable Context rest;
  private int looks;

  private ValueIndex() {
    table = new ValueContext[0];
    rest = null;
  }

  /** Takes in {@code innermost} and all bindings outwards from it, which are {@code count}. */
  private ValueIndex(ValueContext innermost, int count) {
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

  /** What {@code binding}, which is that deep, should have when it is asked once more. */
  ValueIndex asked(ValueContext binding, int depth) {
    if (this == UNASKED) {
      return new ValueIndex();
    }
    return ++looks < ENOUGH ? this : new ValueIndex(binding, depth);
  }

  /** Whether it knows the bindings, and does not only count. */
  boolean isMade() {
    return table.length != 0;
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
