package io.github.goprims.gochan;

import org.openjdk.jcstress.Main;

/**
 * Starts jcstress. On a Java that is too old for the suites it skips them all and calls that a
 * success; it cannot start this class, which is as new as they are.
 */
public final class Suites {

  private Suites() {}

  public static void main(String[] args) throws Exception {
    Main.main(args);
  }
}
