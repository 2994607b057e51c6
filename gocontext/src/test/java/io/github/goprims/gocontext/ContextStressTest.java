package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CustomContexts.Wrapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random trees that are grown, canceled and expire in several threads at once. Whoever has canceled
 * a context finds all ended that had been derived from it before; in the end every context has
 * ended with the cause that one of its ancestors, or itself, was given; each function has run or
 * been stopped, and no set has a child left.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ContextStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = 50 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int THREADS = 3;
  private static final int STEPS = 300;

  /** A context and where it was derived from; the cause tells who ended it. */
  private record Node(Context context, List<Node> parents, Exception mark) {
    boolean isBelow(Node ancestor) {
      return this == ancestor || parents.stream().anyMatch(parent -> parent.isBelow(ancestor));
    }

    boolean explains(@Nullable Throwable cause) {
      return cause == mark || parents.stream().anyMatch(parent -> parent.explains(cause));
    }
  }

  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger expectedRuns = new AtomicInteger();

  @EveryThreadKind
  @Spec({"CTX-08", "CTX-09", "CTX-14", "CTX-15", "CTX-30", "CTX-34", "CTX-48"})
  void randomTreesEndAsTheyShould(ThreadKind kind) throws Exception {
    System.out.println("context stress, " + kind + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Node root = new Node(Context.background().withCancel(), List.of(), new Exception("root"));
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Attempt<List<Node>>> growers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom own = random.split();
        growers.add(
            kind.attempt(
                "grower",
                () -> {
                  start.await();
                  return grow(root, own);
                }));
      }
      List<Node> all = new ArrayList<>();
      for (Attempt<List<Node>> grower : growers) {
        all.addAll(grower.result());
      }
      ((CancelableContext) root.context).cancel(root.mark);
      for (Node node : all) {
        assertThat(node.context.err()).as("seed %d", SEED).isNotNull();
        assertThat(node.explains(node.context.cause())).as("cause, seed %d", SEED).isTrue();
        if (node.context instanceof CancelContext context) {
          assertThat(context.hasChildren()).as("seed %d", SEED).isFalse();
        }
      }
    }
    Await.until("all functions, seed " + SEED, () -> runs.get() >= expectedRuns.get());
    assertThat(runs.get()).isEqualTo(expectedRuns.get());
  }

  /** All threads grow the part below the root; each cancels what it has grown itself. */
  private List<Node> grow(Node root, SplittableRandom random) {
    List<Node> own = new ArrayList<>(List.of(root));
    List<AfterFunc> functions = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      Node parent = own.get(random.nextInt(own.size()));
      Context from = random.nextInt(8) == 0 ? new Wrapper(parent.context) : parent.context;
      Exception mark = new Exception("step " + step);
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> own.add(new Node(from.withCancel(), List.of(parent), mark));
        case 4 -> own.add(new Node(from.withValue(Key.named("k"), 1), List.of(parent), mark));
        case 5 -> {
          Duration timeout = Duration.ofNanos(random.nextInt(300_000));
          own.add(new Node(from.withTimeout(timeout, mark), List.of(parent), mark));
        }
        case 6 -> {
          Node other = own.get(random.nextInt(own.size()));
          Context any = Context.anyOf(from, other.context);
          own.add(new Node(any, List.of(parent, other), mark));
        }
        case 7, 8 -> functions.add(from.afterFunc(runs::incrementAndGet));
        case 9 -> {
          if (!functions.isEmpty()) {
            AfterFunc function = functions.remove(random.nextInt(functions.size()));
            expectedRuns.addAndGet(function.stop() ? 0 : 1);
          }
        }
        default -> cancel(parent, root, own);
      }
    }
    expectedRuns.addAndGet(functions.size()); // the root ends them at the latest
    return own;
  }

  private static void cancel(Node node, Node root, List<Node> own) {
    if (node != root && node.context instanceof CancelableContext context) {
      context.cancel(node.mark);
      for (Node other : own) {
        if (other.isBelow(node)) {
          assertThat(other.context.err()).as("below, seed %d", SEED).isNotNull();
        }
      }
    }
  }
}
