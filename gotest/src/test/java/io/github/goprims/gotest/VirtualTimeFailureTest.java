package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult.Status;

/** How tests with {@link VirtualTime} fail, are skipped and run out of time. */
class VirtualTimeFailureTest {

  private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static final IllegalArgumentException FAILURE = new IllegalArgumentException("mine");

  @VirtualTime(patienceMillis = 300)
  static class Failing {
    static final List<String> AFTER = new CopyOnWriteArrayList<>();

    @Test
    void failure() {
      throw FAILURE;
    }

    @Test
    void goroutine() {
      Go.go(
          () -> {
            throw FAILURE;
          });
    }

    @Test
    void skipped() {
      assumeTrue(false, "not here");
    }

    @Test
    void deadlock() throws InterruptedException {
      Channel.make("orders", 0).receive();
    }

    @Test
    void leftBlocked() {
      Go.go("worker", () -> Channel.make("orders", 0).receive());
    }

    @Test
    void failureAndLeftBlocked() {
      Go.go("worker", () -> Channel.make("orders", 0).receive());
      throw FAILURE;
    }

    @Test
    void stall() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @AfterEach
    void tearDown() {
      AFTER.add(Bubble.isInside() ? "inside" : "outside");
    }
  }

  @Test
  @Spec({"SYNCTEST-22", "SYNCTEST-10"})
  void failuresComeAsTheyAre() {
    Failing.AFTER.clear();
    JUnitRun run = JUnitRun.of(Failing.class);
    assertThat(run.unsuccessful())
        .containsExactly(
            "deadlock() FAILED: BubbleDeadlockError: deadlock: all goroutines in bubble are blocked",
            "failure() FAILED: IllegalArgumentException: mine",
            "failureAndLeftBlocked() FAILED: IllegalArgumentException: mine",
            "goroutine() FAILED: IllegalArgumentException: mine",
            "leftBlocked() FAILED: BubbleDeadlockError: deadlock: main bubble goroutine has exited"
                + " but blocked goroutines remain",
            "skipped() ABORTED: TestAbortedException: Assumption failed: not here",
            "stall() FAILED: BubbleStalledError: stalled: time has stood still for 300 ms of real"
                + " time, held back by:");
    assertThat(run.failureOf("failure()")).isSameAs(FAILURE);
    assertThat(run.failureOf("goroutine()")).isSameAs(FAILURE);
    assertThat(Failing.AFTER)
        .containsOnly("inside", "outside")
        .filteredOn("outside"::equals)
        .as("after a deadlock and a stall")
        .hasSize(2);
  }

  /** The report of the goroutine of the test ends with its method, not with all of JUnit. */
  @Test
  void aDeadlockTellsOfTheTest() {
    String report = String.valueOf(JUnitRun.of(Failing.class).failureOf("deadlock()").getMessage());
    assertThat(report.replaceAll("bubble-\\d+", "bubble-1").replaceAll("\\.java:\\d+", ".java"))
        .isEqualTo(
            """
            deadlock: all goroutines in bubble are blocked

            goroutine "bubble-1" (body of the test): chan receive, for 0 ms of bubble time
                on orders(length=0, capacity=0)
                at io.github.goprims.gochan.Channel.receive(Channel.java)
                at io.github.goprims.gotest.VirtualTimeFailureTest$Failing.deadlock(VirtualTimeFailureTest.java)""");
  }

  @VirtualTime
  static class TooLong {
    @Test
    @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
    void sameThread() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Test
    @Timeout(
        value = 100,
        unit = TimeUnit.MILLISECONDS,
        threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void separateThread() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Test
    void virtual() throws InterruptedException {
      Go.sleep(DAY);
    }

    @AfterEach
    void tearDown() {
      assertThat(Bubble.isInside()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void aTimeoutInterruptsTheGoroutineOfTheTest() {
    JUnitRun run = JUnitRun.of(TooLong.class, Timeout.DEFAULT_TIMEOUT_PROPERTY_NAME, "10 s");
    assertThat(run.unsuccessful())
        .containsExactly(
            "sameThread() FAILED: TimeoutException: sameThread() timed out after 100 milliseconds",
            "separateThread() FAILED: TimeoutException: separateThread() timed out after 100"
                + " milliseconds");
    assertThat(run.statusOf("virtual()")).isEqualTo(Status.SUCCESSFUL);
  }

  @VirtualTime(patienceMillis = 1_000)
  static class BetweenSteps {
    @BeforeEach
    void setUp() throws InterruptedException {
      Go.sleep(DAY);
    }

    @Test
    void test(TestInfo info) {
      assertThat(info).isNotNull();
      assertThat(Bubble.now()).isEqualTo(BEGIN.plus(DAY));
    }
  }

  /** JUnit takes longer than the patience between two steps. */
  static final class Slow implements BeforeTestExecutionCallback {
    @Override
    public void beforeTestExecution(ExtensionContext context) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      assertThat(never.await(1_500, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @ExtendWith(Slow.class)
  static class BetweenSlowSteps extends BetweenSteps {}

  @Test
  void theTimeBetweenStepsIsNoStall() {
    JUnitRun run = JUnitRun.of(BetweenSlowSteps.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(1);
  }

  @VirtualTime
  static class Constructed {
    Constructed() {
      throw FAILURE;
    }

    @Test
    void test() {}
  }

  @Test
  void theFailureOfAConstructor() {
    assertThat(JUnitRun.of(Constructed.class).failureOf("test()")).isSameAs(FAILURE);
    Await.until("no session is left", () -> sessions() == 0);
  }

  private static long sessions() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("goprims-session"))
        .count();
  }
}
