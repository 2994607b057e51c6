package io.github.goprims.progress;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * When, and for how long, the machine let threads of ours stand still, whatever they do:
 * collections of garbage, other processes, too few processors. Seen by platform threads that want
 * to run each millisecond, and by goroutines that compute.
 */
final class Pauses {

  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SIZE = 1 << 16;
  private static final int METERS = 2;

  private final AtomicLong noted = new AtomicLong();
  private final AtomicLongArray ends = new AtomicLongArray(SIZE);
  private final AtomicLongArray lengths = new AtomicLongArray(SIZE);
  private final AtomicLong longest = new AtomicLong();

  void start() {
    for (int i = 0; i < METERS; i++) {
      Thread.ofPlatform().daemon().name("pauses-" + i).start(this::measure);
    }
  }

  private void measure() {
    long before = System.nanoTime();
    for (; ; ) {
      LockSupport.parkNanos(INTERVAL);
      long now = System.nanoTime();
      note(before + INTERVAL, now);
      before = now;
    }
  }

  /** Something that should have gone on without a stop did not from then to now. */
  void note(long from, long now) {
    long length = now - from;
    if (length > INTERVAL) {
      int at = (int) (noted.getAndIncrement() % SIZE);
      lengths.set(at, length);
      ends.set(at, now);
      longest.accumulateAndGet(length, Math::max);
    }
  }

  /** The longest pause that touches this time. */
  long worst(long from, long to) {
    long worst = 0;
    for (int i = 0; i < SIZE; i++) {
      long length = lengths.get(i);
      long end = ends.get(i);
      if (length > worst && end >= from && end - length <= to) {
        worst = length;
      }
    }
    return worst;
  }

  /** The longest one since this was asked last. */
  long longest() {
    return longest.getAndSet(0);
  }
}
