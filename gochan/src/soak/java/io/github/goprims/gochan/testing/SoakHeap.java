package io.github.goprims.gochan.testing;

import static io.github.goprims.gochan.testing.Soak.require;

import java.lang.management.ManagementFactory;

/** Sees that the heap of a soak does not grow, neither in a round nor over all. */
public final class SoakHeap {

  /** For what else the JVM does: a waiter weighs some 50 bytes, so 20,000 forgotten ones more. */
  private static final long SLACK = 1 << 20;

  private long first;
  private long before;
  private long total;

  /** Makes one for a whole soak. */
  public SoakHeap() {}

  /** Takes the measure before {@code waits} waits. */
  void begin(int waits) {
    before = afterGc();
    total += waits;
  }

  /** Takes it after them. */
  void end(int waits) {
    long after = afterGc();
    if (first == 0) {
      first = after; // with all classes loaded
      return;
    }
    requireFlat(before, after, SLACK, waits);
    requireFlat(first, after, 2 * SLACK, total);
  }

  private static void requireFlat(long from, long to, long slack, long waits) {
    require(to - from < slack, "the heap grew from %d to %d in %d waits", from, to, waits);
  }

  private static long afterGc() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
