package io.github.goprims.gosync;

/**
 * A worker of {@link FullHeap} that waits for a wait group, round after round, and two that it
 * waits for.
 */
final class FullHeapWaitGroups {

  private FullHeapWaitGroups() {}

  private static final class Rounds extends FullHeapWorker {
    private final WaitGroup group;
    private volatile long round;

    Rounds(FullHeapWorkers workers, WaitGroup group) {
      super(workers, "group");
      this.group = group;
    }

    @Override
    void step() throws InterruptedException {
      group.add(2);
      round++;
      for (boolean over = false; !over; ) {
        try {
          group.await();
          over = true;
        } catch (OutOfMemoryError e) {
          refused++;
        }
      }
      workers.check(group.count() == 0, "back too early");
      steps++;
    }
  }

  static void addTo(FullHeapWorkers workers) {
    WaitGroup group = new WaitGroup();
    Rounds rounds = new Rounds(workers, group);
    workers.add(rounds);
    workers.add(
        2,
        index ->
            new FullHeapWorker(workers, "done") {
              @Override
              boolean goesOn() {
                return rounds.isAlive() || steps < rounds.round;
              }

              @Override
              void step() {
                if (steps == rounds.round) {
                  Thread.yield();
                  return;
                }
                Thread.yield();
                givesBack = true;
                group.done();
                givesBack = false;
                steps++;
              }
            });
    workers.inTheEnd(
        () -> {
          long sum = workers.sumOf("group");
          workers.check(
              sum == rounds.round && workers.sumOf("done") == 2 * sum, "rounds are missing");
          workers.check(group.toString().endsWith("(count=0, waiting=0)"), group.toString());
        });
  }
}
