package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One semaphore, from which all acquire in all forms, most of them little and some all there is.
 * What they have together is never more than that, and a release in portions is as good as one.
 */
final class SoakWeights extends SoakSync {

  private final int size;
  private final WeightedSemaphore semaphore;
  private final AtomicLong inUse = new AtomicLong();
  private final AtomicLong acquired = new AtomicLong();

  SoakWeights(SplittableRandom random) {
    super(random);
    size = random.nextInt(1, 40);
    semaphore = WeightedSemaphore.of(size).named("weights");
  }

  @Override
  protected void prepare() {
    boolean many = random.nextInt(8) == 0;
    for (int i = many ? random.nextInt(30, 80) : random.nextInt(2, 16); i > 0; i--) {
      new User(this, random.nextInt(50, many ? 500 : 3_000));
    }
  }

  @Override
  protected void verify() {
    require(inUse.get() == 0, "%s in use", inUse);
    String free = "weights(free=%d, size=%d)".formatted(size, size);
    require(semaphore.toString().equals(free), "left behind: %s", semaphore);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("weights", acquired.get());
  }

  @Override
  protected List<?> objects() {
    return List.of(semaphore, "%s in use".formatted(inUse));
  }

  private static final class User extends SoakParty {
    private final SoakWeights round;
    private final int steps;

    User(SoakWeights round, int steps) {
      super(round);
      this.round = round;
      this.steps = steps;
    }

    @Override
    protected void work() {
      for (int i = 0; i < steps; i++) {
        moved();
        int most = choice.nextInt(8) == 0 ? round.size : Math.min(round.size, 3);
        int weight = choice.nextInt(most + 1);
        if (acquire(weight)) {
          use(weight);
        }
      }
    }

    private boolean acquire(int weight) {
      return choice.nextInt(8) == 0
          ? round.semaphore.tryAcquire(weight)
          : await(SoakForms.of(round.semaphore, weight));
    }

    private void use(int weight) {
      long together = round.inUse.addAndGet(weight);
      require(together <= round.size, "%s of %s in use", together, round.size);
      round.acquired.incrementAndGet();
      int what = choice.nextInt(512);
      if (what == 0) {
        LockSupport.parkNanos(choice.nextInt(2_000_000));
      } else if (what < 32) {
        Thread.yield();
      }
      int part = choice.nextInt(weight + 1);
      giveBack(part);
      giveBack(weight - part);
    }

    private void giveBack(int weight) {
      round.inUse.addAndGet(-weight);
      round.semaphore.release(weight);
    }
  }
}
