package io.github.goprims.gocontext;

/** A function that waits for the end of a context; see {@link Context#afterFunc}. */
@FunctionalInterface
public interface AfterFunc {

  /**
   * Keeps the function from being run. Never waits, neither for the context nor for the function.
   *
   * @return true if this call kept it from running; false if it has been started, or stopped before
   */
  boolean stop();
}
