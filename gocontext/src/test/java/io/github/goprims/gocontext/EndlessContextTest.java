package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CustomContexts.Endless;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A custom context whose done is null never ends, for whoever asks it. */
@ExtendWith(LeakCheck.class)
class EndlessContextTest {

  private static final Key<Integer> KEY = Key.named("k");

  private final Context endless = new Endless();

  @Test
  @Spec("CTX-52")
  void derivedContextsEndByThemselvesOnly() throws Exception {
    CancelableContext child = endless.withCancel();
    assertThat(child.err()).isNull();
    assertThat(child.done().isDrained()).isFalse();
    child.cancel();
    assertThat(child.err()).isSameAs(CanceledException.instance());
    try (ManualTime time = ManualTime.install()) {
      CancelableContext timed = endless.withTimeout(Duration.ofSeconds(1));
      time.advance(Duration.ofSeconds(1));
      timed.done().receive();
      assertThat(timed.err()).isSameAs(DeadlineExceededException.instance());
    }
    Context detached = endless.withoutCancel();
    assertThat(detached.done()).isEqualTo(Channel.<Void>nil().receiveOnly());
  }

  @Test
  @Spec("CTX-52")
  void valueContextsHaveAChannelThatNeverCloses() throws Exception {
    Context context = endless.withValue(KEY, 1);
    assertThat(context.done()).isEqualTo(Channel.<Void>nil().receiveOnly());
    assertThat(context.done().tryReceive()).isNull();
    assertThat(context.afterFunc(() -> {}).stop()).isTrue();
    CancelableContext child = context.withCancel();
    assertThat(child.value(KEY)).isEqualTo(1);
    child.cancel();
    assertThat(child.done().isDrained()).isTrue();
  }

  @Test
  @Spec("CTX-52")
  void anyOfEndsByTheOthers() {
    CancelableContext other = Context.background().withCancel();
    CancelableContext any = Context.anyOf(endless, other);
    assertThat(any.err()).isNull();
    other.cancel();
    assertThat(any.err()).isSameAs(CanceledException.instance());
  }

  @Test
  @Spec("CTX-52")
  void functionsNeverRun() {
    AfterFunc function = endless.afterFunc(() -> {});
    assertThat(function.stop()).isTrue();
    assertThat(function.stop()).isFalse();
  }

  @Test
  @Spec("CTX-52")
  void waitsEndByWhatTheyWaitFor() throws Exception {
    Channel<Integer> channel = Channel.make();
    Attempt<Integer> received =
        ThreadKind.VIRTUAL
            .attempt("receiver", () -> endless.receive(channel))
            .awaitBlocked("select");
    endless.send(channel, 3);
    assertThat(received.result()).isEqualTo(3);
    endless.sleep(Duration.ofNanos(1));
    endless.throwIfDone();
    assertThat(endless.<List<Integer>, RuntimeException>call(() -> List.of(5))).containsExactly(5);
  }

  @Test
  @Spec("CTX-52")
  void waitsEndByAnInterrupt() throws Exception {
    Channel<Integer> channel = Channel.make();
    Attempt<Integer> received =
        ThreadKind.VIRTUAL
            .attempt("receiver", () -> endless.receive(channel))
            .awaitBlocked("select");
    received.interrupt();
    assertThat(received.failure()).isInstanceOf(InterruptedException.class);
  }
}
