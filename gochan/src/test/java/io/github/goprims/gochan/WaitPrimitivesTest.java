package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without which primitives a wait cannot end. */
@ExtendWith(LeakCheck.class)
class WaitPrimitivesTest {

  private static final Duration LONG = Duration.ofDays(1);

  /** Those of a thread that is blocked; ends its wait. */
  private static List<Object> of(Attempt<?> attempt, String reason) {
    attempt.awaitBlocked(reason);
    List<Object> shown = new ArrayList<>();
    ((Waiter) LockSupport.getBlocker(attempt.thread())).forEachPrimitive(shown::add);
    attempt.interrupt();
    assertThat(attempt.failure()).isInstanceOf(InterruptedException.class);
    return shown;
  }

  @EveryThreadKind
  void theChannel(ThreadKind kind) {
    Channel<Integer> channel = Channel.make();
    assertThat(of(kind.attempt("sender", () -> channel.send(1)), "chan send"))
        .containsExactly(channel.core());
    assertThat(of(kind.attempt("receiver", () -> channel.receive(LONG)), "chan receive"))
        .containsExactly(channel.core());
  }

  @EveryThreadKind
  void theCasesThatTakePart(ThreadKind kind) {
    Channel<Integer> sent = Channel.make();
    Channel<Integer> received = Channel.make(1);
    Select select = Select.create();
    select.onSend(sent).value(1);
    select.onReceive(Channel.<Integer>make()).enabled(false);
    select.onReceive(Channel.<Integer>nil());
    select.onReceive(received);
    assertThat(of(kind.attempt("select", () -> select.await()), "select"))
        .containsExactly(sent.core(), received.core());
  }

  @EveryThreadKind
  void noneWhereNobodyEverComes(ThreadKind kind) {
    assertThat(of(kind.attempt("sleeper", () -> Go.sleep(LONG)), "sleep")).isEmpty();
    Channel<Integer> nil = Channel.nil();
    assertThat(of(kind.attempt("sender", () -> nil.send(1)), "chan send (nil chan)")).isEmpty();
    Select select = Select.create();
    assertThat(of(kind.attempt("select", () -> select.await()), "select (no cases)")).isEmpty();
  }
}
