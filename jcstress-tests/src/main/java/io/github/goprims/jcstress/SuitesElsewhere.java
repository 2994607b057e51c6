package io.github.goprims.jcstress;

import org.openjdk.jcstress.Main;

/**
 * Starts jcstress, whose JVMs under test are then those of another home: {@code run-aarch64} has
 * one that emulates another processor. jcstress knows no option for that; it takes the home of its
 * own JVM, and reads it when it first starts one.
 */
public final class SuitesElsewhere {

  private SuitesElsewhere() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.home", System.getProperty("jcstress.home"));
    Main.main(arguments);
  }
}
