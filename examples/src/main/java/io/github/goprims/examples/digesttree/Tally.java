package io.github.goprims.examples.digesttree;

import java.math.BigDecimal;
import java.util.concurrent.atomic.LongAdder;

/** The counts, and how they are put into words. Any goroutine may add to them and read them. */
final class Tally {

  private final long start = System.nanoTime();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder errors = new LongAdder();

  /** Counts bytes of a file that is still being read. */
  void addRead(long count) {
    bytesRead.add(count);
  }

  /** Counts a file whose line is printed. */
  void addFile(long size) {
    files.increment();
    bytes.add(size);
  }

  void addError() {
    errors.increment();
  }

  boolean hasErrors() {
    return errors.sum() > 0;
  }

  /** The state of things, for while it goes on. */
  String progress() {
    long read = bytesRead.sum();
    long perSecond = read * 1000 / Math.max(millis(), 1);
    return counted(files, "file") + ", " + megabytes(read) + ", " + megabytes(perSecond) + "/s";
  }

  /** The counts, for the end. */
  String summary() {
    String seconds = BigDecimal.valueOf(millis(), 3) + " seconds";
    return String.join(
        ", ", counted(files, "file"), counted(bytes, "byte"), seconds, counted(errors, "error"));
  }

  private static String counted(LongAdder count, String noun) {
    long sum = count.sum();
    return sum + " " + noun + (sum == 1 ? "" : "s");
  }

  private static String megabytes(long bytes) {
    return BigDecimal.valueOf(bytes / 100_000, 1) + " MB";
  }

  private long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
