package io.github.goprims.gosync;

/**
 * A lock that is held until the end of a block: {@code try (var held = mutex.hold()) { … }}. Each
 * lock has one such object, so holding it allocates nothing.
 */
public interface Held extends AutoCloseable {

  /**
   * Gives the lock back. It is the lock's {@code unlock}, with the same error if the lock is not
   * held, as by a second close.
   */
  @Override
  void close();
}
