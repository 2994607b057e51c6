package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Workers take turns. Either all wait for one condition, and each turn is broadcast; or each has
 * one of its own, and a signal that got lost would be the last.
 */
final class SoakTurns extends SoakSync {

  private final Mutex lock = new Mutex().named("lock");
  private final List<Cond> turns = new ArrayList<>();
  private final boolean broadcasting;
  private final int laps;
  private int turn; // guarded by lock

  SoakTurns(SplittableRandom random) {
    super(random);
    broadcasting = random.nextBoolean();
    laps = random.nextInt(50, 1_000);
  }

  @Override
  protected void prepare() {
    int size = random.nextInt(2, 9);
    for (int i = 0; i < size; i++) {
      new Player(this);
      if (i == 0 || !broadcasting) {
        turns.add(Cond.on(lock).named("turn" + i));
      }
    }
  }

  @Override
  protected void verify() {
    require(turn == laps * size(), "%d turns", turn);
    require(lock.toString().equals("lock(unlocked)"), "left behind: %s", lock);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("turns", turn);
  }

  @Override
  protected List<?> objects() {
    return List.of(lock, turns, turn);
  }

  private Cond turnOf(int player) {
    return turns.get(player % turns.size());
  }

  private static final class Player extends SoakParty {
    private final SoakTurns round;

    Player(SoakTurns round) {
      super(round);
      this.round = round;
    }

    private boolean isOn() {
      return round.turn % round.size() == id;
    }

    @Override
    protected void work() {
      SoakForms myTurn = SoakForms.of(round.turnOf(id), this::isOn);
      for (int lap = 0; lap < round.laps; lap++) {
        round.lock.lock();
        try {
          insist(myTurn);
          require(isOn(), "it is the turn of %d", round.turn % round.size());
          round.turn++;
        } finally {
          round.lock.unlock();
        }
        if (round.broadcasting) {
          round.turnOf(0).broadcast();
        } else {
          round.turnOf((id + 1) % round.size()).signal();
        }
      }
    }
  }
}
