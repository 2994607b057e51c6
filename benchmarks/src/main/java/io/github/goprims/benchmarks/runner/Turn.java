package io.github.goprims.benchmarks.runner;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to measure: two comparisons on one machine take turns, step by step, instead of
 * disturbing each other. It is the lock by which JMH itself keeps others off.
 */
final class Turn implements AutoCloseable {
  private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");

  private final FileChannel channel;

  private Turn(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the right. */
  static Turn take() throws IOException {
    FileChannel channel =
        FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      System.out.print("(waiting for other benchmarks) ");
      System.out.flush();
      channel.lock();
    }
    return new Turn(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close(); // releases the lock
  }
}
