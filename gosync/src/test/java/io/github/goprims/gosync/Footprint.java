package io.github.goprims.gosync;

import org.openjdk.jol.info.GraphLayout;

/**
 * What an object takes of the heap, with all that it refers to. JOL asks for its settings once, at
 * its first use in a JVM: so all tests use it from here.
 */
final class Footprint {

  static {
    System.setProperty("jol.magicFieldOffset", "true"); // it cannot ask a lambda for its layout
  }

  private Footprint() {}

  static long bytesOf(Object object) {
    return GraphLayout.parseInstance(object).totalSize();
  }
}
