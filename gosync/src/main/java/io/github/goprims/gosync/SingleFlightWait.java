package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;

/** The wait of a thread for a run of a {@link SingleFlight} that another has begun. */
final class SingleFlightWait extends SyncWaiter {

  SingleFlightWait(SingleFlight<?, ?> group) {
    super(group);
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.SINGLE_FLIGHT_WAIT;
  }

  @Override
  public String reason() {
    return "singleflight wait";
  }
}
