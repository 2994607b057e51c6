package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import java.util.SplittableRandom;

/**
 * A few tokens go round a ring of threads. With so little on its way each wake-up counts; nothing
 * ends this round but the threads themselves.
 */
final class SoakTokens extends SoakChannels {

  private int laps;

  SoakTokens(SplittableRandom random) {
    super(random);
  }

  @Override
  protected void prepare() {
    laps = random.nextInt(100, 2_000);
    int size = random.nextInt(2, 9);
    int tokens = random.nextInt(1, size);
    for (int i = 0; i < size; i++) {
      addChannel();
    }
    int silentIn = addChannel();
    int silentOut = addChannel(0);
    for (int i = 0; i < size; i++) {
      new Passer(this, i, (i + 1) % size, silentIn, silentOut, i < tokens);
    }
  }

  @Override
  void verifyUsers() {
    for (SoakUser user : users) {
      require(user.journal.receivedCount() == laps, "laps of %s", user);
      require(user.journal.sentCount() == laps, "laps of %s", user);
    }
  }

  private static final class Passer extends SoakStage {
    private final SoakTokens ring;
    private final boolean starts;

    Passer(SoakTokens round, int in, int out, int silentIn, int silentOut, boolean starts) {
      super(round, new int[] {in}, new int[] {out}, silentIn, silentOut);
      this.ring = round;
      this.starts = starts;
    }

    @Override
    protected void work() {
      for (int lap = 0; lap < ring.laps; lap++) {
        if (starts) {
          put();
          take();
        } else {
          take();
          put();
        }
      }
    }
  }
}
