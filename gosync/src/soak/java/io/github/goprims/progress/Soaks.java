package io.github.goprims.progress;

import io.github.goprims.gochan.ChannelSoak;
import io.github.goprims.gosync.DumpSoak;
import io.github.goprims.gosync.SyncSoak;
import io.github.goprims.planted.PlantedBugs;

/** All soaks; the argument says which one to run, or that all have to find what is planted. */
final class Soaks {

  private Soaks() {}

  public static void main(String[] arguments) throws Exception {
    limitCarriers();
    String which = arguments.length == 1 ? arguments[0] : "";
    switch (which) {
      case "channels" -> ChannelSoak.main(arguments);
      case "locks" -> SyncSoak.main(arguments);
      case "dumps" -> DumpSoak.main(arguments);
      case "progress" -> ProgressSoak.main(arguments);
      case "planted" -> PlantedBugs.run();
      default ->
          throw new IllegalArgumentException(
              "-Dsoak.of is channels, dumps, locks, progress or planted, not \"" + which + "\"");
    }
  }

  /** Before all else: the scheduler is made once, and making a lock may be enough for that. */
  private static void limitCarriers() {
    String parallelism = System.getProperty("soak.parallelism", "default");
    if (!parallelism.equals("default")) {
      System.setProperty("jdk.virtualThreadScheduler.parallelism", parallelism);
      System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", parallelism);
    }
  }
}
