package io.github.goprims.gosync;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of a pool's objects, at most {@link #CAPACITY}, for the few threads that have it as home.
 */
final class PoolStripe extends PoolStripeFields.Padded {
  /*
   * State.       fast          null | one object
   *              busy          a lock that nobody waits for: a thread that finds it taken goes to
   *                            another stripe
   *              items, size   a stack, guarded by busy; size is read without it as a hint
   * Invariant.   S1 No object is taken twice: it leaves fast by an exchange, the stack under busy.
   * What may be lost. Two threads that find fast empty both write to it, and the second write wins:
   * the object of the first is dropped.
   */

  /** How many objects a stripe can hold, fast included. */
  static final int CAPACITY = 64;

  /** Takes an object; null if there is none, or if another thread has the lock. */
  @Nullable Object take() {
    if (fast != null) { // a read first: an exchange would take the cache line away for nothing
      Object item = FAST.getAndSet(this, null); // S1
      if (item != null) { // else another thread was faster
        return item;
      }
    }
    return size == 0 ? null : pop();
  }

  /** Adds {@code item}; false if there is no room, or if another thread has the lock. */
  boolean add(Object item) {
    if (fast == null) {
      FAST.setRelease(this, item); // pairs with the exchange of take: the object is published
      return true;
    }
    return size < CAPACITY - 1 && push(item);
  }

  /** Whether {@code item} is here; for certain only if nobody adds or takes. */
  boolean contains(Object item) {
    if (fast == item) {
      return true;
    }
    for (Object other : items) {
      if (other == item) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Object pop() {
    if (!tryLock()) {
      return null;
    }
    int last = size - 1;
    Object item = null;
    if (last >= 0) {
      item = items[last];
      items[last] = null;
      size = last;
    }
    busy = false; // a write, since a call could run out of stack; orders the stack for the next
    return item;
  }

  private boolean push(Object item) {
    if (!tryLock()) {
      return false;
    }
    try {
      int next = size;
      if (next == CAPACITY - 1) {
        return false;
      }
      if (next == items.length) {
        items = Arrays.copyOf(items, Math.min(2 * next, CAPACITY - 1));
      }
      items[next] = item;
      size = next + 1;
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    } finally {
      busy = false; // as in pop
    }
  }

  private boolean tryLock() {
    return !busy && BUSY.compareAndSet(this, false, true); // S1; the read as in take
  }

  // VarHandle mechanics
  private static final VarHandle FAST =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(),
          "fast",
          VarHandle.class,
          PoolStripeFields.Fields.class,
          Object.class);
  private static final VarHandle BUSY =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(),
          "busy",
          VarHandle.class,
          PoolStripeFields.Fields.class,
          boolean.class);
}
