package io.github.goprims.gosync;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The samples in the documentation of {@link Pool}. */
final class PoolSamples {

  private PoolSamples() {}

  // @start region="buffers"
  private static final Pool<byte[]> BUFFERS = Pool.of(() -> new byte[8192]);

  static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = BUFFERS.get();
    for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
      to.write(buffer, 0, length);
    }
    BUFFERS.put(buffer); // not in a finally: what failed may go
  }
  // @end
}
