package io.github.goprims.gosync;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Everybody takes things out of the pool and puts them back, while garbage is collected. */
final class SoakPools extends SoakSync {

  private static final int MOST_HELD = 20;

  private final SoakPool pool;
  private final long madeBefore;
  private final AtomicLong gets = new AtomicLong();

  SoakPools(SplittableRandom random, SoakPool pool) {
    super(random);
    this.pool = pool;
    this.madeBefore = pool.made();
  }

  @Override
  protected void prepare() {
    for (int i = random.nextInt(2, 16); i > 0; i--) {
      new User(this, random.nextInt(100, 20_000));
    }
  }

  @Override
  protected void verify() {
    pool.verify();
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("pool gets", gets.get());
    counts.add("made", pool.made() - madeBefore);
  }

  @Override
  protected List<?> objects() {
    return List.of(pool);
  }

  private static final class User extends SoakParty {
    private final SoakPools round;
    private final Deque<SoakPool.Item> held = new ArrayDeque<>();
    private final int steps;
    private final boolean collecting;

    User(SoakPools round, int steps) {
      super(round);
      this.round = round;
      this.steps = steps;
      collecting = choice.nextInt(16) == 0;
    }

    @Override
    protected void work() {
      for (int i = 0; i < steps; i++) {
        moved();
        if (held.isEmpty() || held.size() < MOST_HELD && choice.nextBoolean()) {
          held.push(round.pool.get(id));
          round.gets.incrementAndGet();
        } else {
          round.pool.put(held.pop(), id);
        }
        if (choice.nextInt(500) == 0) {
          Thread.yield();
        }
      }
      if (collecting) {
        System.gc();
      }
      held.forEach(item -> round.pool.put(item, id));
    }
  }
}
