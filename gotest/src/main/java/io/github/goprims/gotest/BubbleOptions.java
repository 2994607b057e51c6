package io.github.goprims.gotest;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a {@link Bubble} runs. Immutable: each method that changes something returns other options.
 */
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

  /**
   * One run, whose goroutines run in parallel, with a patience of ten seconds.
   *
   * @return the options of {@link Bubble#run(io.github.goprims.gochan.Task)}
   */
  public static BubbleOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Runs the body this many times, each in a bubble of its own whose goroutines run one at a time,
   * in an order that chance decides: whenever one parks, and often when it is about to use a
   * primitive or has started another, another may go on. The first run that fails is the last;
   * suppressed in its failure is what to write to have the same order again. So mistakes come up,
   * and come back, that need a rare order.
   *
   * <p>The order does not come back for sure if a goroutine waits for something else than this
   * library (the text tells if one did), if the body asks for what is another number each time (the
   * machine's time, hash codes of identity, random numbers that do not come from {@link
   * Bubble#random}), or if it goes on with what an earlier run has left, in a field, say.
   *
   * <p>All goroutines share one thread. One that keeps it holds up the others, and the run fails
   * with a {@link BubbleStalledError}: in a loop that polls for what others do, without a use of a
   * primitive and without {@link Thread#yield}; before JDK 24 also by a wait inside a {@code
   * synchronized} block, or for entering one.
   *
   * <p>This needs a JVM that is started with {@code --add-opens java.base/java.lang=ALL-UNNAMED}
   * (where this library is a module, {@code =io.github.goprims.gotest}); else the run is refused
   * with an {@link IllegalStateException}.
   *
   * @param count how many runs; 0, as by default, is one run whose goroutines run in parallel
   * @return other options
   * @throws IllegalArgumentException "schedules is negative: …"
   */
  public BubbleOptions schedules(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("schedules is negative: " + count);
    }
    return new BubbleOptions(count, seed, seeded, patience);
  }

  /**
   * What chance begins with: the order of a schedule, the choices of selects, and the numbers of
   * {@link Bubble#random}. By default another number each time. Only with schedules does it make
   * two runs alike: without them goroutines run in parallel, and draw in any order.
   *
   * @param chosen any number, zero as well; of several schedules, it is that of the first, and the
   *     others follow from it
   * @return other options
   */
  public BubbleOptions seed(long chosen) {
    return new BubbleOptions(schedules, chosen, true, patience);
  }

  /**
   * For how long, in real time, something that is no durable wait may hold back the time of the
   * bubble before the run fails with a {@link BubbleStalledError}. It counts from the last time
   * that a goroutine has started, ended or begun to wait, and it may be noticed up to two seconds
   * later.
   *
   * @param limit how long
   * @return other options
   * @throws NullPointerException "limit"
   * @throws IllegalArgumentException "patience is not positive: …"
   */
  public BubbleOptions patience(Duration limit) {
    if (!Objects.requireNonNull(limit, "limit").isPositive()) {
      throw new IllegalArgumentException("patience is not positive: " + limit);
    }
    return new BubbleOptions(schedules, seed, seeded, limit);
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
