package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deadlines, on a clock that the tests move. */
@ExtendWith(LeakCheck.class)
class ContextDeadlineTest {

  private static final Context ROOT = Context.background();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NANO = Duration.ofNanos(1);

  @Test
  @Spec({"CTX-20", "CTX-24", "CTX-28"})
  void itEndsInTimeAndNotEarly() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext context = ROOT.withDeadline(time.instant().plus(SECOND));
      CancelableContext child = context.withCancel();
      time.advance(SECOND.minus(NANO));
      assertThat(context.err()).isNull();
      time.advance(NANO);
      assertThat(context.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(context.cause()).isSameAs(context.err());
      Await.until("the child too", () -> child.err() != null);
      assertThat(child.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(child.done().isDrained()).isTrue();
      context.cancel(new IOException());
      assertThat(context.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(context.cause()).isSameAs(context.err());
    }
  }

  @Test
  @Spec({"CTX-20", "CTX-25", "CTX-15"})
  void anEarlierCancelTakesTheAlarmAway() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext parent = ROOT.withCancel();
      CancelableContext own = parent.withTimeout(SECOND);
      CancelableContext wrapped = new CustomContexts.Wrapper(parent).withTimeout(SECOND);
      CancelableContext below = parent.withTimeout(SECOND);
      assertThat(time.alarms()).isEqualTo(3);
      own.cancel();
      assertThat(time.alarms()).isEqualTo(2);
      wrapped.cancel();
      assertThat(time.alarms()).isEqualTo(1);
      parent.cancel();
      assertThat(time.alarms()).isZero();
      time.advance(SECOND);
      for (Context context : List.of(own, wrapped, below)) {
        assertThat(context.err()).isSameAs(CanceledException.instance());
      }
    }
  }

  @Test
  @Spec("CTX-21")
  void aTimeoutIsADeadlineFromNow() {
    try (ManualTime time = ManualTime.install()) {
      time.advance(SECOND);
      assertThat(ROOT.withTimeout(SECOND).deadline()).isEqualTo(time.instant().plus(SECOND));
    }
  }

  @Test
  @Spec("CTX-22")
  void theParentsEarlierDeadlineCounts() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext parent = ROOT.withTimeout(SECOND);
      CancelableContext later = parent.withTimeout(SECOND.multipliedBy(2), new IOException());
      assertThat(later.deadline()).isEqualTo(parent.deadline());
      assertThat(time.alarms()).isEqualTo(1);
      CancelableContext sooner = parent.withTimeout(SECOND.dividedBy(2));
      assertThat(sooner.deadline()).isBefore(parent.deadline());
      time.advance(SECOND.dividedBy(2));
      assertThat(sooner.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(parent.err()).isNull();
      time.advance(SECOND.dividedBy(2));
      Await.until("the child too", () -> later.err() != null);
      assertThat(later.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(later.cause()).isSameAs(DeadlineExceededException.instance());
    }
  }

  /** Who sets the clock while a request runs does not change which timeout comes first. */
  @Test
  @Spec({"CTX-22", "CTX-28"})
  void theWallClockDoesNotOrderTimeouts() {
    try (ManualTime time = ManualTime.install()) {
      Context parent = ROOT.withTimeout(SECOND.multipliedBy(30)).withValue(Key.named("k"), 1);
      time.setWallClock(Duration.ofHours(1));
      Context sooner = Context.anyOf(ROOT, parent.withCancel()).withTimeout(SECOND);
      assertThat(time.alarms()).as("an alarm of its own").isEqualTo(2);
      time.setWallClock(Duration.ofHours(-2));
      Context later = parent.withTimeout(SECOND.multipliedBy(40));
      assertThat(time.alarms()).as("that of the parent will do").isEqualTo(2);
      time.advance(SECOND);
      assertThat(sooner.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(later.err()).isNull();
      time.advance(SECOND.multipliedBy(29));
      Await.until("with the parent", () -> later.err() != null);
    }
  }

  @Test
  @Spec("CTX-28")
  void aDeadlineIsComparedByTheWallClock() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext parent = ROOT.withTimeout(SECOND.multipliedBy(30));
      time.setWallClock(Duration.ofHours(1));
      Context child = parent.withDeadline(time.instant().plus(SECOND));
      assertThat(child.deadline()).isEqualTo(parent.deadline());
      assertThat(time.alarms()).isEqualTo(1);
      parent.cancel();
    }
  }

  @Test
  @Spec("CTX-23")
  void aPassedDeadlineEndsItAtBirth() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext parent = ROOT.withCancel();
      IOException cause = new IOException();
      for (Context context :
          List.of(
              parent.withTimeout(Duration.ZERO, cause),
              parent.withTimeout(SECOND.negated(), cause),
              parent.withDeadline(time.instant(), cause),
              parent.withDeadline(Instant.MIN, cause))) {
        assertThat(context.err()).isSameAs(DeadlineExceededException.instance());
        assertThat(context.cause()).isSameAs(cause);
        assertThat(context.done().isDrained()).isTrue();
      }
      assertThat(time.alarms()).isZero();
      assertThat(((CancelContext) parent).hasChildren()).isFalse();
    }
  }

  @Test
  @Spec("CTX-26")
  void theDeadlineIsInheritedExceptWithoutCancel() {
    CancelableContext timed = ROOT.withTimeout(SECOND);
    assertThat(timed.withCancel().deadline()).isEqualTo(timed.deadline());
    assertThat(timed.withValue(Key.named("k"), 1).withCancel().deadline())
        .isEqualTo(timed.deadline());
    assertThat(timed.withoutCancel().deadline()).isNull();
    assertThat(timed.withoutCancel().withCancel().deadline()).isNull();
    assertThat(ROOT.withCancel().deadline()).isNull();
    timed.cancel();
  }

  @Test
  @Spec("CTX-27")
  void noAlarmIsSetBelowWhatHasEnded() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext parent = ROOT.withCancel();
      parent.cancel();
      assertThat(parent.withTimeout(SECOND).err()).isSameAs(CanceledException.instance());
      assertThat(time.alarms()).isZero();
    }
  }

  @Test
  @Spec({"CTX-21", "INT-07"})
  void whatIsTooLongNeverComes() {
    try (ManualTime time = ManualTime.install()) {
      Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
      CancelableContext context = ROOT.withTimeout(longest);
      assertThat(context.deadline()).isEqualTo(Instant.MAX);
      CancelableContext other = ROOT.withDeadline(Instant.MAX);
      time.advance(Duration.ofDays(100_000));
      assertThat(context.err()).isNull();
      assertThat(other.err()).isNull();
    }
  }

  @Test
  @Spec({"CTX-20", "CTX-28"})
  void onTheMachinesClockNothingIsEarly() throws Exception {
    Duration timeout = Duration.ofMillis(20);
    long start = System.nanoTime();
    try (CancelableContext context = ROOT.withTimeout(timeout)) {
      context.done().receive();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(timeout.toNanos());
      assertThat(context.err()).isSameAs(DeadlineExceededException.instance());
    }
  }

  /** What is below a context that has a deadline is ended by a courier. */
  @Test
  @Spec("CTX-20")
  void aLargeTreesDeadlineHoldsUpNobody() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext top = ROOT.withTimeout(SECOND);
      List<CancelableContext> leaves = new ArrayList<>();
      for (int i = 0; i < 100_000; i++) {
        leaves.add(top.withCancel());
      }
      Channel<Integer> due = Channel.make(1);
      Timer.afterFunc(SECOND, () -> due.trySend(1));
      time.advance(SECOND);
      assertThat(top.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(due.iterator().next()).isEqualTo(1);
      Await.until("all ended", () -> leaves.stream().allMatch(leaf -> leaf.err() != null));
      top.cancel();
      assertThat(leaves).allMatch(leaf -> leaf.err() == DeadlineExceededException.instance());
    }
  }

  @Test
  @Spec("CTX-09")
  void cancelWaitsForTheDeadlinesCourier() {
    for (int round = 0; round < 20; round++) {
      try (ManualTime time = ManualTime.install()) {
        CancelableContext top = ROOT.withTimeout(SECOND);
        List<CancelableContext> leaves = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
          leaves.add(top.withCancel());
        }
        time.advance(SECOND);
        top.close();
        assertThat(leaves).allMatch(leaf -> leaf.err() != null);
      }
    }
  }

  @Test
  @Spec("CTX-20")
  void aBlockedSelectIsWokenByTheDeadline() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext context = ROOT.withTimeout(SECOND);
      Attempt<Void> waiting = ThreadKind.VIRTUAL.attempt("waiting", () -> context.done().receive());
      waiting.awaitBlocked("chan receive");
      time.advance(SECOND);
      assertThat(waiting.result()).isNull();
    }
  }
}
