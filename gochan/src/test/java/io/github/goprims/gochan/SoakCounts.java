package io.github.goprims.gochan;

/** What a soak has done so far; written by its main thread, printed by its watchdog. */
final class SoakCounts {
  volatile long rounds;
  volatile long values;
  volatile long selects;
  volatile long interrupts;
  volatile long closes;
  volatile long cancelled;
  volatile long heapAfterGc;

  @Override
  public String toString() {
    return "rounds %,d, values %,d, selects %,d, interrupts %,d, closes %,d, cancelled waits %,d, heap %,d KiB"
        .formatted(rounds, values, selects, interrupts, closes, cancelled, heapAfterGc >> 10);
  }
}
