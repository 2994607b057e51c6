package io.github.goprims.progress;

import io.github.goprims.gochan.ChannelSoak;
import io.github.goprims.gosync.DumpSoak;
import io.github.goprims.gosync.SyncSoak;

/** All soaks; the argument says which one to run. */
final class Soaks {

  private Soaks() {}

  public static void main(String[] arguments) throws InterruptedException {
    String which = arguments.length == 1 ? arguments[0] : "";
    switch (which) {
      case "channels" -> ChannelSoak.main(arguments);
      case "locks" -> SyncSoak.main(arguments);
      case "dumps" -> DumpSoak.main(arguments);
      case "progress" -> ProgressSoak.main(arguments);
      default ->
          throw new IllegalArgumentException(
              "-Dsoak.of is channels, dumps, locks or progress, not \"" + which + "\"");
    }
  }
}
