package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A bounded queue with one signal for each change, whose users give up and are interrupted at
 * random: if one of them took a signal with him, the others would sleep for ever.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CondStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ITEMS = 3_000 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int PAIRS = 3;

  private final Mutex lock = new Mutex();
  private final Cond notEmpty = Cond.on(lock);
  private final Cond notFull = Cond.on(lock);
  private final Queue<Integer> queue = new ArrayDeque<>();

  private interface Step<T> {
    T run() throws InterruptedException;
  }

  @EveryThreadKind
  @Spec({"COND-01", "COND-03", "COND-11", "INT-03", "INT-04"})
  void nobodyTakesASignalWithHim(ThreadKind kind) {
    System.out.println("cond stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Attempt<Long>> users = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      SplittableRandom putting = random.split();
      SplittableRandom taking = random.split();
      users.add(kind.attempt("putter", () -> putAll(putting)));
      users.add(kind.attempt("taker", () -> takeAll(taking)));
    }
    while (!users.stream().allMatch(Attempt::hasEnded)) {
      users.get(random.nextInt(users.size())).interrupt();
      Thread.onSpinWait();
    }
    long balance = users.stream().mapToLong(Attempt::result).sum();
    assertThat(balance).as("what went in came out, seed %d", SEED).isZero();
    assertThat(queue).isEmpty();
  }

  private long putAll(SplittableRandom random) {
    long sum = 0;
    for (int i = 0; i < ITEMS; i++) {
      int item = random.nextInt();
      insist(() -> put(item, patience(random)));
      sum += item;
    }
    return sum;
  }

  private long takeAll(SplittableRandom random) {
    long sum = 0;
    for (int i = 0; i < ITEMS; i++) {
      sum -= insist(() -> take(patience(random)));
    }
    return sum;
  }

  /** Mostly long: a lost signal is to be seen, not to be made good by the next timeout. */
  private static Duration patience(SplittableRandom random) {
    return random.nextInt(4) == 0 ? Duration.ofNanos(random.nextInt(50_000)) : Duration.ofDays(1);
  }

  private static <T> T insist(Step<T> step) {
    for (; ; ) {
      try {
        T result = step.run();
        if (result != null) {
          return result;
        }
      } catch (InterruptedException e) {
        // once more
      }
    }
  }

  private Boolean put(int item, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      if (!notFull.awaitUntil(() -> queue.size() < 2, patience)) {
        return null;
      }
      queue.add(item);
      notEmpty.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Integer take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      if (!notEmpty.awaitUntil(() -> !queue.isEmpty(), patience)) {
        return null;
      }
      Integer item = queue.remove();
      notFull.signal();
      return item;
    } finally {
      lock.unlock();
    }
  }
}
