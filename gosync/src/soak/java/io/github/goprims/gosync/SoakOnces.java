package io.github.goprims.gosync;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Everybody comes to everything that is to be done once, each in an order of his own. */
final class SoakOnces extends SoakSync {

  private final List<SoakOnce> onces = new ArrayList<>();

  SoakOnces(SplittableRandom random) {
    super(random);
  }

  @Override
  protected void prepare() {
    for (int i = random.nextInt(20, 500); i > 0; i--) {
      onces.add(new SoakOnce(random.split()));
    }
    for (int i = random.nextInt(2, 20); i > 0; i--) {
      new User(this);
    }
  }

  @Override
  protected void verify() {
    onces.forEach(SoakOnce::verify);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("onces", onces.size());
  }

  @Override
  protected List<?> objects() {
    return onces;
  }

  private static final class User extends SoakParty {
    private final SoakOnces round;

    User(SoakOnces round) {
      super(round);
      this.round = round;
    }

    @Override
    protected void work() {
      List<SoakOnce> order = new ArrayList<>(round.onces);
      if (choice.nextBoolean()) {
        Collections.shuffle(order, new Random(choice.nextLong()));
      }
      for (SoakOnce once : order) {
        uninterruptibly(once::use);
      }
    }
  }
}
