package io.github.goprims.examples.digesttree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a stream of this process is a terminal. */
final class Terminal {

  static final int STDOUT = 1;
  static final int STDERR = 2;

  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // Java 22 to 24 say yes too often: a guess, as said below
  static boolean is(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (!Files.isSymbolicLink(link)) {
      return System.console() != null; // not Linux: the best that Java itself can tell
    }
    try {
      Path device = Files.readSymbolicLink(link);
      return device.startsWith("/dev/pts")
          || device.toString().startsWith("/dev/tty")
          || device.endsWith("console");
    } catch (IOException e) {
      return false;
    }
  }
}
