package io.github.goprims.gosync;

import io.github.goprims.gochan.testing.SoakCounts;
import io.github.goprims.gochan.testing.SoakRound;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A round in which some waits are given up, and contexts are cancelled under those who wait. */
abstract class SoakSync extends SoakRound {

  final List<SoakParty> parties = new ArrayList<>();

  /** Of a hundred waits, how many may be given up by other means than interrupts. */
  final int giveUpPercent;

  SoakSync(SplittableRandom random) {
    super(random);
    giveUpPercent = new int[] {0, 20, 60}[random.nextInt(3)];
  }

  /** Tells what was done, besides the waits that were given up. */
  abstract void count(SoakCounts counts);

  @Override
  protected final void conduct() throws InterruptedException {
    if (giveUpPercent == 0) {
      return; // nobody helps who has been forgotten
    }
    SplittableRandom choice = random.split();
    int pause = 1_000 << choice.nextInt(4, 12);
    while (!awaitEnd(pause)) {
      parties.get(choice.nextInt(parties.size())).cancel();
    }
  }

  @Override
  protected final void addTo(SoakCounts counts) {
    counts.add("timeouts and cancels", parties.stream().mapToLong(SoakParty::givenUp).sum());
    count(counts);
  }
}
