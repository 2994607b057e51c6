package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.BackoffLock;

/** A part of the goroutines that there are. */
final class GoroutineList extends BackoffLock {
  /*
   * State.       A ring of links around an anchor; what has come last stands first behind that. Each
   *              goroutine is a link itself: so to come and to go needs no memory. A link that is in
   *              no list points to itself, and taking it out again does nothing.
   *              The lock, which this is, guards the links of all that is in the list, and the size.
   * Walks.       A walk is a link as well, and passes a few goroutines each time it gets the lock. So
   *              nobody waits long for it, and it needs no memory for those that it has passed.
   * Why a walk misses nobody who stays. It begins at the anchor, before all. Whoever is in the list
   * then stands behind it, until it passes that goroutine, and so shows it, or the goroutine goes.
   * Why it ends. Whoever comes stands before it.
   * Failures.    What a lock guards is a few writes, which an overflow prevents as a whole. A goroutine
   *              whose thread has ended without taking it out, since the JVM had no memory to run it,
   *              is taken out by the next that walks.
   */

  private final Link anchor = new Link();
  private int size;

  /** A place in the ring. */
  static class Link {
    // Guarded by the lock of the list.
    private Link previous = this;
    private Link next = this;
  }

  /** Passes the goroutines of a list, in batches. Not to be left behind: {@link #end}. */
  static final class Walk extends Link {
    private final GoroutineList list;

    private Walk(GoroutineList list) {
      this.list = list;
    }

    /** Fills {@code batch} with those that come next; says how many, zero at the end. */
    int next(GoroutineBody[] batch) {
      return list.pass(this, batch);
    }

    /** Leaves the list. */
    void end() {
      list.lock();
      try {
        unlink(this);
      } finally {
        list.held = false;
      }
    }
  }

  /** Adds a goroutine, which is in no list. */
  void add(GoroutineBody body) {
    lock();
    try {
      link(anchor, body);
      size++;
      unlock();
    } catch (Throwable failure) {
      held = false;
      throw failure;
    }
  }

  /** Takes a goroutine out, if it is in. */
  void remove(GoroutineBody body) {
    lock();
    try {
      if (unlink(body)) {
        size--;
      }
      unlock();
    } catch (Throwable failure) {
      held = false;
      throw failure;
    }
  }

  /** How many there are. */
  int size() {
    lock();
    int seen = size;
    held = false;
    return seen;
  }

  Walk walk() {
    Walk walk = new Walk(this);
    lock();
    try {
      link(anchor, walk);
    } finally {
      held = false;
    }
    return walk;
  }

  private int pass(Walk walk, GoroutineBody[] batch) {
    int count = 0;
    lock();
    try {
      Link last = walk;
      while (count < batch.length && last.next != anchor) {
        last = last.next;
        if (last instanceof GoroutineBody body) {
          batch[count++] = body;
        }
      }
      if (last != walk) {
        unlink(walk);
        link(last, walk);
      }
    } finally {
      held = false;
    }
    return count;
  }

  private static void link(Link before, Link added) {
    Link after = before.next;
    added.previous = before;
    added.next = after;
    before.next = added;
    after.previous = added;
  }

  /** Takes {@code link} out; false if it was in no list. */
  private static boolean unlink(Link link) {
    Link before = link.previous;
    if (before == link) {
      return false;
    }
    Link after = link.next;
    before.next = after;
    after.previous = before;
    link.previous = link;
    link.next = link;
    return true;
  }
}
