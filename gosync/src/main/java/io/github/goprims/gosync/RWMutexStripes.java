package io.github.goprims.gosync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts of readers, apart from each other: the readers of an {@link RWMutex} that is spread count
 * themselves here, each thread at a home of its own if it can. A count is closed or not negative.
 */
final class RWMutexStripes {

  /** A power of two, and not too many: a writer visits all of them. */
  private static final int STRIPES = Math.min(32, Homes.ENOUGH);

  /** From one count to the next: two cache lines, since processors fetch them in pairs. */
  private static final int GAP = 128 / Long.BYTES;

  /** Nobody counts himself in here; what is added to it none the less changes nothing. */
  private static final long CLOSED = Long.MIN_VALUE;

  private final long[] counts = new long[(STRIPES + 1) * GAP]; // a gap before the first, too

  /** Makes stripes that are closed. */
  RWMutexStripes() {
    for (int i = 1; i <= STRIPES; i++) {
      counts[i * GAP] = CLOSED;
    }
  }

  /** Counts in a reader, unless its home is closed. */
  boolean countIn() {
    int home = home();
    return count(home) >= 0 // a read first: others may have the cache line, too
        && (long) COUNTS.getAndAdd(counts, home, 1L) >= 0; // closed meanwhile, it stays negative
  }

  /** Counts out a reader at the home of the calling thread, if one is there. */
  boolean countOut() {
    return countOut(home());
  }

  /** Counts out a reader wherever one is found. */
  boolean countOutAnywhere() {
    for (int i = 1; i <= STRIPES; i++) {
      if (countOut(i * GAP)) {
        return true;
      }
    }
    return false;
  }

  private boolean countOut(int index) {
    for (long seen = count(index); seen > 0; seen = count(index)) {
      if (COUNTS.compareAndSet(counts, index, seen, seen - 1)) { // never below zero
        return true;
      }
    }
    return false;
  }

  /** Lets readers in here; for a thread that knows them to be closed. */
  void open() {
    for (int i = 1; i <= STRIPES; i++) {
      COUNTS.setRelease(counts, i * GAP, 0L); // pairs with the addition of a reader
    }
  }

  /** Lets no more readers in, and gives up those that are: how many they were. */
  long close() {
    long sum = 0;
    for (int i = 1; i <= STRIPES; i++) {
      sum += Math.max(0, (long) COUNTS.getAndSet(counts, i * GAP, CLOSED));
    }
    return sum;
  }

  /** How many readers are here; for certain only if none comes or leaves. */
  long sum() {
    long sum = 0;
    for (int i = 1; i <= STRIPES; i++) {
      sum += Math.max(0, count(i * GAP));
    }
    return sum;
  }

  private long count(int index) {
    return (long) COUNTS.getVolatile(counts, index);
  }

  private static int home() {
    return (1 + Homes.among(STRIPES)) * GAP;
  }

  // VarHandle mechanics
  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);
}
