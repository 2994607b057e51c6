package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CustomContexts.Own;
import io.github.goprims.gocontext.CustomContexts.Telling;
import io.github.goprims.gocontext.CustomContexts.Wrapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contexts of other makes as parents. */
@ExtendWith(LeakCheck.class)
class CustomContextTest {

  private static final Context ROOT = Context.background();

  @Test
  @Spec("CTX-50")
  void anOwnAfterFuncIsUsedAndStopped() throws Exception {
    try (ManualTime time = ManualTime.install()) {
      Telling parent = new Telling(ROOT);
      CancelableContext canceled = parent.withCancel();
      CancelableContext expired = parent.withTimeout(Duration.ofSeconds(1));
      CancelableContext living = parent.withValue(Key.named("k"), 1).withCancel();
      assertThat(parent.functions).hasSize(3);
      canceled.cancel();
      assertThat(parent.functions).hasSize(2);
      time.advance(Duration.ofSeconds(1));
      assertThat(expired.err()).isSameAs(DeadlineExceededException.instance());
      Await.until("stopped", () -> parent.functions.size() == 1);
      Channel<Integer> ran = Channel.make(1);
      AfterFunc function = living.withValue(Key.named("l"), 2).afterFunc(() -> ran.trySend(1));
      assertThat(function).isNotNull();
      parent.end(DeadlineExceededException.instance());
      living.done().receive();
      assertThat(living.err()).isSameAs(DeadlineExceededException.instance());
      assertThat(living.cause()).isSameAs(DeadlineExceededException.instance());
      assertThat(ran.receive()).isEqualTo(1);
      assertThat(parent.withCancel().err()).isSameAs(DeadlineExceededException.instance());
      assertThat(parent.functions).isEmpty();
    }
  }

  @Test
  @Spec("CTX-50")
  void anOwnAfterFuncIsUsedByValueContextsAndAnyOf() {
    Telling parent = new Telling(ROOT);
    AfterFunc function = parent.withValue(Key.named("k"), 1).afterFunc(() -> {});
    assertThat(parent.functions).hasSize(1);
    assertThat(function.stop()).isTrue();
    CancelableContext any = Context.anyOf(ROOT.withCancel(), parent);
    assertThat(parent.functions).hasSize(1);
    any.cancel();
    assertThat(parent.functions).isEmpty();
  }

  @Test
  @Spec("CTX-51")
  void whatPassesOnDoneAndValueNeedsNoWatcher() {
    CancelableContext inner = ROOT.withCancel();
    Context parent = new Wrapper(new Wrapper(inner).withValue(Key.named("k"), 1));
    CancelableContext child = parent.withCancel();
    assertThat(((CancelContext) inner).hasChildren()).as("a plain child of it").isTrue();
    assertThat(((CancelContext) child).isBelowForeign()).isFalse();
    child.cancel();
    assertThat(((CancelContext) inner).hasChildren()).isFalse();
  }

  @Test
  @Spec("CTX-52")
  void anOwnDoneIsFollowedThoughThereIsAnAncestor() throws Exception {
    CancelableContext ancestor = ROOT.withCancel();
    Own parent = new Own(ancestor);
    CancelableContext child = parent.withCancel();
    CancelableContext other = parent.withCancel();
    ancestor.cancel();
    assertThat(child.err()).isNull();
    Go.go(() -> parent.end(DeadlineExceededException.instance()));
    child.done().receive();
    other.done().receive();
    assertThat(child.err()).isSameAs(DeadlineExceededException.instance());
    assertThat(other.err()).isSameAs(DeadlineExceededException.instance());
  }

  @Test
  @Spec({"CTX-52", "CTX-09"})
  void whatEndsWithACustomContextTakesItsDescendantsAlong() throws Exception {
    Own parent = new Own(ROOT);
    CancelableContext child = parent.withCancel();
    Context grandchild = child.withValue(Key.named("k"), 1).withCancel();
    parent.end(CanceledException.instance());
    grandchild.done().receive();
    assertThat(grandchild.err()).isSameAs(CanceledException.instance());
  }

  @Test
  @Spec("CTX-02")
  void oneThatNeverEndsNeedsNothing() {
    Telling parent = new Telling(ROOT);
    Context never =
        new Wrapper(parent) {
          @Override
          public Channel<Void> done() {
            return Channel.nil();
          }
        };
    CancelableContext child = never.withCancel();
    assertThat(parent.functions).isEmpty();
    assertThat(child.err()).isNull();
    child.cancel();
  }
}
