package io.github.goprims.benchmarks;

/**
 * What the programs under measurement know of a channel.
 *
 * <p>A JVM runs one peer only, so that one implementation gets loaded and calls through this
 * interface are inlined like direct ones. Never load two in one JVM: every row would get slower.
 */
public interface Pipe {
  void send(Integer value) throws InterruptedException;

  Integer receive() throws InterruptedException;

  /** Sends if that takes no waiting. */
  boolean trySend(Integer value);

  /** Receives if that takes no waiting, else returns null. */
  Integer tryReceive();

  /** The peer's own channel, for measuring what it takes of memory. */
  Object bare();
}
