package io.github.goprims.gochan.testing;

import io.github.goprims.gochan.Task;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits that end without a partner, very many of them over one set of objects. None may leave
 * anything behind.
 */
public abstract class SoakWaitsInVain extends SoakRound {

  private static final int WAITS = 25_000;
  private static final int WORKERS = 6;

  private final SoakHeap heap;
  private final AtomicInteger begun = new AtomicInteger();

  /** A round whose {@code heap} has to stay as it is. */
  protected SoakWaitsInVain(SplittableRandom random, SoakHeap heap) {
    super(random);
    this.heap = heap;
  }

  /** One thread's waits: each run is one, and ends in vain, or is interrupted. */
  protected abstract Task waits(SplittableRandom choice);

  /** Disturbs those who wait; called all the time. */
  protected void disturb() {
    // besides the interrupts
  }

  /** That nothing has been left behind. */
  protected abstract void verifyObjects();

  @Override
  protected final void prepare() {
    heap.begin(WAITS);
    for (int i = 0; i < WORKERS; i++) {
      new Silent(this);
    }
  }

  @Override
  protected final void conduct() throws InterruptedException {
    SplittableRandom choice = random.split();
    while (!awaitEnd(20_000)) {
      disturb();
      interruptAny(choice);
    }
  }

  @Override
  protected final void verify() {
    verifyObjects();
    heap.end(WAITS);
  }

  @Override
  protected final void addTo(SoakCounts counts) {
    counts.add("waits in vain", WAITS);
  }

  private static final class Silent extends SoakWorker {
    private final SoakWaitsInVain round;

    Silent(SoakWaitsInVain round) {
      super(round);
      this.round = round;
    }

    @Override
    protected void work() throws Exception {
      Task waits = round.waits(choice);
      while (round.begun.incrementAndGet() <= WAITS) {
        moved();
        try {
          waits.run();
        } catch (InterruptedException e) {
          sawInterrupt();
        }
      }
    }
  }
}
