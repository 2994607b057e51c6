package io.github.goprims.gosync;

import io.github.goprims.gocontext.CancelableContext;
import org.jspecify.annotations.Nullable;

/**
 * Locks, groups, conditions, channels and contexts at work in a JVM whose heap is full to the last
 * byte for a while; see {@link FullHeapTest}.
 */
final class FullHeap {
  /*
   * Each worker repeats one step, and counts those that took place. A step may be refused for want
   * of memory, and has not taken place then. What gives something back is never refused. When there
   * is memory again, each worker gets on, and in the end all counts agree.
   *
   * Who finds no memory waits for a collection, or for several if others are faster. On a busy
   * machine all threads together may get less than one refusal a second. So a thread that asks once
   * may have to wait for many seconds, and the limit is far beyond that.
   */

  static final long FULL_NANOS = 2_000_000_000L;
  static final long LIMIT_NANOS = 100_000_000_000L;
  private static final int REFUSED = 20;

  private static volatile @Nullable Object[] kept;

  private FullHeap() {}

  public static void main(String[] args) throws Exception {
    FullHeapWorkers workers = new FullHeapWorkers();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> workers.fail(failure));
    try {
      run(workers);
    } catch (Throwable failure) {
      kept = null;
      failure.printStackTrace();
      workers.printFailure();
      System.exit(1);
    }
  }

  private static void run(FullHeapWorkers workers) throws Exception {
    FullHeapLocks.addTo(workers);
    FullHeapConds.addTo(workers);
    FullHeapWaitGroups.addTo(workers);
    FullHeapFlights.addTo(workers);
    FullHeapChannels.addTo(workers);
    FullHeapContexts contexts = new FullHeapContexts(workers);
    workers.start();
    workers.awaitSteps(); // whatever has been done once needs no memory for classes
    workers.pause();

    FullHeapWaits waits = new FullHeapWaits(workers);
    CancelableContext canceled = contexts.grow(waits);
    workers.resume();
    fill(workers);
    canceled.cancel();
    long refused = workers.refused();
    int alive = contexts.awaitEnds();
    kept = null;
    if (alive > 0) {
      throw new AssertionError(alive + " contexts did not end");
    }
    waits.join();
    workers.awaitSteps();
    workers.end();
    if (refused < REFUSED) {
      throw new AssertionError("there was memory all the time");
    }
    System.out.println("all is well, refused " + refused);
  }

  /** Takes all memory there is, again and again. */
  private static void fill(FullHeapWorkers workers) {
    Object[] last = null;
    long start = System.nanoTime();
    long now = start;
    int most = 1 << 18;
    while (now - start < FULL_NANOS || (workers.refused() < REFUSED && now - start < LIMIT_NANOS)) {
      for (int size = most; size > 0; ) {
        try {
          Object[] more = new Object[size];
          more[0] = last;
          last = more;
          kept = last;
        } catch (OutOfMemoryError e) {
          size /= 2;
        }
      }
      most = 4; // from now on what others have let go
      now = System.nanoTime();
    }
  }
}
