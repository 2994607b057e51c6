package io.github.goprims.gotest;

import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of {@link Bubble#clock}. */
final class BubbleClock extends Clock {

  static final Clock UTC = new BubbleClock(ZoneOffset.UTC);

  private final ZoneId zone;

  private BubbleClock(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new BubbleClock(other);
  }

  @Override
  public Instant instant() {
    return TimeSource.current().instant();
  }
}
