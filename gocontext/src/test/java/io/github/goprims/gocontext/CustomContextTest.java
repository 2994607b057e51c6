package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CustomContexts.Own;
import io.github.goprims.gocontext.CustomContexts.Telling;
import io.github.goprims.gocontext.CustomContexts.Wrapper;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Custom contexts as parents. */
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
  void derivedContextsUseItsAfterFunc() {
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
  void passingOnDoneAndValueNeedsNoWatcher() {
    CancelableContext inner = ROOT.withCancel();
    Context parent = new Wrapper(new Wrapper(inner).withValue(Key.named("k"), 1));
    CancelableContext child = parent.withCancel();
    assertThat(((CancelContext) inner).hasChildren()).as("a plain child of it").isTrue();
    assertThat(((CancelContext) child).isBelowCustom()).isFalse();
    child.cancel();
    assertThat(((CancelContext) inner).hasChildren()).isFalse();
  }

  @Test
  @Spec("CTX-52")
  void itsDoneIsFollowedDespiteAnAncestor() throws Exception {
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
  void childrenOfACustomContextEndTheirDescendants() throws Exception {
    Own parent = new Own(ROOT);
    CancelableContext child = parent.withCancel();
    Context grandchild = child.withValue(Key.named("k"), 1).withCancel();
    parent.end(CanceledException.instance());
    grandchild.done().receive();
    assertThat(grandchild.err()).isSameAs(CanceledException.instance());
  }

  /** Fails where a test wants it to. */
  private static class Failing extends Own {
    final IllegalStateException failure = new IllegalStateException("on purpose");
    String where = "";

    Failing(Context inner) {
      super(inner);
    }

    private void at(String place) {
      if (where.equals(place)) {
        throw failure;
      }
    }

    @Override
    public @Nullable Instant deadline() {
      at("deadline");
      return super.deadline();
    }

    @Override
    public ReceiveChannel<Void> done() {
      at("done");
      return super.done();
    }

    @Override
    public @Nullable ContextDoneException err() {
      at("err");
      return super.err();
    }

    @Override
    public @Nullable Throwable cause() {
      at("cause");
      return super.cause();
    }

    @Override
    public <V> @Nullable V value(Key<V> key) {
      at("value");
      return super.value(key);
    }

    @Override
    public AfterFunc afterFunc(Task function) {
      at("afterFunc");
      return super.afterFunc(function);
    }
  }

  @Test
  @Spec({"CTX-33", "CTX-52"})
  void childrenOfAFailingContextStillEnd() throws Exception {
    for (String where : List.of("err", "cause")) {
      Failing parent = new Failing(ROOT);
      CancelableContext child = parent.withCancel();
      CancelableContext any = Context.anyOf(ROOT.withCancel(), parent);
      Context grandchild = child.withCancel();
      parent.where = where;
      parent.end(DeadlineExceededException.instance());
      for (Context below : List.of(grandchild, child, any)) {
        below.done().receive();
        assertThat(below.cause()).as(where).isSameAs(parent.failure);
        assertThat(below.err())
            .isSameAs(
                where.equals("err")
                    ? CanceledException.instance()
                    : DeadlineExceededException.instance());
      }
    }
  }

  @Test
  @Spec("CTX-33")
  void aFailingCauseIsTheCauseOfDescendants() {
    CancelableContext inner = ROOT.withCancel();
    IllegalStateException failure = new IllegalStateException("on purpose");
    Context passesOn =
        new Wrapper(inner) {
          @Override
          public Throwable cause() {
            throw failure;
          }
        };
    CancelableContext child = passesOn.withCancel();
    inner.cancel();
    assertThat(child.err()).isSameAs(CanceledException.instance());
    assertThat(child.cause()).isSameAs(failure);
  }

  @Test
  @Spec("CTX-15")
  void aDerivationThatFailsLeavesNothing() {
    for (String where : List.of("deadline", "done", "value", "afterFunc")) {
      Failing parent = new Failing(ROOT);
      parent.where = where;
      CancelContext other = (CancelContext) ROOT.withCancel();
      Telling third = new Telling(ROOT);
      assertThatThrownBy(parent::withCancel).as(where).isSameAs(parent.failure);
      assertThatThrownBy(() -> Context.anyOf(other, third, parent))
          .as(where)
          .isSameAs(parent.failure);
      assertThat(other.hasChildren()).as(where).isFalse();
      assertThat(third.functions).as(where).isEmpty();
      try (ManualTime time = ManualTime.install()) {
        assertThatThrownBy(() -> parent.withTimeout(Duration.ofSeconds(1)))
            .as(where)
            .isSameAs(parent.failure);
        assertThat(time.alarms()).isZero();
      }
    }
  }

  /** All keys are shown to custom contexts, also the one by which we find ours. */
  @Test
  @Spec("CTX-51")
  void noKeyLetsUsersEndAContext() {
    CancelableContext inner = ROOT.withCancel();
    Set<Key<?>> keys = ConcurrentHashMap.newKeySet();
    Context curious =
        new Wrapper(inner) {
          @Override
          public <V> @Nullable V value(Key<V> key) {
            keys.add(key);
            return super.value(key);
          }
        };
    curious.withCancel().cancel();
    assertThat(keys).isNotEmpty();
    for (Key<?> key : keys) {
      Object handle = inner.value(key);
      assertThat(handle).isNotInstanceOf(AutoCloseable.class).isNotInstanceOf(Context.class);
      assertThat(Modifier.isPublic(handle.getClass().getModifiers())).isFalse();
      assertThat(handle.getClass().getDeclaredMethods()).isEmpty();
      assertThat(inner.withoutCancel().value(key)).isNull();
    }
    Object derived = inner.withValue(Key.named("k"), 1);
    assertThat(derived).isNotInstanceOf(AutoCloseable.class);
    inner.cancel();
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
