package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each test plays a test of its own, with books that it opens and closes. */
class LeakCheckTest {

  private static final Duration PATIENCE = Duration.ofMillis(1);

  @EveryThreadKind
  void threadsThatEndAreFine(ThreadKind kind) throws Exception {
    TestThreads threads = TestThreads.open(Await.PATIENCE);
    Channel<Integer> channel = Channel.make();
    kind.start("sender", () -> channel.send(1));
    assertThat(channel.receive()).isEqualTo(1);
    threads.close();
  }

  @EveryThreadKind
  void aThreadLeftBehindFailsTheTest(ThreadKind kind) {
    TestThreads threads = TestThreads.open(PATIENCE);
    Channel<Integer> channel = Channel.<Integer>make().named("forgotten");
    Attempt<Integer> receive =
        kind.attempt("receiver", () -> channel.receive()).awaitBlocked("chan receive");
    assertThatThrownBy(threads::close)
        .isInstanceOf(AssertionError.class)
        .rootCause()
        .hasMessageContaining("left behind: receiver")
        .hasMessageContaining("chan receive: forgotten(length=0, capacity=0)");
    assertThat(receive.failure()).isInstanceOf(InterruptedException.class);
  }

  @EveryThreadKind
  void aFailureOfAThreadFailsTheTest(ThreadKind kind) {
    IOException failure = new IOException("on purpose");
    TestThreads threads = TestThreads.open(Await.PATIENCE);
    kind.start(
        "fails",
        () -> {
          throw failure;
        });
    assertThatThrownBy(threads::close).isInstanceOf(AssertionError.class).hasCause(failure);
  }

  @EveryThreadKind
  void anUnexpectedFailureFailsTheTest(ThreadKind kind) {
    TestThreads threads = TestThreads.open(Await.PATIENCE);
    kind.attempt("asked for", () -> Channel.nil().close()).failure();
    threads.close();

    TestThreads others = TestThreads.open(Await.PATIENCE);
    kind.attempt("not asked for", () -> Channel.nil().close());
    assertThatThrownBy(others::close)
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("close of nil channel");
  }

  @EveryThreadKind
  void threadsOfThreadsBelongToTheTest(ThreadKind kind) throws Exception {
    IOException failure = new IOException("on purpose");
    TestThreads threads = TestThreads.open(Await.PATIENCE);
    kind.start(
            "parent",
            () ->
                kind.other()
                    .start(
                        "child",
                        () -> {
                          throw failure;
                        }))
        .join();
    assertThatThrownBy(threads::close).isInstanceOf(AssertionError.class).hasCause(failure);
  }

  @Test
  void withoutTheExtensionNoThreadStarts() {
    assertThatThrownBy(() -> ThreadKind.VIRTUAL.start("nobody's", () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LeakCheck");
  }
}
