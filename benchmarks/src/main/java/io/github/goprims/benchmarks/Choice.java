package io.github.goprims.benchmarks;

/**
 * Some channels, and the select statement over their receive cases as its one user sees it. As with
 * {@link Pipe}, a JVM loads one implementation only.
 */
public interface Choice {
  /** The channel of a case. */
  Pipe pipe(int index);

  /** Receives from whichever channel is ready, waiting for one if need be. */
  Integer receiveAny() throws InterruptedException;

  /** Receives from whichever channel is ready, or else returns null: select with a default. */
  Integer tryReceiveAny() throws InterruptedException;
}
