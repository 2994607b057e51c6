package io.github.goprims.examples.digesttree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** The middle stage: reads and hashes one file at a time. */
final class Hasher {

  private static final int BUFFER_SIZE = 128 * 1024;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
  private final MessageDigest sha256 = sha256();
  private final Tally tally;
  private final BooleanSupplier stopped;

  /**
   * @param tally where the bytes are counted
   * @param stopped files are left unfinished once this is true
   */
  Hasher(Tally tally, BooleanSupplier stopped) {
    this.tally = tally;
    this.stopped = stopped;
  }

  Result hash(Entry entry) {
    if (entry.failure() != null) {
      return new Result.Failure(entry.failure());
    }
    sha256.reset();
    try (FileChannel file = FileChannel.open(entry.path(), StandardOpenOption.READ)) {
      long size = 0;
      while (!stopped.getAsBoolean()) {
        int count = file.read(buffer.clear());
        if (count < 0) {
          return new Result.Sum(HexFormat.of().formatHex(sha256.digest()), size);
        }
        sha256.update(buffer.flip());
        size += count;
        tally.addRead(count);
        giveWay(count);
      }
      return new Result.Unfinished();
    } catch (IOException e) {
      return new Result.Failure(e);
    }
  }

  /** Go preempts a goroutine that computes for long. Here it has to let the others run itself. */
  @SuppressWarnings("ThreadPriorityCheck") // fairness is just what this is about
  private static void giveWay(int count) {
    if (count == BUFFER_SIZE) {
      Thread.yield();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
