package io.github.goprims.gosync;

/**
 * A lock that is held until the end of a block: {@code try (var held = mutex.hold()) { … }}. Each
 * lock has one such object, so holding it allocates nothing.
 *
 * <p>With {@code -Xlint:try}, which is in {@code -Xlint:all}, javac warns of that form, since the
 * block makes no use of the variable. These two cost as little and have no warning: {@code try (var
 * _ = mutex.hold()) { … }} from Java 22 on, and on any release
 *
 * {@snippet file="io/github/goprims/gosync/MutexSamples.java" region="hold-without-a-warning"}
 */
public interface Held extends AutoCloseable {

  /**
   * Gives the lock back. It is the lock's {@code unlock}, with the same error if the lock is not
   * held, as by a second close.
   */
  @Override
  void close();
}
