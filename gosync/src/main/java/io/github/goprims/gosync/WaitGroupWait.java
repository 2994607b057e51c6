package io.github.goprims.gosync;

/** The wait of a thread for a {@link WaitGroup} to count to zero. */
final class WaitGroupWait extends SyncWaiter {

  WaitGroupWait(WaitGroup group) {
    super(group);
  }

  @Override
  public String reason() {
    return "sync.WaitGroup.Wait";
  }
}
