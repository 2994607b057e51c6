package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmHeapTest {

  private static final class Silent extends Alarm {
    @Override
    protected void ring() {
      throw new AssertionError("nobody rings here");
    }
  }

  /** Against a sorted map; few distinct deadlines, so that equal ones are common. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1_000_000_000})
  @Spec({"TIMER-03", "TIMER-18"})
  void behavesLikeASortedMap(int distinct) {
    long seed = Long.getLong("goprims.seed", System.nanoTime());
    Random random = new Random(seed);
    AlarmHeap heap = new AlarmHeap();
    TreeMap<Long, List<Alarm>> model = new TreeMap<>();
    Map<Alarm, Long> pending = new java.util.IdentityHashMap<>();
    List<Alarm> all = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      boolean grow = random.nextInt(100) < (step / 2_000 % 2 == 0 ? 60 : 40);
      if (grow || all.isEmpty()) {
        Alarm alarm = new Silent();
        long deadline = random.nextInt(distinct);
        heap.add(alarm, deadline);
        model.computeIfAbsent(deadline, key -> new ArrayList<>()).add(alarm);
        pending.put(alarm, deadline);
        all.add(alarm);
      } else {
        Alarm gone = random.nextBoolean() ? heap.first() : all.get(random.nextInt(all.size()));
        heap.remove(gone);
        long deadline = pending.remove(gone);
        List<Alarm> equal = model.get(deadline);
        equal.remove(gone);
        if (equal.isEmpty()) {
          model.remove(deadline);
        }
        all.remove(gone);
        assertThat(gone.index).isEqualTo(Alarm.IDLE);
      }
      String where = "seed " + seed + ", step " + step;
      assertThat(heap.size()).as(where).isEqualTo(all.size());
      if (model.isEmpty()) {
        assertThat(heap.earliest()).as(where).isEqualTo(TimeSource.FOREVER);
        assertThat(heap.first()).as(where).isNull();
      } else {
        assertThat(heap.earliest()).as(where).isEqualTo(model.firstKey());
        assertThat(model.firstEntry().getValue()).as(where).contains(heap.first());
      }
      assertThat(step % 16 != 0 || heap.isConsistent()).as(where).isTrue();
    }
  }

  @Test
  void givesMemoryBackWhateverTheOrderOfRemoval() {
    List<Alarm> alarms = new ArrayList<>();
    AlarmHeap heap = new AlarmHeap();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100_000; i++) {
        Alarm alarm = new Silent();
        alarms.add(alarm);
        heap.add(alarm, i * 7_919L % 100_003);
      }
      assertThat(heap.isConsistent()).isTrue();
      if (round == 1) {
        Collections.reverse(alarms);
      } else if (round == 2) {
        Collections.shuffle(alarms, new Random(42));
      }
      alarms.forEach(heap::remove);
      alarms.clear();
      assertThat(heap.size()).isZero();
      assertThat(heap.isConsistent()).as("no more than the least is kept").isTrue();
    }
  }
}
