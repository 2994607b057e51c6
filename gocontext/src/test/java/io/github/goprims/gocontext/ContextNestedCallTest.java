package io.github.goprims.gocontext;

import static io.github.goprims.gocontext.ContextCallTest.awaitDecided;
import static io.github.goprims.gocontext.ContextCallTest.awaitInterrupt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls within calls: which interrupt is for which of the bodies. */
@ExtendWith(LeakCheck.class)
class ContextNestedCallTest {

  private static final Context ROOT = Context.background();

  private final IOException cause = new IOException("why");
  private final CancelableContext context = ROOT.withCancel();

  /** The inner run clears what it caused, and not what the outer one needs. */
  @EveryThreadKind
  void runsMayBeNested(ThreadKind kind) {
    CancelableContext inner = context.withCancel();
    Channel<Integer> silent = Channel.make();
    Attempt<Integer> attempt =
        kind.attempt(
            "caller",
            () ->
                context.call(
                    () -> {
                      int result =
                          inner.call(
                              () -> {
                                context.cancel(cause);
                                awaitInterrupt();
                                return 1;
                              });
                      assertThat(result).isEqualTo(1);
                      return silent.receive();
                    }));
    assertThat(attempt.failure()).isInstanceOf(CanceledException.class).hasCause(cause);
    assertThat(attempt.leftInterrupted()).isFalse();
  }

  @Test
  void theInnerEndSparesTheOuterRun() throws Exception {
    CancelableContext inner = context.withCancel();
    String result =
        context.<String, Exception>call(
            () -> {
              assertThatThrownBy(
                      () ->
                          inner.call(
                              () -> {
                                inner.cancel();
                                return Channel.<Integer>make().receive();
                              }))
                  .isInstanceOf(CanceledException.class);
              Thread.sleep(1);
              return "outer";
            });
    assertThat(result).isEqualTo("outer");
  }

  /**
   * The body may ignore the interrupt that it got for the inner context, not that for the outer.
   */
  @EveryThreadKind
  void theOuterEndInterruptsAfterTheInnerInterrupt(ThreadKind kind) {
    CancelableContext inner = ROOT.withCancel();
    Channel<Integer> silent = Channel.make();
    Attempt<Integer> attempt =
        kind.attempt(
            "caller",
            () ->
                context.call(
                    () ->
                        inner.call(
                            () -> {
                              inner.cancel();
                              awaitInterrupt();
                              Thread.interrupted();
                              return silent.receive();
                            })));
    attempt.awaitBlocked("chan receive");
    context.cancel(cause);
    assertThat(attempt.failure()).isInstanceOf(CanceledException.class);
    assertThat(attempt.leftInterrupted()).isFalse();
  }

  /** It was set when the outer context ended, and so meant both; the body has used it up. */
  @EveryThreadKind
  @Spec("INT-03")
  void theOuterEndInterruptsAfterAForeignInterrupt(ThreadKind kind) {
    CancelableContext inner = ROOT.withCancel();
    Channel<Integer> silent = Channel.make();
    Attempt<Integer> attempt =
        kind.attempt(
            "caller",
            () ->
                context.call(
                    () -> {
                      Interruption outer = Interruption.innermost();
                      inner.call(
                          () -> {
                            Thread.currentThread().interrupt();
                            context.cancel(cause);
                            awaitDecided(outer);
                            Thread.interrupted();
                            inner.cancel();
                            awaitDecided();
                            return 1;
                          });
                      return silent.receive();
                    }));
    assertThat(attempt.failure()).isInstanceOf(CanceledException.class).hasCause(cause);
    assertThat(attempt.leftInterrupted()).isFalse();
  }
}
