package io.github.goprims.gosync;

import org.jspecify.annotations.Nullable;

/**
 * The objects of a pool, between two turns of its aging: the fresh ones in stripes, and what the
 * last turn has set aside in the stripes of before. Each thread has a home among the stripes, by
 * its id, and goes to the others if it finds nothing there, or no room.
 */
final class PoolShelves {

  private static final int STRIPES = Homes.ENOUGH;

  private final PoolStripe[] fresh = new PoolStripe[STRIPES];
  private final PoolStripe @Nullable [] aged;
  private volatile boolean used;

  /** Makes shelves with no fresh objects, and with {@code aged} set aside. */
  PoolShelves(PoolStripe @Nullable [] aged) {
    this.aged = aged;
    for (int i = 0; i < STRIPES; i++) {
      fresh[i] = new PoolStripe();
    }
  }

  /** Makes the shelves of the next turn: no fresh objects, and those of these shelves set aside. */
  PoolShelves next() {
    return new PoolShelves(used ? fresh : null);
  }

  /** Whether something may have been added since the last turn. */
  boolean isUsed() {
    return used;
  }

  /** Whether something may be here, fresh or set aside. */
  boolean mayHoldSomething() {
    return used || aged != null;
  }

  /** Takes an object, a fresh one if it finds one; null if there is none. */
  @Nullable Object take() {
    int home = home();
    Object item = fresh[home].take();
    return item != null ? item : takeElsewhere(home);
  }

  private @Nullable Object takeElsewhere(int home) {
    Object item = takeAnywhere(fresh, home);
    return item != null || aged == null ? item : takeAnywhere(aged, home);
  }

  private static @Nullable Object takeAnywhere(PoolStripe[] stripes, int home) {
    for (int i = 0; i < STRIPES; i++) {
      Object item = stripes[(home + i) & (STRIPES - 1)].take();
      if (item != null) {
        return item;
      }
    }
    return null;
  }

  /** Adds {@code item}, or drops it if there is no room. */
  void add(Object item) {
    if (!used) { // a read first: all threads share the cache line
      used = true; // P1: before the caller reads watched
    }
    int home = home();
    for (int i = 0; i < STRIPES; i++) {
      if (fresh[(home + i) & (STRIPES - 1)].add(item)) {
        return;
      }
    }
  }

  /** Whether {@code item} is here; for certain only if nobody adds or takes. */
  boolean contains(Object item) {
    return contains(fresh, item) || (aged != null && contains(aged, item));
  }

  private static boolean contains(PoolStripe[] stripes, Object item) {
    for (PoolStripe stripe : stripes) {
      if (stripe.contains(item)) {
        return true;
      }
    }
    return false;
  }

  private static int home() {
    return Homes.among(STRIPES);
  }
}
