package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Groups of tasks, one after the other, to which all workers come: they start tasks in all ways,
 * and wait at the limit. The last to leave a group looks whether all has been done, and closes it.
 */
final class SoakTasks extends SoakSync {

  private final List<SoakTaskGroup> groups = new ArrayList<>();

  SoakTasks(SplittableRandom random) {
    super(random);
  }

  @Override
  protected void prepare() {
    int starters = random.nextInt(1, 10);
    for (int i = random.nextInt(5, 60); i > 0; i--) {
      groups.add(new SoakTaskGroup(random.split(), starters, this::failed));
    }
    for (int i = 0; i < starters; i++) {
      new Starter(this);
    }
  }

  @Override
  protected void verify() {
    groups.forEach(SoakTaskGroup::verify);
  }

  @Override
  void count(SoakCounts counts) {
    counts.add("task groups", groups.size());
    counts.add("tasks that may fail", groups.stream().mapToLong(SoakTaskGroup::ended).sum());
  }

  @Override
  protected List<?> objects() {
    return groups;
  }

  private static final class Starter extends SoakParty {
    private final SoakTasks round;

    Starter(SoakTasks round) {
      super(round);
      this.round = round;
    }

    @Override
    protected void work() {
      for (SoakTaskGroup group : round.groups) {
        for (int i = choice.nextInt(30); i > 0; i--) {
          moved();
          try {
            group.start(choice);
          } catch (InterruptedException e) {
            sawInterrupt();
          }
        }
        if (choice.nextInt(8) == 0) {
          group.cancel();
        }
        if (group.isLastToLeave()) {
          uninterruptibly(group::close);
          boolean awaited = false;
          while (!awaited) {
            moved();
            try {
              group.await();
              awaited = true;
            } catch (InterruptedException e) {
              sawInterrupt();
            }
          }
          require(!group.startsAgain(), "a task of a closed group: %s", group);
        }
      }
    }
  }
}
