package io.github.goprims.gochan;

import io.github.goprims.gochan.testing.Soak;
import io.github.goprims.gochan.testing.SoakRound;
import java.util.SplittableRandom;

/**
 * Random rounds over channels, selects and timers: see {@link Soak}.
 *
 * <pre>{@code
 * ./mvnw -Psoak -pl gosync -am verify -Dsoak.of=channels -Dsoak.minutes=20 -Dsoak.parallelism=1 -Dgoprims.seed=N
 * }</pre>
 */
public final class ChannelSoak {

  private final SoakSilence.Objects silent = new SoakSilence.Objects();

  private ChannelSoak() {}

  public static void main(String[] arguments) {
    Soak.run("channels", new ChannelSoak()::round);
  }

  private SoakRound round(SplittableRandom random) {
    if (random.nextInt(64) == 0) {
      return new SoakSilence(random, silent);
    }
    return switch (random.nextInt(5)) {
      case 0, 1 -> new SoakChaos(random);
      case 2 -> new SoakPipeline(random);
      case 3 -> new SoakTokens(random);
      default -> new SoakTimers(random);
    };
  }
}
