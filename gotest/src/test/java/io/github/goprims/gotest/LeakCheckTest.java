package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What a check for leaks finds, and what is none of its business. */
class LeakCheckTest {

  private static final Duration NONE = Duration.ZERO;
  private static final Duration HOUR = Duration.ofHours(1);

  private static String leaks(Duration grace, Task body) throws Exception {
    LeakCheck check = LeakCheck.begin(grace);
    body.run();
    AssertionError leak = catchThrowableOfType(AssertionError.class, check::close);
    return leak == null ? "" : text(leak);
  }

  private static String text(AssertionError leak) {
    return String.valueOf(leak.getMessage())
        .replaceAll("\\.java:\\d+", ".java")
        .replaceAll("@[0-9a-f]+", "@1")
        .replaceAll("lambda\\$\\w+\\$\\d+", "lambda");
  }

  @Test
  void nothingLeft() throws Exception {
    assertThat(
            leaks(
                HOUR,
                () -> {
                  Channel<Integer> channel = Channel.make();
                  Go.go(() -> channel.send(1));
                  assertThat(channel.receive()).isEqualTo(1);
                  try (CancelableContext context = Context.background().withTimeout(HOUR);
                      CancelableContext below = context.withCancel();
                      Ticker ticker = Ticker.make(HOUR)) {
                    assertThat(below.err()).isNull();
                    assertThat(ticker.channel().tryReceive()).isNull();
                  }
                  assertThat(Timer.afterFunc(HOUR, () -> {}).stop()).isTrue();
                  try (ErrGroup group = ErrGroup.create()) {
                    group.go(() -> {});
                    group.await();
                  }
                }))
        .isEmpty();
  }

  @Test
  void aGoroutine() throws Exception {
    Channel<Integer> orders = Channel.make("orders", 0);
    String text =
        leaks(
            NONE,
            () -> {
              Thread worker = Go.go("worker", () -> orders.send(1));
              Await.blocked(worker, "chan send");
            });
    assertThat(orders.receive()).isEqualTo(1);
    assertThat(text)
        .isEqualTo(
            """
            leak: 1 left behind:

            goroutine "worker": chan send
                on orders(length=0, capacity=0)
                at io.github.goprims.gochan.Channel.send(Channel.java)
                at io.github.goprims.gotest.LeakCheckTest.lambda(LeakCheckTest.java)
                created at io.github.goprims.gotest.LeakCheckTest.lambda(LeakCheckTest.java)""");
  }

  @Test
  void aGoroutineOfAGoroutine() throws Exception {
    Channel<Integer> channel = Channel.make();
    String text =
        leaks(
            NONE,
            () ->
                Await.ended(
                    Go.go(
                        () -> {
                          Thread child = Go.go("child", () -> channel.send(1));
                          Await.blocked(child, "chan send");
                        })));
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(text).startsWith("leak: 1 left behind:\n\ngoroutine \"child\": chan send\n");
  }

  private static CancelableContext forgotten() {
    return Context.background().withTimeout(HOUR);
  }

  @Test
  void aContext() throws Exception {
    List<CancelableContext> contexts = new ArrayList<>();
    String text = leaks(NONE, () -> contexts.add(forgotten()));
    contexts.getFirst().cancel();
    assertThat(text.replaceAll("WithDeadline\\([^)]*\\)", "WithDeadline(…)"))
        .startsWith(
            """
            leak: 1 left behind:

            context.Background.WithDeadline(…): was not canceled
                created at io.github.goprims.gotest.LeakCheckTest.forgotten(LeakCheckTest.java)
                    by io.github.goprims.gotest.LeakCheckTest.lambda(LeakCheckTest.java)
                    by io.github.goprims.gotest.LeakCheckTest.leaks(LeakCheckTest.java)
                    by io.github.goprims.gotest.LeakCheckTest.aContext(LeakCheckTest.java)""");
    assertThat(text).doesNotContain("org.junit").doesNotContain("java.lang.reflect");
  }

  @Test
  void aTimer() throws Exception {
    List<Timer> timers = new ArrayList<>();
    String text = leaks(NONE, () -> timers.add(Timer.afterFunc(HOUR, () -> {})));
    timers.getFirst().stop();
    assertThat(text)
        .startsWith(
            """
            leak: 1 left behind:

            timer@1: the function is still to run
                created at io.github.goprims.gotest.LeakCheckTest.lambda(LeakCheckTest.java)""");
  }

  @Test
  void aTimerThatIsSetAgain() throws Exception {
    List<Timer> timers = new ArrayList<>();
    String text =
        leaks(
            NONE,
            () -> {
              CountDownLatch run = new CountDownLatch(1);
              Timer timer = Timer.afterFunc(Duration.ofMillis(1), run::countDown);
              timers.add(timer);
              run.await();
              timer.reset(HOUR);
            });
    timers.getFirst().stop();
    assertThat(text).startsWith("leak: 1 left behind:\n\ntimer@1: the function is still to run");
  }

