package io.github.goprims.gochan;

/** What a goroutine does, or what is deferred: a body without result that may throw anything. */
@FunctionalInterface
public interface Task {

  /**
   * Runs the body.
   *
   * @throws Exception if it fails
   */
  void run() throws Exception;
}
