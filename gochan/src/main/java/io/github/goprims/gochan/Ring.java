package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Sentinel;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded FIFO buffer for many putters and takers, lock-free, whose two sides can be shut.
 *
 * <p>Shutting and opening, and working on a side that is shut, are for the holder of the channel's
 * lock.
 *
 * <p>A new ring is one object. Once putters and takers turn out to run on two processors, the
 * holder of the lock makes {@linkplain #two two} of it, one for each side, which share the slots
 * and lie on cache lines of their own: on a shared line each side would pay for the writes of the
 * other.
 */
class Ring {
  /*
   * Source.      Vyukov's bounded MPMC queue: tickets by compare-and-set, a sequence number in each
   *              slot. Ours differs: the capacity need not be a power of two; each side can be shut
   *              by a bit in its counter; the tail can be closed for good.
   * State.       tail   ticket << 2 | CLOSED | SHUT     next to put; SHUT keeps putters out
   *              head   ticket << 2 | SHUT              next to take; SHUT keeps takers out
   *              limit  some earlier head + capacity: a bound that is only ever too low
   *              sequence[s], for the slot s of ticket i
   *                i              free for the putter of ticket i
   *                i + 1          holds the value of ticket i
   *                i + slots      free for the next lap
   *              (its low 32 bits: a ticket that wins its compare-and-set was current, so that a
   *              sequence number cannot be mistaken for one of 2^32 tickets earlier)
   *              buffer[s]        the value; written and read by the owner of the ticket only
   *              other            the ring with the counter of the other side: putters use the tail of
   *                               theirs and read the head of the other, takers the reverse. Of a ring
   *                               that is one, itself
   * Two of one.  The holder of the lock shuts both sides of the one, for good, and then copies its
   *              counters. A thread that has the one in hand is sent to the lock, where it finds the
   *              two. Tickets that were won before are finished in the slots, which are the same.
   * Modes.       head and tail are volatile. sequence is written with release after buffer and read
   *              with acquire before it. limit is released after reading head and acquired before it
   *              stands in for head, so that send k + capacity sees what preceded receive k
   *              (CHAN-29) also where another putter did the reading.
   * Invariants.  R1  head <= tail <= head + capacity, in tickets; while replaceOldest runs, + 1
   *              R2  between winning a ticket and writing the sequence a thread neither parks nor
   *                  yields, so that others may spin for it; nor can it fail: where it has no stack
   *                  for a call it writes the fields itself, in the same order (see published)
   * Linearization points. Put, take: the compare-and-set of the ticket. FULL: the read of tail; head
   * read later is no smaller, so that it was full then, open and not shut. Empty: the read of tail
   * in poll; head cannot be beyond it, nor before the ticket looked for. Close: the setting of CLOSED.
   * Where two have been made of this ring before such a read, the copying takes its place: the thread
   * had the ring in hand before that, and what it reads has not changed since.
   * Why shutting is exact. A ticket is won on the word that holds the bit, so that each put or take
   * either precedes the shutting, and is seen by the check that follows it, or fails.
   */

  /** The value has been put. */
  static final int DONE = 0;

  /** There was no room. */
  static final int FULL = 1;

  /** Putters are shut out, or the ring is closed. */
  static final int SHUT = 2;

  /** What {@link #poll} answers while takers are shut out. */
  static final Sentinel NOT_NOW = new Sentinel("not now");

  private static final long SHUT_BIT = 1;
  private static final long CLOSED_BIT = 2;
  private static final int TICKET_SHIFT = 2;
  private static final long ONE_TICKET = 1L << TICKET_SHIFT;

  /** Rounds of spinning for a thread that R2 makes quick, before assuming that it was preempted. */
  private static final int PATIENCE = 1_000;

  /** Then so many looks, two seconds in all, before assuming that it will never come. */
  private static final int LOOKS = 200_000;

  private static final long LOOK_NANOS = 10_000;

  /**
   * Written and read between two writes to other fields it keeps them in order, for a thread that
   * has no stack left to call a VarHandle. One for all: hardly ever used, and bytes count.
   */
  private static volatile boolean published;

  final int capacity;
  final int mask;
  final int[] sequence;
  final @Nullable Object[] buffer;
  private Ring other = this;

  /** The next ticket to put, shifted, and the bits. */
  volatile long tail;

  /** A head seen earlier plus the capacity: for tickets below it there is room. */
  long limit;

  /** The next ticket to take, shifted, and the bits. */
  volatile long head;

  Ring(int capacity) {
    this.capacity = capacity;
    // Two slots at least: with one, "holds ticket i" would read as "free for ticket i + 1".
    int slots = Math.max(2, Integer.highestOneBit(2 * capacity - 1));
    mask = slots - 1;
    sequence = new int[slots];
    buffer = new Object[slots];
    for (int s = 0; s < slots; s++) {
      sequence[s] = s;
    }
    limit = capacity;
  }

  /** One side of what {@code one} is. */
  private Ring(Ring one) {
    capacity = one.capacity;
    mask = one.mask;
    sequence = one.sequence;
    buffer = one.buffer;
  }

  /**
   * Two rings for this one, to {@link #replace} it: that of the putters, whose {@link #other} is
   * that of the takers. Allocates, so it is for before the lock.
   */
  Ring two() {
    Ring putters = new Apart(this);
    Ring takers = new Apart(this);
    putters.other = takers;
    takers.other = putters;
    return putters;
  }

  /**
   * Takes over from {@code one}, which is shut from then on; both sides of this are shut as well.
   */
  void replace(Ring one) {
    one.shutTakers();
    one.shutPutters();
    other.head = one.head;
    tail = one.tail;
    limit = (one.head >>> TICKET_SHIFT) + capacity;
  }

  /** The ring with the counter of the other side. */
  Ring other() {
    return other;
  }

  /** Puts a value: DONE, FULL or SHUT. */
  int offer(Object value) {
    return offer(value, SHUT_BIT | CLOSED_BIT);
  }

  /** Puts a value even while putters are shut out: DONE or FULL; SHUT only if closed. */
  int offerShut(Object value) {
    return offer(value, CLOSED_BIT);
  }

  private int offer(Object value, long barring) {
    for (int spins = 0; ; ) {
      long t = tail;
      if ((t & barring) != 0) {
        return SHUT;
      }
      long ticket = t >>> TICKET_SHIFT;
      if (ticket >= limitAcquire()) {
        long bound = (other.head >>> TICKET_SHIFT) + capacity;
        if (ticket >= bound) {
          return FULL; // R1
        }
        limitRelease(bound); // after the read of head: pairs with limitAcquire (CHAN-29)
      }
      int slot = (int) ticket & mask;
      int ahead = sequenceAcquire(slot) - (int) ticket;
      if (ahead == 0) {
        if (casTail(t, t + ONE_TICKET)) { // on the whole word: fails if the side was shut since
          buffer[slot] = value;
          try {
            sequenceRelease(slot, (int) ticket + 1); // after buffer: pairs with poll's read
          } catch (Error outOfStack) {
            published = true; // R2: these two accesses order what is around them, and need no call
            if (published) {
              sequence[slot] = (int) ticket + 1;
            }
          }
          return DONE;
        }
      } else if (ahead < 0) {
        spins = waitForOwner(spins); // the taker of the lap before is about to leave
      }
    }
  }

  /** Takes the oldest value; null if there is none, NOT_NOW if takers are shut out. */
  @Nullable Object poll() {
    return poll(SHUT_BIT);
  }

  /** Takes the oldest value even while takers are shut out; null if there is none. */
  @Nullable Object pollShut() {
    return poll(0);
  }

  private @Nullable Object poll(long barring) {
    for (int spins = 0; ; ) {
      long h = head;
      if ((h & barring) != 0) {
        return NOT_NOW;
      }
      long ticket = h >>> TICKET_SHIFT;
      int slot = (int) ticket & mask;
      int ahead = sequenceAcquire(slot) - (int) ticket;
      if (ahead == 1) {
        if (casHead(h, h + ONE_TICKET)) { // as in offer
          Object value = buffer[slot];
          buffer[slot] = null; // CHAN-32
          try {
            sequenceRelease(slot, (int) ticket + mask + 1); // pairs with offer's read
          } catch (Error outOfStack) {
            published = true; // R2, as in offer
            if (published) {
              sequence[slot] = (int) ticket + mask + 1;
            }
          }
          return value;
        }
      } else if (ahead <= 0) {
        if (other.tail >>> TICKET_SHIFT <= ticket) {
          return null; // nobody has this ticket
        }
        spins = waitForOwner(spins); // the putter of this ticket is about to publish
      }
    }
  }

  /**
   * Waits until {@link #replaceOldest} has nothing to wait for. The ring is full, and its takers
   * are shut out.
   */
  void awaitReplaceable() {
    assert other.areTakersShut() && isFull();
    int oldest = (int) (other.head >>> TICKET_SHIFT);
    int next = (int) (tail >>> TICKET_SHIFT);
    awaitSequence(oldest & mask, oldest + 1);
    if (next - oldest <= mask) { // else it is the same slot
      awaitSequence(next & mask, next);
    }
  }

  /**
   * Takes the oldest value and puts another behind the youngest, as one step. The ring is
   * {@linkplain #awaitReplaceable replaceable}.
   */
  @Nullable Object replaceOldest(Object value) {
    Ring takers = other;
    long h = takers.head;
    long t = tail;
    int oldest = (int) (h >>> TICKET_SHIFT);
    int next = (int) (t >>> TICKET_SHIFT);
    int from = oldest & mask;
    int to = next & mask;
    Object taken = buffer[from];
    buffer[from] = null;
    sequence[from] = oldest + mask + 1;
    buffer[to] = value;
    // A full ring whose takers are shut out is ours, but for its bits, and those are the lock's.
    // In this order a putter sees no room at any moment (R1): it cannot pass a blocked sender. Nor
    // does it use the slot "from" before it has read the new head.
    tail = t + ONE_TICKET;
    sequence[to] = next + 1;
    takers.head = h + ONE_TICKET;
    return taken;
  }

  private void awaitSequence(int slot, int expected) {
    for (int spins = 0; sequenceAcquire(slot) != expected; ) {
      spins = waitForOwner(spins);
    }
  }

  /**
   * By R2 the owner runs on a processor, or is about to: the system took that from it. It may be
   * waited for under the channel's lock, so this does not give up the processor either. What counts
   * is the time in which this thread runs: one that is stopped for long finds no owner too slow.
   *
   * @throws IllegalStateException "channel is damaged: …"
   */
  private static int waitForOwner(int spins) {
    if (spins < PATIENCE) {
      Thread.onSpinWait();
      return spins + 1;
    }
    if (spins == PATIENCE + LOOKS) {
      throw new IllegalStateException(
          "channel is damaged: a thread that was using it failed in the middle of an operation");
    }
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
    } while (System.nanoTime() - start < LOOK_NANOS);
    return spins + 1;
  }

  void shutTakers() {
    setInHead(SHUT_BIT);
  }

  void openTakers() {
    if (areTakersShut()) {
      clearInHead(SHUT_BIT); // takers may win tickets meanwhile: only the bit is the lock's
    }
  }

  boolean areTakersShut() {
    return (head & SHUT_BIT) != 0;
  }

  void shutPutters() {
    setInTail(SHUT_BIT);
  }

  void openPutters() {
    if (arePuttersShut()) {
      clearInTail(SHUT_BIT); // as in openTakers
    }
  }

  boolean arePuttersShut() {
    return (tail & SHUT_BIT) != 0;
  }

  void close() {
    setInTail(CLOSED_BIT);
  }

  boolean isClosed() {
    return (tail & CLOSED_BIT) != 0;
  }

  /** Exact where one of the sides is shut out; else true at the read of head. */
  boolean isFull() {
    return (tail >>> TICKET_SHIFT) - (other.head >>> TICKET_SHIFT) >= capacity;
  }

  /** Stays true where putters are shut out or the ring is closed. */
  boolean isEmpty() {
    return tail >>> TICKET_SHIFT == other.head >>> TICKET_SHIFT;
  }

  /** The number of values at one instant: head was the same before and after the read of tail. */
  int length() {
    for (long before = other.head; ; ) {
      long t = tail;
      long after = other.head;
      if (after >>> TICKET_SHIFT == before >>> TICKET_SHIFT) {
        return (int) Math.min(capacity, (t >>> TICKET_SHIFT) - (after >>> TICKET_SHIFT)); // R1
      }
      before = after;
    }
  }

  int capacity() {
    return capacity;
  }

  private boolean casTail(long expected, long update) {
    return TAIL.compareAndSet(this, expected, update);
  }

  private void setInTail(long bits) {
    TAIL.getAndBitwiseOr(this, bits);
  }

  private void clearInTail(long bits) {
    TAIL.getAndBitwiseAnd(this, ~bits);
  }

  private boolean casHead(long expected, long update) {
    return HEAD.compareAndSet(this, expected, update);
  }

  private void setInHead(long bits) {
    HEAD.getAndBitwiseOr(this, bits);
  }

  private void clearInHead(long bits) {
    HEAD.getAndBitwiseAnd(this, ~bits);
  }

  private long limitAcquire() {
    return (long) LIMIT.getAcquire(this);
  }

  private void limitRelease(long bound) {
    LIMIT.setRelease(this, bound);
  }

  private int sequenceAcquire(int slot) {
    return (int) SEQUENCE.getAcquire(sequence, slot);
  }

  private void sequenceRelease(int slot, int number) {
    SEQUENCE.setRelease(sequence, slot, number);
  }

  // VarHandle mechanics
  private static final VarHandle TAIL = counter("tail");
  private static final VarHandle LIMIT = counter("limit");
  private static final VarHandle HEAD = counter("head");
  private static final VarHandle SEQUENCE = MethodHandles.arrayElementVarHandle(int[].class);

  private static VarHandle counter(String name) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), name, VarHandle.class, Ring.class, long.class);
  }

  /** One side of a ring, and a cache line to keep it apart from what lies behind it. */
  static final class Apart extends Ring {
    byte a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a0a, a0b, a0c, a0d, a0e, a0f;
    byte a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a1a, a1b, a1c, a1d, a1e, a1f;
    byte a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a2a, a2b, a2c, a2d, a2e, a2f;
    byte a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a3a, a3b, a3c, a3d, a3e, a3f;

    Apart(Ring one) {
      super(one);
    }
  }
}
