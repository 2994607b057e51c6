package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests with {@link NoLeaks}, run by JUnit within tests. */
@ResourceLock("static channel")
class NoLeaksTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** What leaked goroutines wait for; closed after each test. */
  private static volatile Channel<Integer> never = Channel.make();

  @BeforeEach
  void renew() {
    never = Channel.make();
  }

  @AfterEach
  void endLeaks() {
    never.close();
  }

  @NoLeaks(graceMillis = 20)
  static class Leaking {
    @Test
    @NoLeaks // with the usual grace: on a busy machine its goroutine takes a while to end
    void clean() throws InterruptedException {
      Channel<Integer> channel = Channel.make();
      Go.go(() -> channel.send(1));
      assertThat(channel.receive()).isEqualTo(1);
    }

    @Test
    void goroutine() {
      Go.go("worker", never::receive);
    }

    @Test
    void context() {
      assertThat(Context.background().withCancel().err()).isNull();
    }

    @Test
    void timer() {
      Timer.afterFunc(HOUR, () -> {});
    }

    @Test
    void failing() {
      Go.go("worker", never::receive);
      throw new IllegalArgumentException("mine");
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void ofAnotherThread() {
      Go.go("worker", never::receive);
    }

    @Nested
    class Inner {
      @Test
      void nested() {
        Go.go("worker", never::receive);
      }
    }
  }

  @Test
  void eachTestIsCheckedForItself() {
    JUnitRun run = JUnitRun.of(Leaking.class);
    assertThat(run.unsuccessful())
        .containsExactly(
            "context() FAILED: AssertionError: leak: 1 left behind:",
            "failing() FAILED: IllegalArgumentException: mine",
            "goroutine() FAILED: AssertionError: leak: 1 left behind:",
            "nested() FAILED: AssertionError: leak: 1 left behind:",
            "ofAnotherThread() FAILED: AssertionError: leak: 1 left behind:",
            "timer() FAILED: AssertionError: leak: 1 left behind:");
    assertThat(run.failureOf("goroutine()"))
        .hasMessageContaining("goroutine \"worker\": ")
        .hasMessageContaining("created at io.github.goprims.gotest.NoLeaksTest$Leaking.goroutine(");
    assertThat(run.failureOf("failing()").getSuppressed())
        .singleElement()
        .isInstanceOf(AssertionError.class);
  }

  static class OneMethod {
    @Test
    void unchecked() {
      Go.go(never::receive);
    }

    @Test
    @NoLeaks(graceMillis = 0)
    void checked() {
      Go.go(never::receive);
    }
  }

  @Test
  void aMethodAlone() {
    assertThat(JUnitRun.of(OneMethod.class).unsuccessful())
        .containsExactly("checked() FAILED: AssertionError: leak: 1 left behind:");
  }

  @NoLeaks
  static class Fixtures {
    private CancelableContext context = Context.background().withCancel();

    @BeforeEach
    void setUp() {
      context.cancel();
      context = Context.background().withCancel();
      Go.go(() -> context.done().receive());
    }

    @Test
    void test() {
      assertThat(context.err()).isNull();
    }

    @AfterEach
    void tearDown() {
      context.cancel();
    }
  }

  @Test
  void fixturesCount() {
    JUnitRun run = JUnitRun.of(Fixtures.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(1);
  }

  @NoLeaks(graceMillis = 20)
  @VirtualTime
  static class LeaksFirst {
    @Test
    void clean() {
      Go.go(() -> Go.sleep(HOUR));
      Objects.requireNonNull(Context.background().withTimeout(HOUR));
    }

    @Test
    void ended() throws InterruptedException {
      Go.go(() -> Go.sleep(HOUR));
      assertThat(Context.background().withTimeout(HOUR).done().receive()).isNull();
    }

    @Test
    void context(Context context) {
      assertThat(context.withCancel().err()).isNull();
      assertThat(Context.background().withCancel().err()).isNull();
    }

    @Test
    void timer() {
      Timer.afterFunc(HOUR, () -> {});
    }
  }

  @VirtualTime
  @NoLeaks(graceMillis = 20)
  static class BubbleFirst extends LeaksFirst {}

  @Test
  void inABubble() {
    for (Class<?> type : List.of(LeaksFirst.class, BubbleFirst.class)) {
      JUnitRun run = JUnitRun.of(type);
      assertThat(run.unsuccessful())
          .as("%s", type)
          .containsExactly(
              "clean() FAILED: BubbleDeadlockError: deadlock: main bubble goroutine has exited but"
                  + " blocked goroutines remain",
              "context(Context) FAILED: AssertionError: leak: 1 left behind:",
              "timer() FAILED: AssertionError: leak: 1 left behind:");
      assertThat(run.failureOf("context(Context)"))
          .hasMessageContaining("context.Background.WithCancel: was not canceled")
          .hasMessageContaining("NoLeaksTest$LeaksFirst.context(");
      assertThat(run.failureOf("timer()")).hasMessageContaining("the function is still to run");
    }
  }

  @NoLeaks(graceMillis = 0)
  @Execution(ExecutionMode.CONCURRENT)
  static class Parallel {
    @RepeatedTest(100)
    void clean() {
      try (CancelableContext context = Context.background().withCancel()) {
        assertThat(context.err()).isNull();
      }
    }

    @Test
    void leaking() {
      for (int i = 0; i < 100; i++) {
        Go.go(never::receive);
        assertThat(Context.background().withCancel().err()).isNull();
      }
    }
  }

  @Test
  void testsThatRunAtTheSameTimeAreToldApart() {
    JUnitRun run =
        JUnitRun.of(
            Parallel.class,
            "junit.jupiter.execution.parallel.enabled",
            "true",
            "junit.jupiter.execution.parallel.config.strategy",
            "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism",
            "4");
    assertThat(run.tests()).isEqualTo(101);
    assertThat(run.unsuccessful())
        .containsExactly("leaking() FAILED: AssertionError: leak: 200 left behind:");
  }

  @Test
  void theSample() {
    JUnitRun run = JUnitRun.of(NoLeaksSamples.CounterTest.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(1);
  }
}
