package io.github.goprims.examples.diagnosing;

/** A program that gets into trouble, if it is not cured. */
@FunctionalInterface
interface Trouble {

  /** Starts the program, which goes on by itself. */
  void start(boolean cured) throws Exception;
}
