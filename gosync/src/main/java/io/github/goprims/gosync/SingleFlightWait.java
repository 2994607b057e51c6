package io.github.goprims.gosync;

/** The wait of a thread for a run of a {@link SingleFlight} that another has begun. */
final class SingleFlightWait extends SyncWaiter {

  SingleFlightWait(SingleFlight<?, ?> group) {
    super(group);
  }

  @Override
  public String reason() {
    return "singleflight wait";
  }
}
