package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every context says about itself, and the two errors. */
@ExtendWith(LeakCheck.class)
class ContextTest {

  private static final Context ROOT = Context.background();
  private static final Key<String> KEY = Key.named("key");

  @Test
  @Spec("CTX-01")
  void answersDoNotContradictEarlierOnes() {
    CancelableContext context = ROOT.withTimeout(Duration.ofDays(1));
    Context value = context.withValue(KEY, "v");
    ReceiveChannel<Void> done = context.done();
    Instant deadline = context.deadline();
    assertThat(context.err()).isNull();
    context.cancel();
    for (int i = 0; i < 2; i++) {
      assertThat(context.done()).isEqualTo(done);
      assertThat(value.done()).isEqualTo(done);
      assertThat(context.deadline()).isEqualTo(deadline);
      assertThat(context.err()).isSameAs(CanceledException.instance());
      assertThat(value.err()).isSameAs(CanceledException.instance());
    }
  }

  @Test
  @Spec("CTX-02")
  void theRootsHaveNothing() throws Exception {
    for (Context root : List.of(Context.background(), Context.todo())) {
      assertThat(root.deadline()).isNull();
      assertThat(root.err()).isNull();
      assertThat(root.cause()).isNull();
      assertThat(root.value(KEY)).isNull();
      assertThat(root.done()).isEqualTo(Channel.<Void>nil().receiveOnly());
      assertThat(root.done().receive(Duration.ofMillis(1))).isNull();
      assertThat(root.done().isDrained()).isFalse();
      AfterFunc never = root.afterFunc(() -> {});
      assertThat(never.stop()).isTrue();
      assertThat(never.stop()).isFalse();
    }
    assertThat(Context.background()).hasToString("context.Background").isSameAs(ROOT);
    assertThat(Context.todo()).hasToString("context.TODO").isSameAs(Context.todo());
  }

  @Test
  @Spec("CTX-03")
  void errAndDoneShowTheEndTogether() throws Exception {
    CyclicBarrier start = new CyclicBarrier(3);
    for (int round = 0; round < 300; round++) {
      CancelableContext context = ROOT.withCancel();
      CancelableContext child = context.withCancel();
      boolean asked = round % 2 == 0;
      ReceiveChannel<Void> early = asked ? child.done() : null;
      Attempt<Void> canceler =
          ThreadKind.VIRTUAL.attempt(
              "canceler",
              () -> {
                start.await();
                context.cancel();
              });
      Attempt<Boolean> byErr =
          ThreadKind.PLATFORM.attempt(
              "reader of err",
              () -> {
                start.await();
                while (child.err() == null) {
                  Thread.onSpinWait();
                }
                return child.done().isDrained() && (early == null || early.isDrained());
              });
      start.await();
      child.done().receive();
      assertThat(child.err()).isNotNull();
      assertThat(byErr.result()).isTrue();
      canceler.result();
    }
  }

  @Test
  @Spec("CTX-04")
  void theDoneChannelIsMadeWhenAskedFor() {
    CancelableContext first = ROOT.withCancel();
    CancelableContext second = ROOT.withCancel();
    CancelableContext asked = ROOT.withCancel();
    assertThat(asked.done()).isNotEqualTo(first.done());
    CancelableContext third = ROOT.withCancel();
    second.cancel();
    third.cancel();
    assertThat(second.done()).isEqualTo(third.done()).isNotEqualTo(asked.done());
    assertThat(second.done().isDrained()).isTrue();
  }

  @Test
  void doneCannotBeClosedByOthers() {
    assertThat(ROOT.withCancel().done()).isNotInstanceOf(Channel.class);
  }

  @Test
  @Spec({"CTX-05", "CTX-06", "CTX-39", "INT-11"})
  void nullsAreRefusedByName() {
    assertThatThrownBy(() -> ROOT.withDeadline(null)).hasMessage("deadline");
    assertThatThrownBy(() -> ROOT.withTimeout(null)).hasMessage("timeout");
    assertThatThrownBy(() -> ROOT.withValue(null, "v")).hasMessage("key");
    assertThatThrownBy(() -> ROOT.afterFunc(null)).hasMessage("function");
    assertThatThrownBy(() -> ROOT.withCancel().afterFunc(null)).hasMessage("function");
    assertThatThrownBy(() -> ROOT.receive(null)).hasMessage("channel");
    assertThatThrownBy(() -> ROOT.send(null, 1)).hasMessage("channel");
    assertThatThrownBy(() -> ROOT.send(Channel.make(), null))
        .hasMessageStartingWith("value is null: ");
    assertThatThrownBy(() -> ROOT.sleep(null)).hasMessage("duration");
    assertThatThrownBy(() -> ROOT.call(null)).hasMessage("body");
    assertThatThrownBy(() -> Context.anyOf((Context[]) null)).hasMessage("contexts");
    assertThatThrownBy(() -> Context.anyOf(ROOT, null)).hasMessage("context");
    assertThatThrownBy(() -> Key.named(null)).hasMessage("name");
    for (Context context : List.of(ROOT, ROOT.withCancel(), ROOT.withValue(KEY, "v"))) {
      assertThatThrownBy(() -> context.value(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("key");
    }
  }

  @Test
  @Spec("CTX-17")
  void theErrorsAreSharedAndCannotBeChanged() {
    for (ContextDoneException shared :
        List.of(CanceledException.instance(), DeadlineExceededException.instance())) {
      shared.addSuppressed(new IOException());
      assertThat(shared.initCause(new IOException())).isSameAs(shared);
      assertThat(shared).hasNoCause().hasNoSuppressedExceptions();
      assertThat(shared.getStackTrace()).isEmpty();
    }
    assertThat(CanceledException.instance())
        .hasMessage("context canceled")
        .isSameAs(CanceledException.instance());
    assertThat(DeadlineExceededException.instance())
        .hasMessage("context deadline exceeded")
        .isSameAs(DeadlineExceededException.instance());
  }

  @Test
  @Spec({"CTX-17", "CTX-18"})
  void eachThrowIsANewException() {
    IOException cause = new IOException("why");
    CancelableContext canceled = ROOT.withCancel();
    canceled.throwIfDone();
    canceled.cancel(cause);
    assertThatThrownBy(canceled::throwIfDone)
        .isExactlyInstanceOf(CanceledException.class)
        .hasMessage("context canceled")
        .isNotSameAs(CanceledException.instance())
        .hasCause(cause)
        .satisfies(thrown -> assertThat(thrown.getStackTrace()).isNotEmpty());
    CancelableContext expired = ROOT.withTimeout(Duration.ZERO);
    assertThatThrownBy(expired::throwIfDone)
        .isExactlyInstanceOf(DeadlineExceededException.class)
        .hasMessage("context deadline exceeded")
        .hasNoCause()
        .satisfies(
            thrown ->
                assertThat(thrown.initCause(cause))
                    .as("not inert")
                    .isSameAs(thrown)
                    .hasCause(cause));
  }
}
