package io.github.goprims.examples.relay;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What the trial is to be.
 *
 * @param jobs how many the producer is told to be stored, at least
 * @param kills how often a side is killed
 * @param seed decides which side, and when
 */
record Options(int jobs, int kills, long seed) {

  private static final String USAGE = "usage: examples/relay/run [--jobs N] [--kills N] [--seed N]";

  static Options of(String... args) {
    int jobs = 3_000;
    int kills = 8;
    long seed = ThreadLocalRandom.current().nextInt(1_000_000);
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(USAGE);
      }
      switch (args[i]) {
        case "--jobs" -> jobs = Integer.parseInt(args[i + 1]);
        case "--kills" -> kills = Integer.parseInt(args[i + 1]);
        case "--seed" -> seed = Long.parseLong(args[i + 1]);
        default -> throw new IllegalArgumentException(USAGE);
      }
    }
    return new Options(jobs, kills, seed);
  }

  @Override
  public String toString() {
    return "--jobs %d --kills %d --seed %d".formatted(jobs, kills, seed);
  }
}
