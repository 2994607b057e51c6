package io.github.goprims.gosync;

/** Spreads the readers of a lock, as those do that have been in each other's way. */
public final class Spreading {

  private Spreading() {}

  /** Does so at once, for tests in other packages as well. */
  public static RWMutex spread(RWMutex mutex) {
    mutex.spread();
    return mutex;
  }
}
