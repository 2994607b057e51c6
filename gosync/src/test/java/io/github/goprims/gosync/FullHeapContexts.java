package io.github.goprims.gosync;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Contexts of {@link FullHeap} that end while there is no memory, beside workers that derive more.
 */
final class FullHeapContexts {

  private static final Duration LONG = Duration.ofDays(1);

  private final CancelableContext root = Context.background().withCancel();
  private final List<Context> ending = new ArrayList<>();

  FullHeapContexts(FullHeapWorkers workers) {
    workers.add(new Deriver(workers, root));
    workers.add(new Deriver(workers, root));
  }

  /**
   * Makes trees of contexts that end while the heap is full, with waits for their ends.
   *
   * @return the root of a tree, to be canceled; those of the others have deadlines
   */
  CancelableContext grow(FullHeapWaits waits) {
    List<CancelableContext> tops = new ArrayList<>();
    tops.add(root.withCancel());
    for (int i = 0; i < 4; i++) {
      long nanos = FullHeap.FULL_NANOS / 2 + i * FullHeap.FULL_NANOS / 16;
      tops.add(root.withTimeout(Duration.ofNanos(nanos)));
    }
    for (CancelableContext top : tops) {
      ending.add(top);
      for (int i = 0; i < 200; i++) {
        Context child = i % 2 == 0 ? top.withCancel() : top.withTimeout(LONG);
        ending.add(child);
        ending.add(i % 3 == 0 ? Context.anyOf(child, root) : child.withCancel());
      }
    }
    for (CancelableContext top : tops) {
      waits.startWith(top);
    }
    return tops.get(0);
  }

  /** Waits for the ends of all that have to end, and returns how many have not. */
  int awaitEnds() {
    int alive = 0;
    long start = System.nanoTime();
    for (int i = 0; i < ending.size(); i++) { // no iterator
      Context context = ending.get(i);
      while (context.err() == null && System.nanoTime() - start < FullHeap.LIMIT_NANOS / 2) {
        Thread.onSpinWait();
      }
      alive += context.err() == null ? 1 : 0;
    }
    return alive;
  }

  /** Derives contexts and ends them. */
  private static final class Deriver extends FullHeapWorker {
    private final Context root;

    Deriver(FullHeapWorkers workers, Context root) {
      super(workers, "derive");
      this.root = root;
    }

    @Override
    void step() {
      CancelableContext top = root.withTimeout(LONG);
      CancelableContext child = null;
      try {
        child = top.withCancel();
      } finally {
        givesBack = true;
        top.close();
        if (child != null && child.err() == null) {
          workers.fail("a child lives on");
        }
        givesBack = false;
      }
      steps++;
    }
  }
}
