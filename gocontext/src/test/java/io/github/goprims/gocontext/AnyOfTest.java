package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CustomContexts.Own;
import io.github.goprims.gocontext.CustomContexts.Telling;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contexts with several parents. */
@ExtendWith(LeakCheck.class)
class AnyOfTest {

  private static final Context ROOT = Context.background();
  private static final Key<String> NAME = Key.named("name");

  private final IOException cause = new IOException();

  @Test
  void itEndsWithTheFirstLeavingTheOthers() {
    CancelableContext first = ROOT.withCancel();
    CancelableContext second = ROOT.withCancel();
    CancelableContext any = Context.anyOf(first, second, ROOT, second);
    CancelableContext child = any.withCancel();
    assertThat(any.err()).isNull();
    second.cancel(cause);
    assertThat(any.err()).isSameAs(CanceledException.instance());
    assertThat(any.cause()).isSameAs(cause);
    assertThat(child.cause()).isSameAs(cause);
    assertThat(first.err()).isNull();
    assertThat(((CancelContext) first).hasChildren()).isFalse();
    first.cancel(new IOException());
    assertThat(any.cause()).isSameAs(cause);
  }

  @Test
  void itsOwnCancelLeavesAll() {
    CancelableContext first = ROOT.withCancel();
    Telling second = new Telling(ROOT);
    CancelableContext any = Context.anyOf(first, second);
    any.cancel();
    assertThat(any.err()).isSameAs(CanceledException.instance());
    assertThat(((CancelContext) first).hasChildren()).isFalse();
    assertThat(second.functions).isEmpty();
    assertThat(first.err()).isNull();
  }

  @Test
  void anEndedArgumentEndsItAtOnce() {
    CancelableContext living = ROOT.withCancel();
    CancelableContext ended = ROOT.withCancel();
    ended.cancel(cause);
    CancelableContext any = Context.anyOf(living, ended, living);
    assertThat(any.cause()).isSameAs(cause);
    assertThat(any.done().isDrained()).isTrue();
    assertThat(((CancelContext) living).hasChildren()).isFalse();
  }

  @Test
  void itHasTheEarliestDeadlineAndFirstValue() {
    CancelableContext late = ROOT.withTimeout(Duration.ofDays(2)).withValue(NAME, "b").withCancel();
    CancelableContext soon = ROOT.withTimeout(Duration.ofDays(1)).withValue(NAME, "c").withCancel();
    CancelableContext any = Context.anyOf(ROOT, late, soon);
    assertThat(any.deadline()).isEqualTo(soon.deadline());
    assertThat(any.value(NAME)).isEqualTo("b");
    assertThat(any.withCancel().withValue(Key.named("k"), 1).value(NAME)).isEqualTo("b");
    assertThat(any.withoutCancel().value(NAME)).isEqualTo("b");
    assertThat(any.value(Key.<String>named("none"))).isNull();
    assertThat(Context.anyOf(ROOT).deadline()).isNull();
  }

  @Test
  void customContextsTakePart() throws Exception {
    CancelableContext first = ROOT.withCancel();
    Own second = new Own(ROOT);
    CancelableContext any = Context.anyOf(first, second);
    second.end(DeadlineExceededException.instance());
    any.done().receive();
    assertThat(any.err()).isSameAs(DeadlineExceededException.instance());
    Await.until("it has left", () -> !((CancelContext) first).hasChildren());

    Telling third = new Telling(ROOT);
    CancelableContext both = Context.anyOf(first, third);
    first.cancel(cause);
    assertThat(both.cause()).isSameAs(cause);
    Await.until("it has left", third.functions::isEmpty);
  }

  /** Each of them is asked once, however many ways lead there. */
  @Test
  void valuesAreFoundBehindManyDiamonds() {
    Key<Integer> number = Key.named("number");
    Context at = ROOT.withValue(NAME, "far").withValue(number, 1).withCancel();
    for (int i = 0; i < 10_000; i++) {
      at = Context.anyOf(at.withCancel(), at.withValue(number, null), at.withValue(number, i));
    }
    assertThat(at.value(NAME)).isEqualTo("far");
    assertThat(at.withCancel().value(Key.<String>named("none"))).isNull();
    assertThat(Context.anyOf(at, ROOT.withValue(NAME, "other")).value(NAME)).isEqualTo("far");
  }

