package io.github.goprims.gosync;

/** The wait of a thread for the tasks of an {@link ErrGroup} to end. */
final class ErrGroupWait extends SyncWaiter {

  ErrGroupWait(ErrGroup group) {
    super(group);
  }

  @Override
  public String reason() {
    return "errgroup wait";
  }
}
