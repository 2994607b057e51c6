package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Deep trees, wide trees, and what many contexts leave behind. */
@ExtendWith(LeakCheck.class)
@Isolated("measures the heap")
class ContextScaleTest {

  private static final Context ROOT = Context.background();
  private static final int MILLION = 1_000_000;

  @Test
  @Spec("CTX-09")
  void aDeepChainNeedsNoStack() {
    CancelableContext top = ROOT.withCancel();
    Context bottom = top;
    for (int i = 0; i < 100_000; i++) {
      bottom = i % 10 == 0 ? Context.anyOf(bottom, ROOT) : bottom.withCancel();
    }
    top.cancel();
    assertThat(bottom.err()).isSameAs(CanceledException.instance());
    assertThat(bottom.cause()).isSameAs(CanceledException.instance());
    assertThat(bottom.deadline()).isNull();
  }

  @Test
  @Spec("CTX-09")
  void aMillionChildrenEndInOneSweep() {
    CancelableContext top = ROOT.withCancel();
    CancelableContext[] children = new CancelableContext[MILLION];
    for (int i = 0; i < MILLION; i++) {
      children[i] = top.withCancel();
    }
    top.cancel();
    int living = 0;
    for (CancelableContext child : children) {
      living += child.err() == null ? 1 : 0;
    }
    assertThat(living).isZero();
  }

  @Test
  @Spec({"CTX-15", "CTX-49"})
  void aMillionContextsLeaveTheParentEmpty() {
    CancelableContext parent = ROOT.withCancel();
    CancelableContext other = ROOT.withCancel();
    long before = usedHeap();
    for (int i = 0; i < MILLION; i++) {
      switch (i % 4) {
        case 0 -> parent.withCancel().cancel();
        case 1 -> parent.withTimeout(Duration.ofHours(1)).cancel();
        case 2 -> parent.afterFunc(() -> {}).stop();
        default -> Context.anyOf(parent, other).cancel();
      }
    }
    assertThat(usedHeap()).isLessThan(before + 8 * MILLION);
    assertThat(((CancelContext) parent).hasChildren()).isFalse();
    assertThat(((CancelContext) other).hasChildren()).isFalse();
    assertThat(parent.err()).isNull();
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** On a platform thread, where the JVM counts. With 8 bytes for each object's alignment. */
  @Test
  @Spec("CTX-53")
  void fewBytesAreAllocated() {
    CancelableContext parent = ROOT.withCancel();
    Key<String> key = Key.named("key");
    parent.withCancel();
    assertThat(bytes(() -> parent.withCancel().cancel())).isLessThanOrEqualTo(64);
    assertThat(bytes(() -> parent.withValue(key, "v"))).isLessThanOrEqualTo(40);
    assertThat(bytes(() -> parent.withTimeout(Duration.ofHours(1)).cancel()))
        .isLessThanOrEqualTo(250);
    assertThat(bytes(parent::throwIfDone)).isLessThan(1);
  }

  private static double bytes(Runnable operation) {
    int rounds = 50_000;
    Attempt<Long> attempt =
        ThreadKind.PLATFORM.attempt(
            "loop",
            () -> {
              run(operation, rounds);
              ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
              long id = Thread.currentThread().threadId();
              threads.getThreadAllocatedBytes(id);
              long before = threads.getThreadAllocatedBytes(id);
              run(operation, rounds);
              return threads.getThreadAllocatedBytes(id) - before;
            });
    return (double) attempt.result() / rounds;
  }

  private static void run(Runnable operation, int rounds) {
    for (int i = 0; i < rounds; i++) {
      operation.run();
    }
  }
}
