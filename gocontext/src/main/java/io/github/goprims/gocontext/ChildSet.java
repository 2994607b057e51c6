package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.BriefLock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The children of one context, until a sweep takes them. */
final class ChildSet extends BriefLock {
  /*
   * State.       Guarded by the lock, except that taker is also read without:
   *                first   any child of the ring; null if there is none
   *                ring    doubly linked through the children: so leaving is O(1), and the whole
   *                        ring is appended to another chain in O(1)
   *                taker   null -> the sweep that has taken all children; never changes again
   * Invariants.  C1  a child is in the ring exactly if its prev is not null, while taker is null
   *              C2  once taker is set, the links of all that were in the ring are that sweep's own
   * Linearization points. add, remove and take: the critical section. So of take and remove exactly
   * one gets a child, and a child that comes too late is told so.
   * Locks.       Nothing is called under the lock, and no other lock is taken.
   */

  /** The children of a context that ended without any. */
  static final ChildSet NONE = new ChildSet();

  static {
    NONE.taker = Sweep.NOTHING;
  }

  private @Nullable Child first;
  private volatile @Nullable Sweep taker;

  /** Adds a child, unless all have been taken. */
  boolean add(Child child) {
    if (taker != null) {
      return false;
    }
    lock();
    try {
      if (taker != null) {
        return false;
      }
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
      return true;
    } finally {
      unlock();
    }
  }

  /** Removes a child: false if it was not there, or a sweep has taken it. */
  boolean remove(Child child) {
    if (taker != null) {
      return false;
    }
    lock();
    try {
      Child before = child.prev;
      Child after = child.next;
      if (taker != null || before == null || after == null) {
        return false;
      }
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
      return true;
    } finally {
      unlock();
    }
  }

  /** Gives all children to {@code sweep}, unless another has taken them. */
  void giveTo(Sweep sweep) {
    Child all = null;
    Sweep earlier;
    lock();
    try {
      earlier = taker;
      if (earlier == null) {
        all = first;
        first = null;
        taker = sweep;
      }
    } finally {
      unlock();
    }
    if (earlier != null) {
      sweep.meet(earlier);
    } else if (all != null) {
      sweep.addRing(all);
    }
  }

  /** Whether all children have been taken, and the sweep that took them is over and done with. */
  boolean isSwept() {
    Sweep sweep = taker;
    return sweep != null && sweep.isComplete();
  }

  boolean isEmpty() {
    lock();
    try {
      return first == null;
    } finally {
      unlock();
    }
  }
}
