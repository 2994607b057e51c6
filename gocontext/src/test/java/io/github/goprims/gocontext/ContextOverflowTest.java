package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Threads that run out of stack in the middle of an operation on a context, at every depth. */
class ContextOverflowTest {

  private static final Context ROOT = Context.background();
  private static final int LEVELS = 600;
  private static final long STACK_BYTES = 512 * 1024;

  /**
   * Calls the operation with ever more stack, from none; says how often it ran out of that. The
   * first call has a whole stack, so that the lambdas of the test are linked: the JVM reports a
   * link that ran out of stack as a BootstrapMethodError, and may do so each time from then on.
   */
  private static int atTheEndOfTheStack(IntConsumer operation) {
    operation.accept(0);
    AtomicInteger level = new AtomicInteger(1);
    AtomicInteger overflows = new AtomicInteger();
    Thread thread = new Thread(null, () -> dive(operation, level, overflows), "dives", STACK_BYTES);
    thread.start();
    Await.ended(thread);
    assertThat(level.get()).isEqualTo(LEVELS);
    return overflows.get();
  }

  private static void dive(IntConsumer operation, AtomicInteger level, AtomicInteger overflows) {
    try {
      dive(operation, level, overflows);
    } catch (StackOverflowError bottom) {
      // The way back begins; or goes on, if it was that of the operation.
    }
    int at = level.get();
    if (at < LEVELS) {
      level.set(at + 1);
      try {
        operation.accept(at);
      } catch (StackOverflowError e) {
        overflows.incrementAndGet();
      }
    }
  }

  @Test
  @Spec({"CTX-09", "INT-12"})
  void aSecondCancelFinishesTheFirst() throws Exception {
    CancelContext top = (CancelContext) ROOT.withCancel();
    List<CancelableContext> parents = new ArrayList<>();
    List<List<Context>> below = new ArrayList<>();
    AtomicInteger runs = new AtomicInteger();
    for (int i = 0; i < LEVELS; i++) {
      CancelableContext parent = top.withTimeout(Duration.ofHours(1));
      List<Context> tree = new ArrayList<>();
      Context at = parent;
      for (int j = 0; j < 5; j++) {
        at = j == 3 ? Context.anyOf(at, top) : at.withCancel();
        at.done();
        tree.add(at);
        tree.add(at.withCancel());
      }
      at.afterFunc(runs::incrementAndGet);
      parents.add(parent);
      below.add(tree);
    }
    int overflows = atTheEndOfTheStack(i -> parents.get(i).cancel());
    assertThat(overflows).isPositive();
    for (int i = 0; i < LEVELS; i++) {
      parents.get(i).close();
      assertThat(below.get(i)).as("tree %d", i).allMatch(context -> context.err() != null);
      assertThat(below.get(i)).allMatch(context -> context.done().isDrained());
    }
    Await.until("each function once", () -> runs.get() == LEVELS);
    assertThat(top.err()).isNull();
    Await.until("all have left", () -> !top.hasChildren());
    OtherContexts.requireUnharmed();
  }

  @Test
  @Spec("INT-12")
  void derivingAtTheStacksEndHarmsNobody() throws Exception {
    CancelableContext parent = ROOT.withCancel();
    Context[] derived = new Context[LEVELS];
    int overflows =
        atTheEndOfTheStack(
            i -> {
              CancelableContext context = parent.withTimeout(Duration.ofMillis(50));
              derived[i] = context.withValue(Key.named("k"), i);
              Context.anyOf(context, parent).afterFunc(() -> {});
            });
    assertThat(overflows).isPositive();
    for (Context context : derived) {
      Await.until("deadline", () -> context == null || context.err() != null);
    }
    OtherContexts.requireUnharmed();
    parent.cancel();
    assertThat(parent.withCancel().err()).isNotNull();
  }

  @Test
  @Spec("INT-12")
  void aCallThatOverflowsLeavesNoInterrupt() throws Exception {
    CancelableContext[] contexts = new CancelableContext[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      contexts[i] = ROOT.withCancel();
    }
    boolean[] late = {false};
    int overflows =
        atTheEndOfTheStack(
            i -> {
              try {
                contexts[i].<Integer, RuntimeException>call(() -> 1);
              } catch (InterruptedException e) {
                late[0] = true;
              }
              if (i == LEVELS - 1) {
                for (CancelableContext context : contexts) {
                  context.cancel();
                }
                long start = System.nanoTime();
                while (System.nanoTime() - start < 50_000_000) {
                  late[0] |= Thread.interrupted();
                }
              }
            });
    assertThat(overflows).isPositive();
    assertThat(late[0]).isFalse();
    OtherContexts.requireUnharmed();
  }
}
