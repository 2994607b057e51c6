package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ChannelClosedException;
import io.github.goprims.gochan.Defer;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CustomContexts.Own;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Receive, send and sleep with a context. */
@ExtendWith(LeakCheck.class)
class ContextWaitsTest {

  private static final Context ROOT = Context.background();
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final IOException cause = new IOException("why");
  private final CancelableContext context = ROOT.withCancel();
  private final Channel<Integer> channel = Channel.make();

  @Test
  void aPartnerOrACloseEndsTheWait() throws Exception {
    Attempt<Integer> receiver = ThreadKind.VIRTUAL.attempt("r", () -> context.receive(channel));
    receiver.awaitBlocked("select");
    context.send(channel, 1);
    assertThat(receiver.result()).isEqualTo(1);
    Attempt<Void> sender = ThreadKind.VIRTUAL.attempt("s", () -> context.send(channel, 2));
    sender.awaitBlocked("select");
    assertThat(context.receive(channel)).isEqualTo(2);
    sender.result();
    receiver = ThreadKind.VIRTUAL.attempt("r", () -> ROOT.receive(channel));
    receiver.awaitBlocked("select");
    channel.close();
    assertThat(receiver.result()).isNull();
    assertThat(context.receive(channel)).isNull();
    assertThatThrownBy(() -> context.send(channel, 3)).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  @Spec("CHAN-23")
  void aRangeEndsWhenTheChannelIsDrained() throws Exception {
    Channel<Integer> full = Channel.make(2);
    full.send(1);
    full.send(2);
    full.close();
    List<Integer> seen = new ArrayList<>();
    context.forEachReceived(full, seen::add);
    assertThat(seen).containsExactly(1, 2);
  }

  @EveryThreadKind
  @Spec("CHAN-24")
  void theContextEndsARangeAndLeavesValues(ThreadKind kind) throws Exception {
    Channel<Integer> values = Channel.make(3);
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    Attempt<Void> range = kind.attempt("range", () -> context.forEachReceived(values, seen::add));
    range.awaitBlocked("select");
    values.send(1);
    range.awaitBlocked("select");
    context.cancel(cause);
    assertThat(range.failure()).isInstanceOf(CanceledException.class).hasCause(cause);
    values.send(2);
    assertThatThrownBy(() -> context.forEachReceived(values, seen::add)).hasCause(cause);
    try (CancelableContext another = ROOT.withCancel()) {
      values.send(3);
      assertThatThrownBy(
              () ->
                  another.forEachReceived(
                      values,
                      value -> {
                        seen.add(value);
                        another.cancel(cause);
                      }))
          .hasCause(cause);
    }
    assertThat(seen).containsExactly(1, 2);
    assertThat(values.tryReceive()).as("not taken after the end").isEqualTo(3);
  }

  @Test
  void aFailingActionEndsOnlyTheRange() throws Exception {
    Channel<Integer> values = Channel.make(2);
    values.send(1);
    values.send(2);
    assertThatThrownBy(
            () ->
                context.forEachReceived(
                    values,
                    value -> {
                      throw cause;
                    }))
        .isSameAs(cause);
    assertThat(context.err()).isNull();
    assertThat(values.receive()).isEqualTo(2);
    assertThatThrownBy(() -> context.forEachReceived(null, value -> {})).hasMessage("channel");
    assertThatThrownBy(() -> context.forEachReceived(values, null)).hasMessage("action");
  }

  @Test
  @Spec("FAIL-01")
  void anEndedContextIsANormalGoroutineEnd() throws Exception {
    List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
    Task waits =
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> uncaught.add(thrown));
          context.receive(channel);
        };
    Thread task = Go.go(waits);
    Await.blocked(task, "select");
    context.cancel();
    Await.ended(task);
    Channel<Thread> function = Channel.make(1);
    context.afterFunc(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> uncaught.add(thrown));
          function.trySend(Thread.currentThread());
          context.throwIfDone();
        });
    Await.ended(function.receive());
    assertThat(uncaught).isEmpty();
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-05"})
  void theContextEndsTheWaitWithoutEffect(ThreadKind kind) {
    Own own = new Own(ROOT);
    for (Context each : new Context[] {context, own}) {
      Attempt<Integer> receiver = kind.attempt("receiver", () -> each.receive(channel));
      receiver.awaitBlocked("select");
      Channel<Integer> other = Channel.make();
      Attempt<Void> sender = kind.attempt("sender", () -> each.send(other, 1));
      sender.awaitBlocked("select");
      Attempt<Void> sleeper = kind.attempt("sleeper", () -> each.sleep(Duration.ofDays(1)));
      sleeper.awaitBlocked("chan receive");
      context.cancel(cause);
      own.tryEnd(each == own);
      assertThat(receiver.failure()).isInstanceOf(CanceledException.class);
      assertThat(sender.failure()).isInstanceOf(CanceledException.class);
      assertThat(sleeper.failure()).isInstanceOf(CanceledException.class);
      assertThat(receiver.failure().getCause()).isSameAs(each == own ? null : cause);
      assertThat(channel.trySend(1)).as("a receiver left behind").isFalse();
      assertThat(other.tryReceive()).as("a sender left behind").isNull();
    }
  }

  @Test
  void anEndedContextIsRefusedDespiteAValue() {
    Channel<Integer> full = Channel.make(2);
    full.trySend(1);
    context.cancel(cause);
    assertThatThrownBy(() -> context.receive(full)).hasCause(cause);
    assertThatThrownBy(() -> context.send(full, 2)).hasCause(cause);
    assertThatThrownBy(() -> context.sleep(Duration.ZERO)).hasCause(cause);
    assertThat(full.length()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec({"INT-01", "INT-02"})
  void anInterruptComesBeforeTheContext(ThreadKind kind) {
    context.cancel();
    for (Context each : new Context[] {context, ROOT}) {
      Attempt<Void> attempt =
          kind.attempt(
              "interrupted",
              () -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> each.receive(channel)).isInstanceOf(IE);
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> each.send(channel, 1)).isInstanceOf(IE);
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> each.sleep(Duration.ZERO)).isInstanceOf(IE);
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> each.call(() -> 1)).isInstanceOf(IE);
              });
      attempt.result();
      assertThat(attempt.leftInterrupted()).isFalse();
    }
    Attempt<Integer> receiver = kind.attempt("r", () -> ROOT.withCancel().receive(channel));
    receiver.awaitBlocked("select").interrupt();
    assertThat(receiver.failure()).isInstanceOf(IE);
  }

  @Test
  void bodyAndCloseThrowNewExceptions() {
    CancelableContext ended = ROOT.withCancel();
    ended.cancel();
    assertThatThrownBy(
            () -> {
              try (Defer scope = Defer.scope()) {
                scope.defer(ended::throwIfDone);
                ended.throwIfDone();
              }
            })
        .isInstanceOf(CanceledException.class)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    assertThatThrownBy(
            () -> {
              try (Defer scope = Defer.scope()) {
                scope.defer(
                    () -> {
                      throw ended.err();
                    });
                throw ended.err();
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Self-suppression not permitted");
  }

  private static final Class<InterruptedException> IE = InterruptedException.class;

  @Test
  void sleepLastsAsLongAsAsked() throws Exception {
    try (ManualTime time = ManualTime.install()) {
      context.sleep(Duration.ZERO);
      context.sleep(SECOND.negated());
      for (Context each : new Context[] {context, ROOT}) {
        Attempt<Void> sleeper = ThreadKind.VIRTUAL.attempt("sleeper", () -> each.sleep(SECOND));
        time.awaitSleepers(1);
        time.advance(SECOND.minusNanos(1));
        time.nudge(sleeper.thread());
        time.advance(Duration.ofNanos(1));
        sleeper.result();
      }
    }
  }
}
