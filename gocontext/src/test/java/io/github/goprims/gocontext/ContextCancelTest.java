package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cancel: what ends, when, and who waits for it. */
@ExtendWith(LeakCheck.class)
class ContextCancelTest {

  private static final Context ROOT = Context.background();

  private static CancelContext node(Context context) {
    return (CancelContext) context;
  }

  /** How a search for what a test has left behind sees it. */
  @Test
  void itIsUnfinishedUntilItEnds() {
    CancelableContext context = ROOT.withCancel();
    TestKit.Unfinished left = node(context);
    assertThat(left.isUnfinished()).isTrue();
    context.cancel();
    assertThat(left.isUnfinished()).isFalse();
  }

  @Test
  @Spec({"CTX-07", "CTX-12"})
  void aChildEndsByCancelOrItsParent() {
    CancelableContext parent = ROOT.withCancel();
    CancelableContext first = parent.withCancel();
    CancelableContext second = parent.withCancel();
    first.close();
    assertThat(first.err()).isSameAs(CanceledException.instance());
    assertThat(first.done().isDrained()).isTrue();
    assertThat(parent.err()).isNull();
    assertThat(second.err()).isNull();
    parent.cancel();
    assertThat(second.err()).isSameAs(CanceledException.instance());
    assertThat(second.done().isDrained()).isTrue();
  }

  @Test
  @Spec("CTX-08")
  void aTreeMayBeCanceledEverywhereAtOnce() throws Exception {
    List<CancelableContext> tree = new ArrayList<>(List.of(ROOT.withCancel()));
    for (int i = 1; i < 100; i++) {
      tree.add(tree.get((i - 1) / 3).withCancel());
    }
    Collections.shuffle(tree);
    CyclicBarrier start = new CyclicBarrier(tree.size());
    List<Attempt<Void>> cancels = new ArrayList<>();
    for (CancelableContext context : tree) {
      cancels.add(
          ThreadKind.VIRTUAL.attempt(
              "canceler",
              () -> {
                start.await();
                context.cancel();
                context.cancel();
              }));
    }
    cancels.forEach(Attempt::result);
    assertThat(tree).allMatch(context -> context.err() == CanceledException.instance());
  }

  @Test
  @Spec({"CTX-07", "CTX-09", "CTX-10"})
  void whenCancelReturnsAllBelowHasEnded() {
    List<Context> below = new ArrayList<>();
    CancelableContext top = ROOT.withCancel();
    Context at = top;
    for (int i = 0; i < 100; i++) {
      at = at.withCancel();
      below.add(at);
      below.add(at.withCancel());
      at = at.withValue(Key.named("depth"), i);
      below.add(at);
    }
    IOException cause = new IOException();
    top.cancel(cause);
    assertThat(below)
        .allMatch(context -> context.err() == CanceledException.instance())
        .allMatch(context -> context.cause() == cause)
        .allMatch(context -> context.done().isDrained());
  }

