package io.github.goprims.gosync;

/** The wait of a thread for a place in an {@link ErrGroup} that is at its limit. */
final class ErrGroupGoWait extends SyncWaiter {

  ErrGroupGoWait(ErrGroup group) {
    super(group);
  }

  @Override
  public String reason() {
    return "errgroup go";
  }
}
