package io.github.goprims.benchmarks.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How long an idle carrier takes to wake: from the unpark of a virtual thread, when nothing has run
 * for a while, to its first step. Machines differ in this more than in anything else here.
 *
 * @param median the median
 * @param low a tenth of the wake-ups took less
 * @param high a tenth took more
 */
record WakeUp(double median, double low, double high) {
  private static final int WARM_UP = 200;
  private static final int SAMPLES = 300;
  private static final int IDLE_MILLIS = 2;

  private static volatile long woken;

  static WakeUp measure() throws InterruptedException {
    List<Double> micros = new ArrayList<>();
    Thread sleeper = Thread.startVirtualThread(WakeUp::sleepOn);
    for (int i = 0; i < WARM_UP + SAMPLES; i++) {
      while (sleeper.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      Thread.sleep(IDLE_MILLIS); // the carriers stop looking for work and park
      woken = 0;
      long start = System.nanoTime();
      LockSupport.unpark(sleeper);
      while (woken == 0) {
        Thread.onSpinWait();
      }
      if (i >= WARM_UP) {
        micros.add((woken - start) / 1e3);
      }
    }
    sleeper.interrupt();
    sleeper.join();
    micros.sort(null);
    return new WakeUp(
        Statistics.median(micros), micros.get(SAMPLES / 10), micros.get(SAMPLES - SAMPLES / 10));
  }

  private static void sleepOn() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
      woken = System.nanoTime();
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "An idle carrier takes %.1f µs to wake (from %.1f to %.1f in eight of ten cases).",
        median,
        low,
        high);
  }
}
