package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds the time of a bubble back for long: the run fails and shows it. */
@ExtendWith(LeakCheck.class)
class BubbleStallTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final BubbleOptions IMPATIENT =
      BubbleOptions.defaults().patience(Duration.ofMillis(300));

  static Stream<Arguments> stalls() {
    ReentrantLock lock = new ReentrantLock();
    Object monitor = new Object();
    Channel<Integer> outside = Channel.make("from outside", 0);
    return Stream.of(
        Arguments.of("ReentrantLock", "ReentrantLock", (Task) () -> waitFor(lock)),
        Arguments.of("Thread.sleep", "Thread.sleep", (Task) () -> Thread.sleep(60_000)),
        Arguments.of("Object.wait", "Object.wait", (Task) () -> waitAt(monitor)),
        Arguments.of("latch", "CountDownLatch", (Task) () -> new CountDownLatch(1).await()),
        Arguments.of("join", "Thread.join", (Task) BubbleStallTest::joinOne),
        Arguments.of("accept", "accept", (Task) BubbleStallTest::accept),
        Arguments.of("channel", "from outside", (Task) outside::receive),
        Arguments.of("timeout", "from outside", (Task) () -> outside.receive(SECOND)));
  }

  private static void waitFor(ReentrantLock lock) throws InterruptedException {
    Thread holder =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  lock.lock();
                  try {
                    Thread.sleep(60_000);
                  } catch (InterruptedException e) {
                    lock.unlock();
                  }
                });
    try {
      Await.until("held", lock::isLocked);
      lock.lockInterruptibly();
    } finally {
      holder.interrupt();
    }
  }

  private static void waitAt(Object monitor) throws InterruptedException {
    synchronized (monitor) {
      monitor.wait();
    }
  }

  private static void joinOne() throws InterruptedException {
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!Thread.interrupted()) {
                    LockSupport.park();
                  }
                });
    try {
      other.join();
    } finally {
      other.interrupt();
    }
  }

  private static void accept() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      server.accept();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stalls")
  @Spec({"SYNCTEST-05", "SYNCTEST-09"})
  void ifItLastsTheRunFailsAndShowsTheCulpritFirst(String name, String shown, Task wait) {
    AtomicReference<Thread> culprit = new AtomicReference<>();
    AtomicReference<Thread> innocent = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    IMPATIENT,
                    () -> {
                      innocent.set(Go.go("innocent", () -> Go.sleep(SECOND)));
                      culprit.set(Go.go("culprit", wait));
                      Go.sleep(SECOND);
                    }))
        .as(name)
        .isExactlyInstanceOf(BubbleStalledError.class)
        .hasMessageStartingWith(
            """
            stalled: time has stood still for 300 ms of real time, held back by:

            goroutine "culprit": \
            """)
        .hasMessageContaining(shown)
        .message()
        .containsSubsequence(
            "\n    created at ",
            "\n\nThe others wait for the bubble:\n\ngoroutine \"bubble-",
            " (body of the test): sleep, for 0 ms of bubble time\n    on PT1S",
            "goroutine \"innocent\": sleep, for 0 ms of bubble time",
            "\n    created at ");
    Await.ended(Objects.requireNonNull(culprit.get()));
    Await.ended(Objects.requireNonNull(innocent.get()));
  }

  /** The root itself: that its end is an interrupt is not what is to be told. */
  @Test
  @Spec("SYNCTEST-05")
  void aRootThatWaitsIsToldAsTheOthersAre() {
    assertThatThrownBy(() -> Bubble.run(IMPATIENT, () -> Thread.sleep(60_000)))
        .isExactlyInstanceOf(BubbleStalledError.class)
        .hasMessageContaining("Thread.sleep");
  }

  /** It computes: also that holds time back, and is shown. */
  @Test
  @Spec("SYNCTEST-05")
  void aLoopWithoutAnEndIsTold() {
    assertThatThrownBy(
            () ->
                Bubble.run(
                    IMPATIENT,
                    () -> {
                      while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                      }
                    }))
        .isExactlyInstanceOf(BubbleStalledError.class)
        .hasMessageContaining("aLoopWithoutAnEndIsTold");
  }

  /** Patience is for a time without any progress, not for the whole. */
  @Test
  @Spec("SYNCTEST-05")
  void aSlowTestIsNotAStall() throws Exception {
    Bubble.run(
        BubbleOptions.defaults().patience(Duration.ofSeconds(1)),
        () -> {
          for (int i = 0; i < 40; i++) {
            Thread.sleep(40);
            Go.sleep(SECOND);
          }
          assertThat(elapsed()).isEqualTo(SECOND.multipliedBy(40));
        });
  }
}
