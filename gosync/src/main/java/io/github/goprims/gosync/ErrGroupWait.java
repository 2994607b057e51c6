package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;

/** The wait of a thread for the tasks of an {@link ErrGroup} to end. */
final class ErrGroupWait extends SyncWaiter {

  ErrGroupWait(ErrGroup group) {
    super(group);
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.ERR_GROUP_WAIT;
  }

  @Override
  public String reason() {
    return "errgroup wait";
  }
}
