package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The context of a group: what ends it, and what does not. */
@ExtendWith(LeakCheck.class)
class ErrGroupContextTest {

  private final ErrGroup own = ErrGroup.withContext(Context.background());

  @Test
  @Spec({"ERRG-04", "ERRG-05"})
  void theFirstFailureEndsTheContextAndIsItsCause() throws Exception {
    IOException failure = new IOException("first");
    Context ctx = own.context();
    Channel<Throwable> seen = Channel.make(1);
    own.go(
        () -> {
          ctx.done().receive();
          seen.send(ctx.cause());
        });
    assertThat(ctx.err()).isNull();
    own.go(
        () -> {
          throw failure;
        });
    assertThat(seen.receive()).isSameAs(failure);
    assertThat(ctx.err()).isSameAs(CanceledException.instance());
    assertThat(catchThrowable(own::await)).isSameAs(failure);
    assertThat(ctx.cause()).isSameAs(failure);
  }

  @Test
  @Spec({"ERRG-04", "ERRG-05"})
  void awaitEndsTheContextWithoutFailureAndWithoutTask() throws Exception {
    own.await();
    assertThat(own.context().err()).isSameAs(CanceledException.instance());
    assertThat(own.context().cause()).isSameAs(CanceledException.instance());
    ErrGroup one = ErrGroup.withContext(Context.background());
    one.go(() -> {});
    one.await();
    assertThat(one.context().cause()).isSameAs(CanceledException.instance());
    try (CancelableContext parent = Context.background().withCancel()) {
      ErrGroup.withContext(parent).await();
      assertThat(parent.err()).isNull();
    }
  }

  @EveryThreadKind
  @Spec({"ERRG-04", "INT-02", "INT-05"})
  void anInterruptEndsTheWaitAndNothingElse(ThreadKind kind) throws Exception {
    Channel<Integer> gate = Channel.make();
    own.go(gate::receive);
    Attempt<Void> waiter = kind.attempt("waiter", own::await).awaitBlocked(ErrGroupTest.WAIT);
    waiter.interrupt();
    assertThat(waiter.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(waiter.leftInterrupted()).isFalse();
    assertThat(own.context().err()).isNull();
    assertThat(own.toString()).endsWith("(running=1)");
    gate.close();
    own.await();
  }

  @Test
  @Spec({"ERRG-02", "ERRG-05"})
  void theEndOfTheParentIsAFailureOfTheTaskThatStopsByIt() throws Exception {
    ErrGroup late = ErrGroup.withContext(Context.background().withTimeout(Duration.ZERO));
    Context ctx = late.context();
    late.go(ctx::throwIfDone);
    late.go(ctx::throwIfDone);
    Throwable failure = catchThrowable(late::await);
    assertThat(failure).isInstanceOf(DeadlineExceededException.class);
    assertThat(failure.getSuppressed()).isEmpty();
    assertThat(ctx.err()).isSameAs(DeadlineExceededException.instance());
    assertThat(ctx.cause()).isSameAs(DeadlineExceededException.instance());
  }

  @Test
  @Spec("ERRG-04")
  void aGroupThatIsOverLeavesNothingWithItsParent() throws Exception {
    CancelableContext parent = Context.background().withCancel();
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      ErrGroup child = ErrGroup.withContext(parent);
      child.context().afterFunc(told::incrementAndGet);
      child.await();
    }
    Await.until("all contexts have ended", () -> told.get() == 3);
    assertThat(parent.err()).isNull();
    parent.cancel();
  }
}
