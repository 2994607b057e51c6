package io.github.goprims.examples.relay;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

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
        throw wrong(args[i] + " needs a value");
      }
      switch (args[i]) {
        case "--jobs" -> jobs = number(args[i], args[i + 1], Integer::valueOf);
        case "--kills" -> kills = number(args[i], args[i + 1], Integer::valueOf);
        case "--seed" -> seed = number(args[i], args[i + 1], Long::valueOf);
        default -> throw wrong("does not know " + args[i]);
      }
    }
    return new Options(jobs, kills, seed);
  }

  private static <N extends Number> N number(
      String option, String value, Function<String, N> parser) {
    try {
      return parser.apply(value);
    } catch (NumberFormatException e) {
      throw wrong(option + " needs a number, not '" + value + "'");
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + "; " + USAGE);
  }

  @Override
  public String toString() {
    return "--jobs %d --kills %d --seed %d".formatted(jobs, kills, seed);
  }
}
