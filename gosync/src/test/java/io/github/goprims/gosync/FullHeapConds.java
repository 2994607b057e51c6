package io.github.goprims.gosync;

import org.jspecify.annotations.Nullable;

/** Workers of {@link FullHeap} that take turns, and wait for theirs. */
final class FullHeapConds {

  private FullHeapConds() {}

  static void addTo(FullHeapWorkers workers) {
    turns(workers, "mutex turn", new Mutex(), 3);
    turns(workers, "write turn", new RWMutex(), 2);
  }

  private static final class Turns {
    long taken;
    @Nullable Object holder;
  }

  private static void turns(FullHeapWorkers workers, String kind, Locker locker, int count) {
    Cond cond = Cond.on(locker);
    Turns turns = new Turns();
    workers.add(
        count,
        index ->
            new FullHeapWorker(workers, kind) {
              @Override
              void step() throws InterruptedException {
                locker.lock();
                enter();
                try {
                  while (turns.taken % count != index && !workers.isOver()) {
                    turns.holder = null;
                    try {
                      cond.await();
                    } finally {
                      enter();
                    }
                  }
                  if (turns.taken % count == index) {
                    turns.taken++;
                    steps++;
                  }
                } finally {
                  givesBack = true;
                  if (count == 2) {
                    cond.signal();
                  } else {
                    cond.broadcast();
                  }
                  turns.holder = null;
                  locker.unlock();
                  givesBack = false;
                }
              }

              private void enter() {
                if (turns.holder != null) {
                  workers.fail(name + " holds what another holds");
                }
                turns.holder = this;
              }
            });
    workers.inTheEnd(
        () -> {
          while (workers.isAnyAlive(kind)) {
            cond.broadcast();
            Thread.yield();
          }
          long sum = workers.sumOf(kind);
          workers.check(turns.taken == sum, "turns are missing");
          workers.check(locker.toString().endsWith("(unlocked)"), locker.toString());
        });
  }
}
