package io.github.goprims.examples.relay;

import java.time.Duration;
import java.util.Locale;

/** The sorts of jobs of the trial, by their deadlines. Their names are those of the jobs. */
enum Patience {
  /** Has to be done. */
  PATIENT(Duration.ofHours(1)),
  /** May be done or be late. */
  HURRIED(Duration.ofMillis(20)),
  /** Is late before anybody can begin it. */
  HOPELESS(Duration.ZERO);

  private final Duration time;

  Patience(Duration time) {
    this.time = time;
  }

  /** Makes a job; of ten numbers, one is hopeless and one hurried. */
  static Job job(int number) {
    Patience sort =
        switch (number % 10) {
          case 0 -> HOPELESS;
          case 1 -> HURRIED;
          default -> PATIENT;
        };
    return Job.make(sort.name().toLowerCase(Locale.ROOT), sort.time);
  }

  static Patience of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