  /** The grace is for those that are about to end; it is not waited for when they have. */
  @Test
  void theGraceEndsWithTheLast() throws Exception {
    Channel<Integer> channel = Channel.make();
    LeakCheck check = LeakCheck.begin(HOUR);
    Thread slow = Go.go(channel::receive);
    Thread closer = Thread.currentThread();
    Thread helper =
        Thread.ofPlatform()
            .start(
                () -> {
                  Await.until("pause", () -> closer.getState() == Thread.State.TIMED_WAITING);
                  channel.close();
                });
    check.close();
    assertThat(slow.isAlive()).isFalse();
    Await.ended(helper);
  }

  @Test
  void anInterruptEndsTheGraceAndStays() {
    Channel<Integer> channel = Channel.make();
    LeakCheck check = LeakCheck.begin(HOUR);
    Go.go(channel::receive);
    Thread.currentThread().interrupt();
    assertThatThrownBy(check::close).isInstanceOf(AssertionError.class);
    assertThat(Thread.interrupted()).isTrue();
    channel.close();
  }

  @Test
  void whatWasThereBeforeOrIsOfOthersIsNotBlamed() throws Exception {
    Channel<Integer> channel = Channel.make();
    Go.go(channel::receive);
    CountDownLatch go = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    go.await();
                    Go.go(channel::receive);
                    forgotten();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThat(
            leaks(
                NONE,
                () -> {
                  go.countDown();
                  Await.ended(other);
                }))
        .isEmpty();
    channel.close();
  }

  @Test
  void oneWithinAnother() throws Exception {
    Channel<Integer> channel = Channel.make();
    LeakCheck outer = LeakCheck.begin(NONE);
    Go.go("before", channel::receive);
    String inner = leaks(NONE, () -> Go.go("within", channel::receive));
    Go.go("after", channel::receive);
    AssertionError all = catchThrowableOfType(AssertionError.class, outer::close);
    channel.close();
    assertThat(inner)
        .startsWith("leak: 1 left")
        .contains("\"within\"")
        .doesNotContain("\"before\"");
    assertThat(text(all))
        .startsWith("leak: 3 left behind:")
        .contains("\"before\"", "\"within\"", "\"after\"");
    outer.close();
  }

  @Test
  void inABubbleNothingIsWaitedFor() throws Exception {
    Bubble.run(
        () -> {
          Channel<Integer> channel = Channel.make();
          String text =
              leaks(
                  HOUR,
                  () -> {
                    Go.go("short", () -> {});
                    Go.go("sleeper", () -> Go.sleep(HOUR));
                    Go.go("receiver", channel::receive);
                    Timer.afterFunc(HOUR, () -> {});
                  });
          assertThat(text)
              .startsWith("leak: 3 left behind:")
              .contains("\"sleeper\": sleep\n", "\"receiver\": chan receive\n", "timer@1: ")
              .doesNotContain("short");
          assertThat(Bubble.now()).isEqualTo("2000-01-01T00:00:00Z");
          channel.close();
          Go.sleep(HOUR);
        });
  }

  @Test
  void aroundABubble() throws Exception {
    String text =
        leaks(
            NONE,
            () ->
                Bubble.run(
                    () -> {
                      Go.go("sleeper", () -> Go.sleep(HOUR));
                      Timer.afterFunc(HOUR.multipliedBy(2), () -> {});
                      forgotten();
                      Go.sleep(HOUR);
                      Bubble.await();
                    }));
    assertThat(text)
        .startsWith("leak: 1 left behind:\n\ntimer@1: the function is still to run")
        .doesNotContain("sleeper");
  }

  @SuppressWarnings("NullAway") // a null argument
  @Test
  void aGraceIsWanted() {
    assertThatThrownBy(() -> LeakCheck.begin(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("grace");
  }

  /** Contexts that have ended are not kept. */
  @Test
  void manyContexts() throws Exception {
    assertThat(
            leaks(
                NONE,
                () -> {
                  for (int i = 0; i < 10_000; i++) {
                    Context.background().withCancel().cancel();
                  }
                }))
        .isEmpty();
  }

  @Test
  void theSample() throws Exception {
    NoLeaksSamples.runChecked(() -> Go.go(() -> {}));
    Channel<Integer> channel = Channel.make();
    Thread.currentThread().interrupt(); // so that it does not wait
    assertThatThrownBy(() -> NoLeaksSamples.runChecked(() -> Go.go(channel::receive)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("leak: 1 left behind:");
    assertThat(Thread.interrupted()).isTrue();
    channel.close();
  }

  /** A goroutine that ends lets time pass: what a timer starts then is watched as well. */
  @Test
  void whatATimerStartsWhileAGoroutineEnds() throws Exception {
    List<String> found = new ArrayList<>();
    Bubble.run(
        () -> {
          Thread root = Thread.currentThread();
          found.add(
              leaks(
                  NONE,
                  () -> {
                    Timer.afterFunc(HOUR, () -> Context.background().withCancel());
                    Go.go(() -> Await.until("root", () -> LockSupport.getBlocker(root) != null));
                    Go.sleep(HOUR.multipliedBy(2));
                  }));
        });
    assertThat(found).singleElement().asString().contains("leak: 1 left behind", "WithCancel");
  }
}
