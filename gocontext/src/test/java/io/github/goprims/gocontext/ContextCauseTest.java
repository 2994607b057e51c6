package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CustomContexts.Own;
import io.github.goprims.gocontext.CustomContexts.Wrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Causes: who says why. */
@ExtendWith(LeakCheck.class)
class ContextCauseTest {

  private static final Context ROOT = Context.background();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Key<String> KEY = Key.named("key");

  private final IOException first = new IOException("first");
  private final IOException second = new IOException("second");

  @Test
  @Spec({"CTX-29", "CTX-31"})
  void cancelMayGiveACause() {
    CancelableContext caused = ROOT.withCancel();
    assertThat(caused.cause()).isNull();
    caused.cancel(first);
    assertThat(caused.err()).isSameAs(CanceledException.instance());
    assertThat(caused.cause()).isSameAs(first);
    CancelableContext none = ROOT.withCancel();
    none.cancel(null);
    assertThat(none.cause()).isSameAs(none.err()).isSameAs(CanceledException.instance());
  }

  @Test
  @Spec("CTX-30")
  void theFirstEndFixesTheCause() {
    CancelableContext parent = ROOT.withCancel();
    CancelableContext child = parent.withCancel();
    parent.cancel(first);
    child.cancel(second);
    parent.cancel(second);
    assertThat(child.cause()).isSameAs(first);
    assertThat(parent.cause()).isSameAs(first);

    CancelableContext other = ROOT.withCancel();
    CancelableContext early = other.withCancel();
    early.cancel(first);
    other.cancel(second);
    assertThat(early.cause()).isSameAs(first);
    assertThat(other.cause()).isSameAs(second);

    CancelableContext plain = ROOT.withCancel();
    plain.cancel();
    plain.cancel(first);
    assertThat(plain.cause()).isSameAs(plain.err());
  }

  @Test
  @Spec("CTX-32")
  void aDeadlinesCauseCountsOnlyIfItFires() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext fires = ROOT.withTimeout(SECOND, first);
      CancelableContext below = fires.withTimeout(SECOND.multipliedBy(2), second);
      CancelableContext canceled = ROOT.withDeadline(time.instant().plus(SECOND), second);
      canceled.cancel();
      time.advance(SECOND);
      assertThat(fires.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(fires.cause()).isSameAs(first);
      Await.until("the child too", () -> below.err() != null);
      assertThat(below.cause()).isSameAs(first);
      assertThat(canceled.err()).isSameAs(CanceledException.instance());
      assertThat(canceled.cause()).isSameAs(canceled.err());
    }
  }

  @Test
  @Spec("CTX-33")
  void causesReachDescendantsThroughValuesAndCustomContexts() {
    CancelableContext parent = ROOT.withCancel();
    Context wrapped = new Wrapper(parent.withValue(KEY, "v"));
    CancelableContext child = wrapped.withValue(KEY, "w").withCancel();
    parent.cancel(first);
    assertThat(wrapped.cause()).isSameAs(first);
    assertThat(child.err()).isSameAs(CanceledException.instance());
    assertThat(child.cause()).isSameAs(first);
    assertThat(child.withCancel().withValue(KEY, "x").cause()).isSameAs(first);
    assertThat(wrapped.withCancel().cause()).isSameAs(first);
  }

  @Test
  @Spec("CTX-33")
  void childrenReportTheCustomParentsCause() {
    CancelableContext inner = ROOT.withCancel();
    Context wrapped =
        new Wrapper(inner) {
          @Override
          public @Nullable Throwable cause() {
            return err() == null ? null : second;
          }
        };
    CancelableContext child = wrapped.withCancel();
    CancelableContext grandchild = child.withCancel();
    CancelableContext any = Context.anyOf(ROOT, wrapped);
    inner.cancel(first);
    assertThat(child.cause()).isSameAs(second);
    assertThat(grandchild.cause()).isSameAs(second);
    assertThat(any.cause()).isSameAs(second);
    assertThat(wrapped.withCancel().cause()).isSameAs(second);
  }

  @Test
  @Spec("CTX-34")
  void causeGoesFromNoneToTheFinalOne() {
    for (int round = 0; round < 200; round++) {
      CancelableContext parent = ROOT.withCancel();
      Context child = parent.withCancel();
      Attempt<Set<Throwable>> poll =
          ThreadKind.PLATFORM.attempt(
              "poll",
              () -> {
                Set<Throwable> seen = new HashSet<>();
                while (child.cause() == null) {
                  Thread.onSpinWait();
                }
                for (int i = 0; i < 100; i++) {
                  seen.add(child.cause());
                }
                return seen;
              });
      parent.cancel(first);
      parent.cancel(second);
      assertThat(poll.result()).containsExactly(first);
    }
  }

  @Test
  @Spec("CTX-35")
  void anEndedCustomContextShowsAnAncestorsCause() {
    CancelableContext ancestor = ROOT.withCancel();
    Own own = new Own(ancestor);
    own.end(DeadlineExceededException.instance());
    assertThat(own.cause()).isSameAs(DeadlineExceededException.instance());
    CancelableContext before = own.withCancel();
    ancestor.cancel(first);
    assertThat(own.cause()).isSameAs(first);
    assertThat(own.withCancel().cause()).isSameAs(first);
    assertThat(own.withCancel().err()).isSameAs(DeadlineExceededException.instance());
    assertThat(before.cause()).as("fixed by then").isSameAs(DeadlineExceededException.instance());
  }

  /** What Go tests of a context that has its own end, and gets its cause from an ancestor. */
  @Test
  @Spec("CTX-33")
  void aCustomDoneReportsTheAncestorsCause() throws Exception {
    CancelableContext ancestor = ROOT.withCancel();
    Own own = new Own(ancestor.withValue(KEY, "v"));
    CancelableContext child = own.withCancel();
    ancestor.cancel(first);
    own.end(CanceledException.instance());
    assertThat(own.err()).isSameAs(CanceledException.instance());
    assertThat(own.cause()).isSameAs(first);
    child.done().receive();
    assertThat(child.err()).isSameAs(CanceledException.instance());
    assertThat(child.cause()).isSameAs(first);
    assertThat(new Own(ROOT.withoutCancel()).cause()).isNull();
  }

  @Test
  @Spec("CTX-36")
  void aCustomContextsCauseIsItsError() {
    Own own = new Own(ROOT);
    assertThat(own.cause()).isNull();
    own.end(CanceledException.instance());
    assertThat(own.cause()).isSameAs(CanceledException.instance());
  }
}
