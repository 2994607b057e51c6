package io.github.goprims.benchmarks;

/** Loops over a pipe, and what they must add up to. Values are boxed once, ahead of time. */
final class Transfers {
  private static final int DISTINCT = 128;
  private static final Integer[] VALUES = boxed(4096);

  private Transfers() {}

  /** The boxed value of a number from 0 to 4095. */
  static Integer value(int number) {
    return VALUES[number];
  }

  static void send(Pipe pipe, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      pipe.send(VALUES[i % DISTINCT]);
    }
  }

  static long receive(Pipe pipe, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += pipe.receive();
    }
    return sum;
  }

  /** What {@link #send} of this many values adds up to. */
  static long sum(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += i % DISTINCT;
    }
    return sum;
  }

  static void check(String what, long actual, long expected) {
    if (actual != expected) {
      throw new IllegalStateException(what + ": " + actual + ", not " + expected);
    }
  }

  private static Integer[] boxed(int size) {
    Integer[] values = new Integer[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    return values;
  }
}
