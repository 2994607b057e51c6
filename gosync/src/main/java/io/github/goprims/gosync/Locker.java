package io.github.goprims.gosync;

/**
 * Something that can be locked and unlocked: Go's {@code sync.Locker}. A condition works with any
 * of them.
 *
 * <p>What a lock keeps out is up to the implementation. It need not be owned: one thread may unlock
 * what another has locked.
 */
public interface Locker {

  /** Takes the lock, and waits for it as long as that needs; an interrupt does not end the wait. */
  void lock();

  /**
   * Gives the lock back.
   *
   * @throws IllegalMonitorStateException if it is not locked, as far as the implementation can tell
   */
  void unlock();
}
