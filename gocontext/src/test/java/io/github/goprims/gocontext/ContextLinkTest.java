package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.internal.ContextLink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits that the end of a context settles. */
@ExtendWith(LeakCheck.class)
class ContextLinkTest {

  private static final Sentinel SERVED = new Sentinel("served");

  private static final class Wait extends Waiter {
    @Override
    public String reason() {
      return "test wait";
    }
  }

  @EveryThreadKind
  void theContextEndsTheWaitWithoutAnInterrupt(ThreadKind kind) {
    CancelableContext context = Context.background().withCancel();
    Attempt<Object> wait =
        kind.attempt(
            "waits",
            () -> {
              Wait waiter = new Wait();
              try (ContextLink link = ContextLink.of(context, waiter)) {
                Object outcome = waiter.await(TimeSource.FOREVER);
                assertThat(link.isEnded()).isTrue();
                assertThat(link.doneException()).isExactlyInstanceOf(CanceledException.class);
                return outcome;
              }
            });
    wait.awaitBlocked("test wait");
    context.cancel();
    assertThat(wait.result()).isSameAs(Waiter.CANCELED);
    assertThat(wait.leftInterrupted()).isFalse();
  }

  @Test
  void anEndedContextSettlesItAtOnce() {
    CancelableContext ended = Context.background().withCancel();
    IllegalStateException cause = new IllegalStateException("cause");
    ended.cancel(cause);
    CustomContexts.Own own = new CustomContexts.Own(Context.background());
    own.end(DeadlineExceededException.instance());
    for (Context context : List.of(ended, ended.withValue(Key.named("k"), 1), own)) {
      Wait waiter = new Wait();
      try (ContextLink link = ContextLink.of(context, waiter)) {
        assertThat(link.isEnded()).isTrue();
        assertThat(waiter.settle(SERVED)).isFalse();
        assertThat(link.doneException())
            .isNotSameAs(link.doneException())
            .isNotSameAs(context.err());
      }
    }
    try (ContextLink link = ContextLink.of(ended, new Wait())) {
      assertThat(link.doneException()).isInstanceOf(CanceledException.class).hasCause(cause);
    }
    try (ContextLink link = ContextLink.of(own, new Wait())) {
      assertThat(link.doneException()).isInstanceOf(DeadlineExceededException.class).hasNoCause();
    }
  }

  @Test
  void aServedWaitIsNotCanceled() {
    CancelContext context = (CancelContext) Context.background().withCancel();
    Wait waiter = new Wait();
    ContextLink link = ContextLink.of(context, waiter);
    assertThat(context.hasChildren()).isTrue();
    assertThat(waiter.settle(SERVED)).isTrue();
    link.close();
    link.close();
    assertThat(context.hasChildren()).isFalse();
    context.cancel();
    assertThat(link.isEnded()).isFalse();
    assertThat(waiter.awaitUninterruptibly()).isSameAs(SERVED);
  }

  @Test
  void aRearmAfterTheEndSeesIt() {
    CancelableContext context = Context.background().withCancel();
    Wait waiter = new Wait();
    try (ContextLink link = ContextLink.of(context, waiter)) {
      waiter.settle(SERVED);
      context.cancel();
      waiter.rearm();
      assertThat(link.isEnded()).isTrue();
    }
  }

  @Test
  void waitsBehindACustomContextAreSettledToo() {
    CustomContexts.Own own = new CustomContexts.Own(Context.background());
    Wait waiter = new Wait();
    try (ContextLink link = ContextLink.of(own, waiter)) {
      own.end(CanceledException.instance());
      assertThat(waiter.await(TimeSource.FOREVER)).isSameAs(Waiter.CANCELED);
      assertThat(link.isEnded()).isTrue();
    }
  }

  /** Of a tree of many, each wait ends, and whoever has ended the context has told all. */
  @Test
  @Spec("CTX-09")
  void whenCancelReturnsAllAreSettled() {
    CancelableContext root = Context.background().withCancel();
    List<ContextLink> links = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      links.add(ContextLink.of(root.withCancel().withValue(Key.named("k"), i), new Wait()));
    }
    root.cancel();
    assertThat(links).allMatch(ContextLink::isEnded);
    links.forEach(ContextLink::close);
  }

  @Test
  void aContextWhoseStopFailsFailsNobody() {
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    IllegalStateException failure = new IllegalStateException("stop");
    Context bad =
        new CustomContexts.Wrapper(Context.background()) {
          @Override
          public AfterFunc afterFunc(Task function) {
            return () -> {
              throw failure;
            };
          }
        };
    Thread thread =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((where, what) -> reported.add(what))
            .start(() -> ContextLink.of(bad, new Wait()).close());
    Await.ended(thread);
    assertThat(reported).containsExactly(failure);
  }
}
