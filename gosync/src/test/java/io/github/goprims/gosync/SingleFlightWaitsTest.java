package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import io.github.goprims.gosync.SingleFlight.Result;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Followers that give up end their own wait, and neither the work nor the wait of others. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
class SingleFlightWaitsTest {

  private final GatedFlight gated = new GatedFlight();
  private final SingleFlight<String, String> pages = gated.pages;
  private final Channel<String> gate = gated.gate;

  private Attempt<Result<String>> follow(ThreadKind kind, Context context) {
    return kind.attempt("with a context", () -> pages.run(context, "a", () -> "unused"))
        .awaitBlocked(GatedFlight.WAIT);
  }

  /** The work goes on, and its result reaches those that still wait. */
  private void assertTheRestIsServed(Attempt<Result<String>> leader, Attempt<Result<String>> other)
      throws InterruptedException {
    assertThat(leader.hasEnded()).isFalse();
    assertThat(other.hasEnded()).isFalse();
    assertThat(pages).hasToString("pages(running=1)");
    gate.send("page");
    assertThat(leader.result()).isEqualTo(new Result<>("page", null, true));
    assertThat(other.result()).isSameAs(leader.result());
    assertThat(pages).hasToString("pages(running=0)");
  }

  @Test
  @Spec("INT-01")
  void theFlagIsLookedAtFirst() {
    try (CancelableContext context = Context.background().withCancel()) {
      context.cancel();
      assertInterrupted(() -> pages.run("a", () -> "unused"));
      assertInterrupted(() -> pages.run(context, "a", () -> "unused"));
      assertThat(pages).hasToString("pages(running=0)");
    }
  }

  private static void assertInterrupted(ThrowingCallable use) {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(use);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  @Spec({"INT-01", "SF-04"})
  void theFlagIsIgnoredByWhatDoesNotWait() throws Exception {
    Thread.currentThread().interrupt();
    var answers = pages.runAsync("a", () -> "page");
    pages.forget("a");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(answers.receive().get()).isEqualTo("page");
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04", "INT-05", "SF-12"})
  void anInterruptEndsTheWaitOfOneFollower(ThreadKind kind) throws Exception {
    Attempt<Result<String>> leader = gated.lead(kind);
    Attempt<Result<String>> other = gated.follow(kind);
    Attempt<Result<String>> waiter = gated.follow(kind);
    waiter.interrupt();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    assertThat(waiter.leftInterrupted()).isFalse();
    assertTheRestIsServed(leader, other);
  }

  @EveryThreadKind
  @Spec({"SF-12", "SF-02"})
  void theEndOfAContextEndsTheWaitOfOneFollower(ThreadKind kind) throws Exception {
    Attempt<Result<String>> leader = gated.lead(kind);
    Attempt<Result<String>> other = gated.follow(kind);
    try (CancelableContext context = Context.background().withCancel()) {
      Attempt<Result<String>> waiter = follow(kind, context);
      RuntimeException cause = new RuntimeException("client is gone");
      context.cancel(cause);
      assertThat(waiter.failure()).isInstanceOf(CanceledException.class).hasCause(cause);
    }
    assertTheRestIsServed(leader, other);
  }

  @EveryThreadKind
  @Spec({"SF-12", "INT-07"})
  void aTimeoutEndsTheWaitOfOneFollower(ThreadKind kind) throws Exception {
    Attempt<Result<String>> leader = gated.lead(kind);
    Attempt<Result<String>> other = gated.follow(kind);
    try (CancelableContext context = Context.background().withTimeout(Duration.ofNanos(5))) {
      Attempt<Result<String>> waiter = follow(kind, context);
      ManualTime.installed().advance(Duration.ofNanos(4));
      assertThat(Await.isBlocked(waiter.thread(), GatedFlight.WAIT)).isTrue();
      ManualTime.installed().advance(Duration.ofNanos(1));
      assertThat(waiter.failure()).isInstanceOf(DeadlineExceededException.class);
    }
    assertTheRestIsServed(leader, other);
  }

  @EveryThreadKind
  @Spec("SF-12")
  void aFollowerThatGaveUpAloneHasSharedAllTheSame(ThreadKind kind) throws Exception {
    Attempt<Result<String>> leader = gated.lead(kind);
    Attempt<Result<String>> waiter = gated.follow(kind);
    waiter.interrupt();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    gate.send("page");
    assertThat(leader.result()).isEqualTo(new Result<>("page", null, true));
  }

  @EveryThreadKind
  @Spec("SF-12")
  void theContextOfTheLeaderDoesNotEndItsWork(ThreadKind kind) throws Exception {
    try (CancelableContext context = Context.background().withCancel()) {
      Attempt<Result<String>> leader =
          kind.attempt("leader", () -> pages.run(context, "a", gate::receive))
              .awaitBlocked("chan receive");
      Attempt<Result<String>> other = gated.follow(kind);
      context.cancel();
      assertTheRestIsServed(leader, other);
    }
  }

  @Test
  @Spec("SF-12")
  void aContextThatHasEndedIsRefusedBeforeAnything() {
    try (CancelableContext context = Context.background().withCancel()) {
      context.cancel();
      assertThatThrownBy(() -> pages.run(context, "a", () -> "unused"))
          .isInstanceOf(CanceledException.class);
    }
    assertThat(pages).hasToString("pages(running=0)");
  }

  @EveryThreadKind
  @Spec({"INT-03", "INT-08"})
  void whoWasToldFirstReturnsWithTheFlag(ThreadKind kind) throws Exception {
    Attempt<Result<String>> leader = gated.lead(kind);
    Attempt<Result<String>> waiter = gated.follow(kind);
    SingleFlightWait blocker = (SingleFlightWait) LockSupport.getBlocker(waiter.thread());
    assertThat(blocker).hasToString("singleflight wait: pages(running=1)");
    assertThat(blocker.settle(Flight.ENDED)).isTrue();
    waiter.interrupt(); // before it is woken
    waiter.result();
    assertThat(waiter.leftInterrupted()).isTrue();
    gate.send("page");
    leader.result();
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04", "SF-12"})
  void theEndAndAnInterruptRace(ThreadKind kind) throws Exception {
    for (int round = 0; round < 100; round++) {
      Attempt<Result<String>> leader = gated.lead(kind);
      Attempt<Result<String>> waiter = gated.follow(kind);
      Attempt<Result<String>> other = gated.follow(kind);
      Thread interrupter = kind.start("interrupter", waiter::interrupt);
      gate.send("page");
      Await.ended(interrupter);
      Result<String> result = leader.result();
      assertThat(other.result()).isSameAs(result);
      if (waiter.failed()) {
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
        assertThat(waiter.leftInterrupted()).isFalse();
      } else {
        assertThat(waiter.result()).isSameAs(result);
      }
    }
  }
}
