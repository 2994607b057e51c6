package io.github.goprims.flashsale.load;

import io.github.goprims.gochan.Go;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The service's memory at three moments under load: after a tenth of the time, when it is warm; in
 * the middle; and close to the end.
 */
final class Memory {

  private static final List<Double> MOMENTS = List.of(0.1, 0.5, 0.95);
  private static final long SLACK = 10_000_000;

  private final List<Long> readings = new ArrayList<>();
  private final Thread goroutine;

  /** Begins to read; {@code time} is how long the load will last. */
  Memory(Client client, Duration time) {
    goroutine = Go.go("memory", () -> read(client, time));
  }

  private void read(Client client, Duration time) throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (double moment : MOMENTS) {
      long due = start + (long) (moment * time.toNanos());
      Go.sleep(Duration.ofNanos(due - System.nanoTime()));
      readings.add(client.heap());
      System.out.println("heap of the service, under load: " + megabytes(readings.getLast()));
    }
  }

  /** Waits for the last reading, and says whether memory has stayed as it was when warm. */
  boolean isFlat() throws InterruptedException {
    goroutine.join();
    return readings.size() == MOMENTS.size() && readings.getLast() <= readings.getFirst() + SLACK;
  }

  @Override
  public String toString() {
    return readings.stream().map(Memory::megabytes).collect(Collectors.joining(", then "));
  }

  static String megabytes(long bytes) {
    return "%.1f MB".formatted(bytes / 1e6);
  }
}
