package io.github.goprims.gotest;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** How a {@link Bubble} runs; immutable (contract only so far). */
public final class BubbleOptions {
  private static final BubbleOptions DEFAULTS =
      new BubbleOptions(0, 0, false, Duration.ofSeconds(10));

  private final int schedules;
  private final long seed;
  private final boolean seeded;
  private final Duration patience;

  private BubbleOptions(int schedules, long seed, boolean seeded, Duration patience) {
    this.schedules = schedules;
    this.seed = seed;
    this.seeded = seeded;
    this.patience = patience;
  }

  /** One run, on the threads of the JVM, a patience of ten seconds. */
  public static BubbleOptions defaults() {
    return DEFAULTS;
  }

  /** Runs the body so often, each time on one thread and in another order; 0: as the JVM likes. */
  public BubbleOptions schedules(int count) {
    return new BubbleOptions(count, seed, seeded, patience);
  }

  /** What chance begins with: a schedule, and the choices of selects. */
  public BubbleOptions seed(long chosen) {
    return new BubbleOptions(schedules, chosen, true, patience);
  }

  /** For how long, in real time, what is no wait of the library may hold back the bubble's time. */
  public BubbleOptions patience(Duration limit) {
    return new BubbleOptions(schedules, seed, seeded, Objects.requireNonNull(limit, "limit"));
  }

  int schedules() {
    return schedules;
  }

  /** The one chosen, or another each time. */
  long seed() {
    return seeded ? seed : ThreadLocalRandom.current().nextLong();
  }

  Duration patience() {
    return patience;
  }
}