  @Test
  void aNullBindingHidesOnlyItsOwnWay() {
    Context hidden = ROOT.withValue(NAME, "outer").withValue(NAME, null);
    assertThat(Context.anyOf(hidden, ROOT).value(NAME)).isNull();
    assertThat(Context.anyOf(hidden, ROOT.withValue(NAME, "b")).value(NAME)).isEqualTo("b");
    Context wrapped = new CustomContexts.Wrapper(Context.anyOf(ROOT, hidden));
    assertThat(Context.anyOf(wrapped, ROOT.withValue(NAME, "c")).value(NAME)).isEqualTo("c");
  }

  @Test
  void atLeastOneIsNeeded() {
    assertThatThrownBy(Context::anyOf)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("anyOf of no contexts");
  }

  /** Two cancels that meet in many contexts with two parents: both end, and so does all below. */
  @Test
  void parentsMayBeCanceledAtOnce() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    for (int round = 0; round < 200; round++) {
      CancelableContext left = ROOT.withCancel();
      CancelableContext right = ROOT.withCancel();
      List<Context> leaves = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        leaves.add((i % 2 == 0 ? Context.anyOf(left, right) : Context.anyOf(right, left)));
        leaves.add(leaves.get(leaves.size() - 1).withCancel());
      }
      List<Attempt<Long>> living = new ArrayList<>();
      for (CancelableContext parent : List.of(left, right)) {
        living.add(
            ThreadKind.PLATFORM.attempt(
                "canceler",
                () -> {
                  start.await();
                  parent.cancel();
                  return leaves.stream().filter(leaf -> leaf.err() == null).count();
                }));
      }
      for (Attempt<Long> count : living) {
        assertThat(count.result()).isZero();
      }
      assertThat(((CancelContext) left).hasChildren()).isFalse();
      assertThat(((CancelContext) right).hasChildren()).isFalse();
    }
  }

  /** A custom context that does what the test says when it is told to forget. */
  private static final class Reluctant extends Own {
    private final AfterFunc stop;

    Reluctant(AfterFunc stop) {
      super(ROOT);
      this.stop = stop;
    }

    @Override
    public AfterFunc afterFunc(Task function) {
      return stop;
    }
  }

  @EveryThreadKind
  @Spec("CTX-09")
  void aSlowParentHoldsUpNoCancel(ThreadKind kind) {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch forgets = new CountDownLatch(1);
    Context slow =
        new Reluctant(
            () -> {
              told.countDown();
              Await.until("the test allows it", () -> forgets.getCount() == 0);
              return true;
            });
    CancelableContext parent = ROOT.withCancel();
    Context any = Context.anyOf(slow, parent);
    Attempt<Void> canceler = kind.attempt("canceler", () -> parent.cancel(cause));
    Await.until("told", () -> told.getCount() == 0);
    try {
      Await.until("the cancel has returned", canceler::hasEnded);
      assertThat(any.cause()).isSameAs(cause);
    } finally {
      forgets.countDown();
    }
  }

  /** As for lack of memory: the first cancel, and the courier to which it leaves the rest. */
  @Test
  @Spec("INT-12")
  void aSecondCancelLeavesWhatTheFirstMissed() {
    AtomicInteger failures = new AtomicInteger(2);
    Context unwilling =
        new Reluctant(
            () -> {
              if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("on purpose");
              }
              return true;
            });
    CancelableContext parent = ROOT.withCancel();
    CancelableContext any = Context.anyOf(unwilling, parent);
    assertThatThrownBy(any::cancel).isInstanceOf(OutOfMemoryError.class);
    Await.until("the courier has tried", () -> failures.get() == 0);
    assertThat(((CancelContext) parent).hasChildren()).isTrue();
    any.cancel();
    assertThat(((CancelContext) parent).hasChildren()).isFalse();
  }
}
