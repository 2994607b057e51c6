package io.github.goprims.gocontext;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The children of one context, until a sweep takes them; which may be the set's own. */
final class ChildSet extends CancelSweep {
  /*
   * State.       Guarded by the lock, except that taker is also read without:
   *                first   any child of the ring; null if there is none
   *                ring    doubly linked through the children: so leaving is O(1), and the whole
   *                        ring is appended to another chain in O(1)
   *                taker   null -> the sweep that has taken all children; never changes again
   * Invariants.  C1  a child is in the ring exactly if its prev is not null, while taker is null
   *              C2  once taker is set, the links of all that were in the ring are that sweep's own
   * Linearization points. add, remove and giveTo: the critical section. So of giveTo and remove
   * exactly one gets a child, and a child that comes too late is told so.
   * Locks.       Nothing is called under the lock, and no other lock is taken. What is changed under
   *              it is changed after all that could fail.
   */

  /** The children of a context that ended without any. */
  static final ChildSet NONE = new ChildSet();

  static {
    NONE.taker = CancelSweep.NOTHING;
  }

  private @Nullable Child first;
  private volatile @Nullable CancelSweep taker;

  /** Adds a child, unless all have been taken. */
  boolean add(Child child) {
    if (taker != null) { // never changes again: no lock needed to say no
      return false;
    }
    lock();
    try {
      // Once more, under the lock: a sweep may have come. If not, it will take this child, too.
      boolean open = taker == null;
      if (open) {
        link(child);
      }
      unlock();
      return open;
    } catch (Throwable failure) {
      held = false;
      throw failure;
    }
  }

  private void link(Child child) {
    Child head = first;
    if (head == null) {
      child.next = child;
      child.prev = child;
      first = child;
    } else {
      Child tail = Objects.requireNonNull(head.prev); // C1
      child.next = head;
      child.prev = tail;
      tail.next = child;
      head.prev = child;
    }
  }

  /** Removes a child: false if it was not there, or a sweep has taken it. */
  boolean remove(Child child) {
    if (taker != null) { // C2: the links are the sweep's own by now
      return false;
    }
    lock();
    try {
      Child before = child.prev;
      Child after = child.next;
      boolean there = false;
      // Once more, under the lock, which decides between remove and giveTo; then C1.
      if (taker == null && before != null && after != null) {
        there = true;
        if (after == child) {
          first = null;
        } else {
          before.next = after;
          after.prev = before;
          if (first == child) {
            first = after;
          }
        }
        child.next = null;
        child.prev = null;
      }
      unlock();
      return there;
    } catch (Throwable failure) {
      held = false;
      throw failure;
    }
  }

  /**
   * Gives all children to {@code sweep}, unless another has taken them; for the thread that is busy
   * with it, or if it is this set itself.
   *
   * @return the sweep that has them
   */
  CancelSweep giveTo(CancelSweep sweep) {
    CancelSweep earlier = taker;
    if (earlier != null) {
      return earlier;
    }
    lock();
    try {
      CancelSweep now = taker;
      if (now == null) {
        Child ring = first;
        Child last = ring == null ? null : ring.prev;
        Child head = sweep.pending;
        if (last != null) {
          if (head == null) {
            last.next = null;
            sweep.pending = ring;
          } else {
            last.next = head.next; // the head may have to be ended once more
            head.next = ring;
          }
        }
        first = null;
        taker = sweep; // last: what a thread sees that reads it without the lock is done
        now = sweep;
      }
      unlock();
      return now;
    } catch (Throwable failure) {
      held = false;
      throw failure;
    }
  }

  /**
   * Ends all children, and all below them. If another thread is at it, waits for that if wanted.
   *
   * @return whether it is known that nothing is left
   */
  boolean sweep(boolean waits) {
    CancelSweep by = giveTo(this);
    if (by.go(false)) {
      return true;
    }
    if (waits) {
      by.awaitComplete();
    }
    return false;
  }

  /** The sweep that has taken all children; null if none has. */
  @Nullable CancelSweep taker() {
    return taker;
  }

  boolean isEmpty() {
    lock();
    try {
      return first == null;
    } finally {
      held = false;
    }
  }
}
