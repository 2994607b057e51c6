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
        throw wrong(args[i] + ": needs a value");
      }
      switch (args[i]) {
        case "--jobs" -> jobs = count(args[i], args[i + 1]);
        case "--kills" -> kills = count(args[i], args[i + 1]);
        case "--seed" -> seed = number(args[i], args[i + 1]);
        default -> throw wrong(args[i] + ": not known here");
      }
    }
    return new Options(jobs, kills, seed);
  }

  private static int count(String option, String value) {
    long number = number(option, value);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw wrong("%s %s: not from 0 to %d".formatted(option, value, Integer.MAX_VALUE));
    }
    return (int) number;
  }

  private static long number(String option, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw wrong("%s %s: not a whole number".formatted(option, value));
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + "\n" + USAGE);
  }

  @Override
  public String toString() {
    return "--jobs %d --kills %d --seed %d".formatted(jobs, kills, seed);
  }
}