  /** The one who comes second finds everything ended when its own cancel returns. */
  @Test
  @Spec("CTX-09")
  void aSecondCancelWaitsForTheFirst() throws Exception {
    int width = 2_000;
    CyclicBarrier start = new CyclicBarrier(2);
    for (int round = 0; round < 100; round++) {
      CancelableContext top = ROOT.withCancel();
      CancelableContext middle = top.withCancel();
      List<CancelableContext> leaves = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        leaves.add((i % 2 == 0 ? top : middle).withCancel());
      }
      Attempt<Long> first =
          ThreadKind.PLATFORM.attempt("first", () -> cancelAndCount(start, top, leaves));
      Attempt<Long> second =
          ThreadKind.PLATFORM.attempt("second", () -> cancelAndCount(start, top, leaves));
      assertThat(first.result()).isZero();
      assertThat(second.result()).isZero();
    }
  }

  private static long cancelAndCount(
      CyclicBarrier start, CancelableContext top, List<CancelableContext> leaves) throws Exception {
    start.await();
    top.cancel();
    return leaves.stream().filter(leaf -> leaf.err() == null).count();
  }

  @Test
  @Spec("CTX-09")
  void aSecondCancelWaitsForTheFirstSweep() throws Exception {
    ChildSet set = new ChildSet();
    ChildSet slow = new ChildSet();
    Holding holding = new Holding();
    slow.add(holding);
    slow.giveTo(slow);
    set.giveTo(slow);
    Attempt<Boolean> holder = ThreadKind.PLATFORM.attempt("holder", () -> slow.go(false));
    holding.awaitEntered();
    Attempt<Boolean> other =
        ThreadKind.VIRTUAL.attempt(
            "other",
            () -> {
              set.sweep(true);
              return slow.isComplete();
            });
    other.awaitBlocked("context cancel");
    other.interrupt();
    assertThat(other.hasEnded()).isFalse();
    holding.release();
    assertThat(holder.result()).isTrue();
    assertThat(other.result()).isTrue();
    assertThat(other.leftInterrupted()).isTrue();
  }

  /** A thread that had to give up cannot say so: who waits looks. */
  @Test
  @Spec({"CTX-09", "INT-12"})
  void aSecondCancelContinuesAnAbandonedSweep() throws Exception {
    CancelContext parent = node(ROOT.withCancel());
    CancelableContext child = parent.withCancel();
    ChildSet set = new ChildSet();
    Breaking breaks = new Breaking(child);
    set.add(breaks);
    set.giveTo(set);
    Attempt<Boolean> broken = ThreadKind.PLATFORM.attempt("broken", () -> set.go(false));
    breaks.awaitEntered();
    Attempt<Boolean> waits = ThreadKind.PLATFORM.attempt("waits", () -> set.sweep(true));
    waits.awaitBlocked("context cancel");
    breaks.release();
    assertThat(broken.failure()).isSameAs(breaks.overflow);
    waits.result();
    assertThat(set.isComplete()).isTrue();
    assertThat(child.err()).isNotNull();
    assertThat(breaks.ended).isEqualTo(2);
    assertThat(breaks.late).isEqualTo(1);
  }

  /** Runs out of stack the first time, when it is let go. */
  private static final class Breaking extends Holding {
    final StackOverflowError overflow = new StackOverflowError();
    final CancelableContext context;
    int ended;
    int late;

    Breaking(CancelableContext context) {
      this.context = context;
    }

    @Override
    int onParentEnd(CancelSweep sweep) {
      if (ended++ == 0) {
        super.onParentEnd(sweep);
        throw overflow;
      }
      context.cancel();
      return LATE;
    }

    @Override
    void afterSweep() {
      late++;
    }
  }

  /** Two sweeps that have each taken something of the other's end nevertheless. */
  @Test
  @Spec("CTX-09")
  void sweepsThatMeetEachOtherBothEnd() throws Exception {
    ChildSet one = new ChildSet();
    ChildSet two = new ChildSet();
    ChildSet first = new ChildSet();
    ChildSet second = new ChildSet();
    one.giveTo(first);
    two.giveTo(second);
    first.add(new Meeting(two));
    Holding holding = new Holding();
    second.add(holding);
    second.add(new Meeting(one));
    second.giveTo(second);
    Attempt<Boolean> holder = ThreadKind.PLATFORM.attempt("holder", () -> second.go(false));
    holding.awaitEntered();
    Attempt<Boolean> waiting = ThreadKind.VIRTUAL.attempt("first", () -> first.sweep(true));
    waiting.awaitBlocked("context cancel");
    assertThat(first.isComplete()).isFalse();
    holding.release();
    assertThat(holder.result()).isTrue();
    waiting.result();
    assertThat(first.isComplete()).isTrue();
    assertThat(second.isComplete()).isTrue();
  }

  /** Finds what is below it taken. */
  private static final class Meeting extends Child {
    final ChildSet below;

    Meeting(ChildSet below) {
      this.below = below;
    }

    @Override
    int onParentEnd(CancelSweep sweep) {
      return below.giveTo(sweep) == sweep ? NOTHING : MET;
    }

    @Override
    CancelSweep taker() {
      return Objects.requireNonNull(below.taker());
    }

    @Override
    void onCustomParentEnd(EndReason end) {
      throw new AssertionError();
    }
  }

  @Test
  @Spec("CTX-11")
  void aThreadWokenByTheParentMayCancel() {
    for (int round = 0; round < 200; round++) {
      CancelableContext parent = ROOT.withCancel();
      CancelableContext child = parent.withCancel();
      CancelableContext grandchild = child.withCancel();
      var done = parent.done();
      Attempt<Void> woken =
          ThreadKind.VIRTUAL.attempt(
              "woken",
              () -> {
                done.receive();
                child.cancel();
                assertThat(grandchild.err()).isNotNull();
              });
      parent.cancel();
      woken.result();
    }
  }

  @Test
  @Spec("CTX-13")
  void anEndedParentsChildIsBornEnded() {
    IOException cause = new IOException();
    CancelableContext parent = ROOT.withCancel();
    parent.cancel(cause);
    CancelableContext child = parent.withCancel();
    assertThat(child.err()).isSameAs(CanceledException.instance());
    assertThat(child.cause()).isSameAs(cause);
    assertThat(child.done().isDrained()).isTrue();
    child.cancel(new IOException("too late"));
    assertThat(child.cause()).isSameAs(cause);
    assertThat(node(parent).hasChildren()).isFalse();
  }

  @Test
  @Spec("CTX-14")
  void aChildBornDuringTheCancelEnds() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    for (int round = 0; round < 500; round++) {
      CancelableContext parent = ROOT.withCancel();
      IOException cause = new IOException();
      Attempt<Void> canceler =
          ThreadKind.PLATFORM.attempt(
              "canceler",
              () -> {
                start.await();
                parent.cancel(cause);
              });
      start.await();
      CancelableContext child = parent.withCancel();
      canceler.result();
      assertThat(child.err()).isSameAs(CanceledException.instance());
      assertThat(child.cause()).isSameAs(cause);
    }
  }

  @Test
  @Spec({"CTX-15", "CTX-16"})
  void aChildIsRegisteredUntilEitherEnds() {
    CancelableContext parent = ROOT.withCancel();
    List<CancelableContext> children = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      children.add(parent.withValue(Key.named("n"), i).withCancel());
    }
    for (int i : List.of(2, 0, 4, 1)) {
      children.get(i).cancel();
      assertThat(node(parent).hasChildren()).isTrue();
    }
    children.get(3).cancel();
    assertThat(node(parent).hasChildren()).isFalse();
    CancelableContext last = parent.withCancel();
    parent.cancel();
    assertThat(node(parent).hasChildren()).isFalse();
    assertThat(last.err()).isNotNull();
  }

  @Test
  @Spec("CTX-54")
  void whatPrecedesCancelIsSeenBehindTheEnd() {
    for (int round = 0; round < 200; round++) {
      CancelableContext parent = ROOT.withCancel();
      Context child = parent.withCancel();
      int[] plain = {0};
      var done = child.done();
      Attempt<Integer> byDone =
          ThreadKind.VIRTUAL.attempt(
              "by done",
              () -> {
                done.receive();
                return plain[0];
              });
      Attempt<Integer> byErr =
          ThreadKind.PLATFORM.attempt(
              "by err",
              () -> {
                while (child.err() == null) {
                  Thread.onSpinWait();
                }
                return plain[0];
              });
      Thread canceler =
          Go.go(
              () -> {
                plain[0] = 7;
                parent.cancel();
              });
      assertThat(byDone.result()).isEqualTo(7);
      assertThat(byErr.result()).isEqualTo(7);
      Await.ended(canceler);
    }
  }
}
