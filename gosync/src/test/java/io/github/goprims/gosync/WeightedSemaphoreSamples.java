package io.github.goprims.gosync;

import io.github.goprims.gocontext.Context;
import java.nio.file.Files;
import java.nio.file.Path;

/** The samples in the documentation of {@link WeightedSemaphore}. */
final class WeightedSemaphoreSamples {

  // @start region="acquire"
  private final WeightedSemaphore memory = WeightedSemaphore.of(64L << 20).named("memory");

  byte[] load(Context context, Path image, Scaler scaler) throws Exception {
    long bytes = Files.size(image);
    memory.acquire(context, bytes); // or a ContextDoneException
    try {
      return scaler.scale(Files.readAllBytes(image));
    } finally {
      memory.release(bytes);
    }
  } // @end

  WeightedSemaphore memory() {
    return memory;
  }

  interface Scaler {
    byte[] scale(byte[] image);
  }
}
