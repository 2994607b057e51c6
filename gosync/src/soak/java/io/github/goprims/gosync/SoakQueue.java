package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A bounded queue with one signal for each change. If somebody who gives up took a signal with him,
 * another would sleep for ever.
 */
final class SoakQueue extends SoakSync {

  private final Locker lock;
  private final Cond notEmpty;
  private final Cond notFull;
  private final AtomicInteger toPut = new AtomicInteger();
  private final AtomicInteger toTake = new AtomicInteger();
  private final int total;
  private final int capacity;

  // Guarded by lock.
  private final Queue<Integer> queue = new ArrayDeque<>();
  private long balance;

  SoakQueue(SplittableRandom random) {
    super(random);
    lock = random.nextBoolean() ? new Mutex().named("lock") : new RWMutex().named("lock");
    notEmpty = Cond.on(lock).named("not empty");
    notFull = Cond.on(lock).named("not full");
    total = random.nextInt(100, 10_000);
    capacity = random.nextInt(1, 4);
    toPut.set(total);
    toTake.set(total);
  }

  @Override
  protected void prepare() {
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      new Putter(this);
    }
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      new Taker(this);
    }
  }

  @Override
  protected void verify() {
    require(queue.isEmpty(), "%d items are left", queue.size());
    require(balance == 0, "what was taken is not what was put");
    require(lock.toString().equals("lock(unlocked)"), "left behind: %s", lock);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("items", total);
  }

  @Override
  protected List<?> objects() {
    return List.of(lock, notEmpty, notFull, "%s to put, %s to take".formatted(toPut, toTake));
  }

  /** Changes the queue once for each ticket that it gets. */
  private abstract static class User extends SoakParty {
    final SoakQueue round;
    private final AtomicInteger tickets;
    private final SoakForms condition;
    private final Cond changed;

    User(
        SoakQueue round,
        AtomicInteger tickets,
        Cond awaited,
        BooleanSupplier condition,
        Cond changed) {
      super(round);
      this.round = round;
      this.tickets = tickets;
      this.condition = SoakForms.of(awaited, condition);
      this.changed = changed;
    }

    /** Done under the lock. */
    abstract void change();

    @Override
    protected final void work() {
      while (tickets.getAndDecrement() > 0) {
        while (!changeOnce()) {
          // somebody else may have the lock
        }
      }
    }

    private boolean changeOnce() {
      boolean signalLater = choice.nextBoolean();
      round.lock.lock();
      try {
        if (!await(condition)) {
          return false;
        }
        change();
        if (!signalLater) {
          changed.signal();
        }
      } finally {
        round.lock.unlock();
      }
      if (signalLater) {
        changed.signal();
      }
      return true;
    }
  }

  private static final class Putter extends User {
    Putter(SoakQueue round) {
      super(
          round,
          round.toPut,
          round.notFull,
          () -> round.queue.size() < round.capacity,
          round.notEmpty);
    }

    @Override
    void change() {
      int item = choice.nextInt();
      round.queue.add(item);
      round.balance += item;
      require(round.queue.size() <= round.capacity, "put into a full queue");
    }
  }

  private static final class Taker extends User {
    Taker(SoakQueue round) {
      super(round, round.toTake, round.notEmpty, () -> !round.queue.isEmpty(), round.notFull);
    }

    @Override
    void change() {
      require(!round.queue.isEmpty(), "taken from an empty queue");
      round.balance -= round.queue.remove();
    }
  }
}
