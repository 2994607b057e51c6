package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gotest.RandomProgram.Kind;
import io.github.goprims.gotest.RandomProgram.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Programs made by chance, held to a model in which time passes only in waits, and in each only for
 * as long as it must. Of what happens at the same moment any order will do.
 *
 * <p>{@code -Dgoprims.seed=…} repeats one, {@code -Dgoprims.programs=…} says how many are run.
 */
class BubbleModelTest {

  private static final int PROGRAMS = Integer.getInteger("goprims.programs", 200);

  @Test
  @Spec({"SYNCTEST-03", "SYNCTEST-04", "SYNCTEST-18"})
  void timeIsThatOfTheModel() throws Exception {
    Long chosen = Long.getLong("goprims.seed");
    long first = chosen == null ? System.nanoTime() : chosen;
    for (long seed = first; seed < first + (chosen == null ? PROGRAMS : 1); seed++) {
      RandomProgram program = new RandomProgram(seed);
      try {
        check(program.run());
      } catch (Throwable failure) {
        throw new AssertionError("-Dgoprims.seed=" + seed + " (" + program + ")", failure);
      }
    }
  }

  private static void check(List<Step> steps) {
    steps.forEach(BubbleModelTest::checkLength);
    // What was seen later was not earlier.
    assertThat(steps).extracting(step -> Math.max(step.end(), step.release())).isSorted();
    byPlace(steps, Kind.SEND, Kind.RECEIVE).forEach(BubbleModelTest::checkChannel);
    byPlace(steps, Kind.LOCK).forEach(uses -> checkShares(uses, 1));
    byPlace(steps, Kind.ACQUIRE).forEach(uses -> checkShares(uses, RandomProgram.SIZE));
  }

  private static List<List<Step>> byPlace(List<Step> steps, Kind... kinds) {
    return List.copyOf(
        steps.stream()
            .filter(step -> List.of(kinds).contains(step.kind()))
            .collect(Collectors.groupingBy(Step::place))
            .values());
  }

  private static void checkLength(Step step) {
    long length = step.end() - step.begin();
    if (!step.done() || step.kind() == Kind.SLEEP || step.kind() == Kind.GROUP) {
      assertThat(length).as("%s", step).isEqualTo(step.limit());
    } else {
      assertThat(length).as("%s", step).isBetween(0L, step.limit());
    }
  }

  /** Two that could meet do, at once. */
  private static void checkChannel(List<Step> uses) {
    List<Step> sends = uses.stream().filter(step -> step.kind() == Kind.SEND).toList();
    List<Step> receives = uses.stream().filter(step -> step.kind() == Kind.RECEIVE).toList();
    Map<Integer, Step> sent =
        sends.stream().filter(Step::done).collect(Collectors.toMap(Step::partner, step -> step));
    for (Step receive : receives) {
      if (receive.done()) {
        Step send = sent.remove(receive.partner());
        assertThat(send).as("what came by %s", receive).isNotNull();
        assertThat(receive.end())
            .as("%s meets %s", receive, send)
            .isEqualTo(send.end())
            .isEqualTo(Math.max(receive.begin(), send.begin()));
      }
      for (Step send : sends) {
        long both = Math.min(receive.end(), send.end()) - Math.max(receive.begin(), send.begin());
        assertThat(both).as("%s and %s wait side by side", receive, send).isLessThanOrEqualTo(0);
      }
    }
    assertThat(sent).as("sent, but not received").isEmpty();
  }

  /** No more is taken than is there; and who waits finds too little, from the first moment on. */
  private static void checkShares(List<Step> uses, int size) {
    TreeMap<Long, Long> changes = new TreeMap<>();
    for (Step use : uses) {
      if (use.done()) {
        changes.merge(use.end(), (long) use.weight(), Long::sum);
        changes.merge(use.release(), (long) -use.weight(), Long::sum);
      }
    }
    TreeMap<Long, Long> taken = new TreeMap<>();
    long sum = 0;
    for (var change : changes.entrySet()) {
      sum += change.getValue();
      taken.put(change.getKey(), sum);
      assertThat(sum).as("taken at %s", change.getKey()).isBetween(0L, (long) size);
    }
    assertThat(sum).isZero();
    for (Step wait : uses) {
      if (wait.end() > wait.begin() && (size == 1 || isAlone(wait, uses))) {
        var before = taken.floorEntry(wait.begin());
        long least = before == null ? 0 : before.getValue();
        for (long value : taken.subMap(wait.begin(), true, wait.end(), false).values()) {
          least = Math.min(least, value);
        }
        assertThat(least).as("taken while %s", wait).isGreaterThan(size - wait.weight());
      }
    }
  }

  /** Whether nobody else waits meanwhile, who could be in line before it. */
  private static boolean isAlone(Step wait, List<Step> uses) {
    return uses.stream()
        .filter(other -> other != wait && other.end() > other.begin())
        .noneMatch(other -> other.begin() <= wait.end() && other.end() >= wait.begin());
  }
}
