package io.github.goprims.gosync;

import io.github.goprims.gochan.testing.Soak;
import io.github.goprims.gochan.testing.SoakRound;
import java.util.SplittableRandom;

/**
 * Random rounds over locks, semaphores, groups, conditions, onces, single flights and pools: see
 * {@link Soak}.
 *
 * <pre>{@code
 * ./mvnw -Psoak -pl gosync -am verify -Dsoak.of=locks -Dsoak.minutes=20 -Dsoak.parallelism=1
 *     -Dgoprims.seed=N
 * }</pre>
 */
public final class SyncSoak {

  private final SoakSilence.Objects silent = new SoakSilence.Objects();
  private final SoakPool pool = new SoakPool();

  private SyncSoak() {}

  public static void main(String[] arguments) {
    Soak.run("locks", new SyncSoak()::round);
  }

  private SoakRound round(SplittableRandom random) {
    if (random.nextInt(64) == 0) {
      return new SoakSilence(random, silent);
    }
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> new SoakLocks(random);
      case 3 -> new SoakPhases(random);
      case 4 -> new SoakQueue(random);
      case 5 -> new SoakTurns(random);
      case 6 -> new SoakOnces(random);
      case 7 -> new SoakWeights(random);
      case 8 -> new SoakTasks(random);
      case 9 -> new SoakFlights(random);
      default -> new SoakPools(random, pool);
    };
  }
}
