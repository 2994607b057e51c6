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
 */
final class Ring extends RingFields.Head {
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

  Ring(int capacity) {
    // Two slots at least: with one, "holds ticket i" would read as "free for ticket i + 1".
    super(capacity, Math.max(2, Integer.highestOneBit(2 * capacity - 1)));
    for (int s = 0; s < sequence.length; s++) {
      sequence[s] = s;
    }
    limit = capacity;
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
    int[] sequence = this.sequence;
    for (int spins = 0; ; ) {
      long t = tail;
      if ((t & barring) != 0) {
        return SHUT;
      }
      long ticket = t >>> TICKET_SHIFT;
      if (ticket >= limitAcquire()) {
        long bound = (head >>> TICKET_SHIFT) + capacity;
        if (ticket >= bound) {
          return FULL; // R1
        }
        limitRelease(bound); // after the read of head: pairs with limitAcquire (CHAN-29)
      }
      int slot = (int) ticket & sequence.length - 1;
      int ahead = sequenceAcquire(sequence, slot) - (int) ticket;
      if (ahead == 0) {
        if (casTail(t, t + ONE_TICKET)) { // on the whole word: fails if the side was shut since
          buffer[slot] = value;
          try {
            sequenceRelease(
                sequence, slot, (int) ticket + 1); // after buffer: pairs with poll's read
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
    int[] sequence = takerSequence;
    int slots = sequence.length;
    for (int spins = 0; ; ) {
      long h = head;
      if ((h & barring) != 0) {
        return NOT_NOW;
      }
      long ticket = h >>> TICKET_SHIFT;
      int slot = (int) ticket & slots - 1;
      int ahead = sequenceAcquire(sequence, slot) - (int) ticket;
      if (ahead == 1) {
        if (casHead(h, h + ONE_TICKET)) { // as in offer
          @Nullable Object[] buffer = takerBuffer;
          Object value = buffer[slot];
          buffer[slot] = null; // CHAN-32
          try {
            sequenceRelease(sequence, slot, (int) ticket + slots); // pairs with offer's read
          } catch (Error outOfStack) {
            published = true; // R2, as in offer
            if (published) {
              sequence[slot] = (int) ticket + slots;
            }
          }
          return value;
        }
      } else if (ahead <= 0) {
        if (tail >>> TICKET_SHIFT <= ticket) {
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
    assert areTakersShut() && isFull();
    int mask = sequence.length - 1;
    int oldest = (int) (head >>> TICKET_SHIFT);
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
    int mask = sequence.length - 1;
    long h = head;
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
    head = h + ONE_TICKET;
    return taken;
  }

  private void awaitSequence(int slot, int expected) {
    for (int spins = 0; sequenceAcquire(sequence, slot) != expected; ) {
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
    return (tail >>> TICKET_SHIFT) - (head >>> TICKET_SHIFT) >= capacity;
  }

  /** Stays true where putters are shut out or the ring is closed. */
  boolean isEmpty() {
    return tail >>> TICKET_SHIFT == head >>> TICKET_SHIFT;
  }

  /** The number of values at one instant: head was the same before and after the read of tail. */
  int length() {
    for (long before = head; ; ) {
      long t = tail;
      long after = head;
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

  private static int sequenceAcquire(int[] sequence, int slot) {
    return (int) SEQUENCE.getAcquire(sequence, slot);
  }

  private static void sequenceRelease(int[] sequence, int slot, int number) {
    SEQUENCE.setRelease(sequence, slot, number);
  }

  // VarHandle mechanics
  private static final VarHandle TAIL = counter(RingFields.Tail.class, "tail");
  private static final VarHandle LIMIT = counter(RingFields.Tail.class, "limit");
  private static final VarHandle HEAD = counter(RingFields.Head.class, "head");
  private static final VarHandle SEQUENCE = MethodHandles.arrayElementVarHandle(int[].class);

  private static VarHandle counter(Class<?> owner, String name) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), name, VarHandle.class, owner, long.class);
  }
}

/**
 * The fields of a {@link Ring}, laid out such that what putters use and what takers use is not on
 * one cache line, wherever the ring lies: there each would pay for the writes of the other. Each
 * side has its own references to the arrays for that reason. What is in front of the ring and
 * behind it is left to chance: mostly the channel itself, which is not written to in this mode.
 *
 * <p>The padding is bytes, and in a chain of superclasses: the JVM lays out superclasses first, and
 * fills the gaps of a class with its small fields.
 */
final class RingFields {

  private RingFields() {}

  abstract static class Slots {
    final int capacity;
    final int[] sequence;
    final @Nullable Object[] buffer;

    Slots(int capacity, int slots) {
      this.capacity = capacity;
      sequence = new int[slots];
      buffer = new Object[slots];
    }
  }

  abstract static class Tail extends Slots {
    /** The next ticket to put, shifted, and the bits of {@link Ring}. */
    volatile long tail;

    /** A head seen earlier plus the capacity: for tickets below it there is room. */
    long limit;

    Tail(int capacity, int slots) {
      super(capacity, slots);
    }
  }

  /** As much as a line less the eight bytes of the last field before it. */
  abstract static class Gap extends Tail {
    byte g00, g01, g02, g03, g04, g05, g06, g07, g08, g09, g0a, g0b, g0c, g0d, g0e, g0f;
    byte g10, g11, g12, g13, g14, g15, g16, g17, g18, g19, g1a, g1b, g1c, g1d, g1e, g1f;
    byte g20, g21, g22, g23, g24, g25, g26, g27, g28, g29, g2a, g2b, g2c, g2d, g2e, g2f;
    byte g30, g31, g32, g33, g34, g35, g36, g37;

    Gap(int capacity, int slots) {
      super(capacity, slots);
    }
  }

  abstract static class Head extends Gap {
    /** The next ticket to take, shifted, and the bits of {@link Ring}. */
    volatile long head;

    final int[] takerSequence = sequence;
    final @Nullable Object[] takerBuffer = buffer;

    /**
     * Written and read between two writes to other fields it keeps them in order, for a thread that
     * has no stack left to call a VarHandle.
     */
    volatile boolean published;

    Head(int capacity, int slots) {
      super(capacity, slots);
    }
  }
}
