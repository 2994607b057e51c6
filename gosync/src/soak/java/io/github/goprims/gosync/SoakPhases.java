package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One wait group, used for phase after phase of tasks that start tasks. Who is told that all have
 * ended finds that so. For each phase there are two more groups: one that begins it, and one that
 * tells when everybody has left it.
 */
final class SoakPhases extends SoakSync {

  private final WaitGroup tasks = new WaitGroup().named("tasks");
  private final List<WaitGroup> begun = new ArrayList<>();
  private final List<WaitGroup> left = new ArrayList<>();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private int hands;

  SoakPhases(SplittableRandom random) {
    super(random);
  }

  @Override
  protected void prepare() {
    new Leader(this);
    hands = random.nextInt(5);
    for (int i = 0; i < hands; i++) {
      new Hand(this);
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      new Watcher(this);
    }
    for (int phase = random.nextInt(10, 150); phase > 0; phase--) {
      begun.add(new WaitGroup());
      left.add(new WaitGroup());
      begun.getLast().add(1);
      left.getLast().add(size() - 1); // all but the leader
    }
  }

  @Override
  protected void verify() {
    require(ended.get() == started.get(), "%s tasks ended of %s", ended, started);
    requireIdle();
  }

  private void requireIdle() {
    require(tasks.toString().equals("tasks(count=0, waiting=0)"), "left behind: %s", tasks);
  }

  private void requireAllEnded() {
    require(ended.get() == started.get(), "released from %s by %s of %s", tasks, ended, started);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("phases", begun.size());
    counts.add("tasks", ended.get());
  }

  @Override
  protected List<?> objects() {
    return List.of(tasks, "%s tasks ended of %s".formatted(ended, started));
  }

  private void startTasks(SplittableRandom choice, int depth) {
    for (int i = choice.nextInt(4); i > 0; i--) {
      SplittableRandom own = choice.split();
      started.incrementAndGet();
      tasks.go(
          () -> {
            try {
              if (depth > 0) {
                startTasks(own, depth - 1);
              }
            } catch (RuntimeException failure) {
              failed(failure);
            } finally {
              ended.incrementAndGet();
            }
          });
    }
  }

  /** Begins the phases, and uses the group again as soon as everybody has left it. */
  private static final class Leader extends SoakParty {
    private final SoakPhases round;

    Leader(SoakPhases round) {
      super(round);
      this.round = round;
    }

    @Override
    protected void work() {
      for (int phase = 0; phase < round.begun.size(); phase++) {
        round.started.addAndGet(round.hands);
        round.tasks.add(1 + round.hands);
        round.begun.get(phase).done();
        round.startTasks(choice, 3);
        round.tasks.done();
        insist(SoakForms.of(round.tasks));
        round.requireAllEnded();
        insist(SoakForms.of(round.left.get(phase)));
        round.requireIdle();
      }
    }
  }

  /** A worker in each phase. */
  private abstract static class Member extends SoakParty {
    final SoakPhases round;

    Member(SoakPhases round) {
      super(round);
      this.round = round;
    }

    abstract void act();

    @Override
    protected final void work() {
      for (int phase = 0; phase < round.begun.size(); phase++) {
        insist(SoakForms.of(round.begun.get(phase)));
        act();
        round.left.get(phase).done();
      }
    }
  }

  /** Is one of those that the group counts. */
  private static final class Hand extends Member {
    Hand(SoakPhases round) {
      super(round);
    }

    @Override
    void act() {
      round.startTasks(choice, 1);
      round.ended.incrementAndGet();
      round.tasks.done();
    }
  }

  /** Waits for the end, and may give up. */
  private static final class Watcher extends Member {
    Watcher(SoakPhases round) {
      super(round);
    }

    @Override
    void act() {
      boolean zero = false;
      for (int tries = choice.nextInt(1, 4); tries > 0 && !zero; tries--) {
        zero = await(SoakForms.of(round.tasks));
      }
      if (zero) {
        round.requireAllEnded();
      }
    }
  }
}
