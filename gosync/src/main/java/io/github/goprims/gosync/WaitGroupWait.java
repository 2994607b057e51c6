package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.events.WaitKind;

/** The wait of a thread for a {@link WaitGroup} to count to zero. */
final class WaitGroupWait extends SyncWaiter {

  WaitGroupWait(WaitGroup group) {
    super(group);
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.WAIT_GROUP_WAIT;
  }

  @Override
  public String reason() {
    return "sync.WaitGroup.Wait";
  }
}
