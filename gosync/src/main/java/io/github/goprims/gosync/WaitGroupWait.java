package io.github.goprims.gosync;

/** A thread that waits for a {@link WaitGroup}. */
final class WaitGroupWait extends SyncWaiter {

  WaitGroupWait(WaitGroup group) {
    super(group);
  }

  @Override
  public String reason() {
    return "sync.WaitGroup.Wait";
  }
}
