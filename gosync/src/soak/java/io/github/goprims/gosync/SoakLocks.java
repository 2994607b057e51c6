package io.github.goprims.gosync;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Some locks, taken in all forms, held for different times, and given back by who took them or by
 * another thread.
 */
final class SoakLocks extends SoakSync {

  private final List<SoakGuarded> locks = new ArrayList<>();
  private final AtomicInteger users = new AtomicInteger();
  private final BlockingQueue<Runnable> handedOn = new LinkedBlockingQueue<>();
  private final int changePercent;
  private final int handOnPercent;

  SoakLocks(SplittableRandom random) {
    super(random);
    changePercent = new int[] {1, 10, 50, 100}[random.nextInt(4)];
    handOnPercent = new int[] {0, 1, 20}[random.nextInt(3)];
  }

  @Override
  protected void prepare() {
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      locks.add(
          random.nextBoolean()
              ? new SoakGuarded(new Mutex().named("mutex" + i))
              : new SoakGuarded(new RWMutex().named("rwmutex" + i)));
    }
    boolean many = random.nextInt(8) == 0;
    users.set(many ? random.nextInt(30, 80) : random.nextInt(2, 16));
    for (int i = users.get(); i > 0; i--) {
      new User(this, random.nextInt(50, many ? 500 : 3_000));
    }
    new Porter(this);
  }

  @Override
  protected void verify() {
    locks.forEach(SoakGuarded::verify);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("writes", locks.stream().mapToLong(SoakGuarded::writes).sum());
    counts.add("reads", locks.stream().mapToLong(SoakGuarded::reads).sum());
  }

  @Override
  protected List<?> objects() {
    return locks;
  }

  static final class User extends SoakParty {
    private final SoakLocks round;
    private final int steps;

    User(SoakLocks round, int steps) {
      super(round);
      this.round = round;
      this.steps = steps;
    }

    @Override
    protected void work() {
      for (int i = 0; i < steps; i++) {
        moved();
        SoakGuarded lock = round.locks.get(choice.nextInt(round.locks.size()));
        lock.use(this, choice.nextInt(100) < round.changePercent);
      }
      if (round.users.decrementAndGet() == 0) {
        round.handedOn.add(Porter.END);
      }
    }

    /** Mostly for no time, sometimes longer than others have patience. */
    void linger() {
      int what = choice.nextInt(512);
      if (what == 0) {
        LockSupport.parkNanos(choice.nextInt(2_000_000));
      } else if (what < 32) {
        Thread.yield();
      }
    }

    void giveBack(SoakLock lock) {
      if (choice.nextInt(100) < round.handOnPercent) {
        round.handedOn.add(lock.view()::unlock);
      } else {
        lock.view().unlock();
      }
    }
  }

  /** Gives back what others have taken. */
  private static final class Porter extends SoakParty {
    static final Runnable END = () -> {};

    private final SoakLocks round;

    Porter(SoakLocks round) {
      super(round);
      this.round = round;
    }

    @Override
    protected void work() {
      Runnable next = null;
      while (next != END) {
        try {
          next = round.handedOn.take();
          next.run();
          moved();
        } catch (InterruptedException e) {
          sawInterrupt();
        }
      }
    }
  }
}
