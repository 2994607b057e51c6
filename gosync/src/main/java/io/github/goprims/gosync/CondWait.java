package io.github.goprims.gosync;

/** A thread that waits for a {@link Cond}. */
final class CondWait extends LineWaiter {

  CondWait(Cond cond) {
    super(cond);
  }

  @Override
  public String reason() {
    return "sync.Cond.Wait";
  }
}
