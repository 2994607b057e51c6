package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many threads that take, hold and give back, while things age: nobody ever holds what another
 * holds.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PoolStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int STEPS = 20_000 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int THREADS = 8;
  private static final int HELD = 20;

  /** Something that notices two users; {@code note} is written and read without any care. */
  private static final class Item {
    final AtomicBoolean used = new AtomicBoolean();
    int note;
  }

  private final Pool<Item> pool = Pool.of(Item::new);

  @EveryThreadKind
  @Spec({"POOL-07", "POOL-09"})
  void noTwoHoldTheSame(ThreadKind kind) {
    System.out.println("pool stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Attempt<Void>> users = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      users.add(kind.attempt("user", () -> use(own)));
    }
    users.forEach(Attempt::result);
  }

  private void use(SplittableRandom random) {
    Deque<Item> held = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      if (held.size() < HELD && random.nextBoolean()) {
        Item item = pool.get();
        assertThat(item.used.getAndSet(true)).as("seed %d", SEED).isFalse();
        item.note = step;
        held.push(item);
      } else if (!held.isEmpty()) {
        Item item = held.pop();
        item.note++;
        item.used.setPlain(false);
        pool.put(item);
      }
      if (step % 1_000 == 0) {
        Thread.yield();
      }
    }
  }
}
