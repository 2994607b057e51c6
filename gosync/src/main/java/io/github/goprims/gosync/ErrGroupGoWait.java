package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;

/** The wait of a thread for a place in an {@link ErrGroup} that is at its limit. */
final class ErrGroupGoWait extends SyncWaiter {

  ErrGroupGoWait(ErrGroup group) {
    super(group);
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.ERR_GROUP_GO;
  }

  @Override
  public String reason() {
    return "errgroup go";
  }
}
