package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Which goroutines there are. Other tests may run beside these, so each asks for its own. */
class GoroutinesTest {

  private final Channel<Void> release = Channel.make();

  @Test
  @Spec("DIAG-01")
  void aGoroutineIsThereFromItsStartUntilItsEnd() {
    Thread thread = Go.go("here", () -> release.receive());
    assertThat(names()).contains("here");
    assertThat(Goroutines.count()).isPositive();
    release.close();
    Await.ended(thread);
    assertThat(names()).doesNotContain("here");
  }

  @Test
  void oneThatFailsIsGoneAsWell() {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        Go.go(
            "fails",
            () -> {
              Thread.currentThread().setUncaughtExceptionHandler((t, e) -> failure.set(e));
              release.receive();
              throw new IllegalStateException("on purpose");
            });
    assertThat(names()).contains("fails");
    release.close();
    Await.ended(thread);
    assertThat(failure.get()).hasMessage("on purpose");
    assertThat(names()).doesNotContain("fails");
  }

  @Test
  void functionsOfTimersAreGoroutines() {
    Channel<Thread> started = Channel.make(1);
    Timer unused =
        Timer.afterFunc(
            Duration.ZERO,
            () -> {
              Thread.currentThread().setName("a timer's");
              started.trySend(Thread.currentThread());
              while (!release.isClosed()) {
                LockSupport.parkNanos(100_000);
              }
            });
    Await.until("a start", () -> started.length() == 1);
    assertThat(names()).contains("a timer's");
    release.close();
    Await.ended(started.tryReceive());
    assertThat(names()).doesNotContain("a timer's");
  }

  @Test
  @Spec("DIAG-01")
  void threadsOfTheFactoryAreGoroutinesOnceTheyRun() {
    ThreadFactory factory = Goroutines.factory("server");
    Thread first = factory.newThread(this::awaitRelease);
    Thread second = factory.newThread(this::awaitRelease);
    assertThat(first.isVirtual()).isTrue();
    assertThat(List.of(first.getName(), second.getName())).containsExactly("server-1", "server-2");
    assertThat(names()).doesNotContain("server-1", "server-2");
    first.start();
    Await.blocked(first, "chan receive");
    assertThat(names()).contains("server-1").doesNotContain("server-2");
    release.close();
    Await.ended(first);
    assertThat(names()).doesNotContain("server-1");
  }

  @Test
  void anExecutorOfTheFactoryTakesPart() throws Exception {
    try (ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Goroutines.factory("requests"))) {
      Future<?> task = executor.submit(this::awaitRelease);
      Await.until("the task", () -> names().contains("requests-1"));
      release.close();
      task.get();
    }
    // The executor knows of the end of its task, which is within that of the goroutine.
    Await.until("the goroutine has gone", () -> !names().contains("requests-1"));
  }

  @Test
  void theFactoryRefusesNull() {
    assertThatNullPointerException().isThrownBy(() -> Goroutines.factory(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> Goroutines.factory("a").newThread(null))
        .withMessage("task");
  }

  @Test
  void aSnapshotIsInTheOrderOfCreation() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      threads.add(Go.go(() -> release.receive()));
    }
    assertThat(Goroutines.snapshot())
        .extracting(Goroutine::thread)
        .filteredOn(threads::contains)
        .containsExactlyElementsOf(threads);
    release.close();
  }

  @Test
  void helpersOfTheLibraryAreNone() {
    assertThat(names()).noneMatch(name -> name.startsWith("goprims-"));
    assertThat(Goroutines.dump()).doesNotContain("goprims-");
  }

  /** Its whole text, but for the line numbers of the library. */
  @Test
  @Spec("DIAG-02")
  void aGroupShowsReasonPrimitiveThreadsAndStack() {
    Channel<String> orders = Channel.<String>make(64).named("orders for a group");
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      threads.add(Go.go("worker-" + i, () -> orders.receive()));
    }
    threads.forEach(thread -> Await.blocked(thread, "chan receive"));
    String group = groupWith("orders for a group");
    assertThat(
            group
                .replaceAll("for \\d+ ms( to \\d+ ms)?", "for a moment")
                .replaceAll(":\\d+\\)", ":1)")
                .replaceAll("\\$\\d+\\(", "\\$0("))
        .isEqualTo(
            """
            5 goroutines: chan receive, for a moment
                on orders for a group(length=0, capacity=64)
                threads worker-1, worker-2, worker-3 and 2 more
                at io.github.goprims.gochan.Channel.receive(Channel.java:1)
                at io.github.goprims.gochan.GoroutinesTest.lambda$aGroupShowsReasonPrimitiveThreadsAndStack$0(GoroutinesTest.java:1)""");
    orders.close();
    threads.forEach(Await::ended);
  }

  @Test
  void whatRunsIsRunning() {
    AtomicReference<Boolean> stop = new AtomicReference<>(false);
    Thread thread =
        Go.go(
            "computes",
            () -> {
              while (!stop.get()) {
                Thread.onSpinWait();
              }
            });
    Await.until("a start", () -> thread.getState() == Thread.State.RUNNABLE);
    assertThat(Goroutines.snapshot())
        .filteredOn(each -> each.thread() == thread)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.waitReason()).isEqualTo("running");
              assertThat(each.waitsOn()).isNull();
              assertThat(each.waitingSince()).isNull();
            });
    assertThat(groupWith(" goroutines?: running\n")).doesNotContain("    at ");
    stop.set(true);
    Await.ended(thread);
  }

  @Test
  void waitsInTheJdkAreWaiting() {
    Thread thread = Go.go("sleeps", () -> Thread.sleep(Duration.ofHours(1)));
    Await.until("sleep", () -> groupWith("threads sleeps").contains("waiting"));
    assertThat(groupWith("threads sleeps"))
        .startsWith("1 goroutine: waiting\n    threads sleeps\n    at java.lang.Thread.sleep");
    thread.interrupt();
    Await.ended(thread);
  }

  @Test
  void platformThreadsThatWaitInAPrimitiveAreShownApart() {
    Channel<String> channel = Channel.<String>make().named("of a platform thread");
    Thread thread =
        Thread.ofPlatform()
            .name("waits")
            .start(
                () -> {
                  try {
                    channel.receive();
                  } catch (InterruptedException e) {
                    // the end
                  }
                });
    Await.blocked(thread, "chan receive");
    assertThat(groupWith("of a platform thread"))
        .startsWith("1 other thread: chan receive, for ")
        .contains("\n    threads waits\n");
    assertThat(names()).doesNotContain("waits");
    channel.close();
    Await.ended(thread);
  }

  @Test
  @Spec("DIAG-04")
  void debugModeNotesWhereAGoroutineWasStarted() throws Exception {
    assertThat(OwnJvm.outputOf(Creation.class, "-Dgoprims.debug=goroutines"))
        .filteredOn(line -> line.contains("created at"))
        .hasSize(2)
        .allMatch(line -> line.matches("    created at .*Creation\\.main\\(.*:\\d+\\)"));
    assertThat(OwnJvm.outputOf(Creation.class)).noneMatch(line -> line.contains("created at"));
  }

  static final class Creation {
    private Creation() {}

    public static void main(String[] args) {
      Channel<Void> never = Channel.make();
      Thread unused = Go.go(() -> never.receive());
      Thread made = Goroutines.factory("made").newThread(LockSupport::park);
      made.start();
      Await.until("a start", () -> Goroutines.count() == 2);
      System.out.println(Goroutines.dump());
    }
  }

  private void awaitRelease() {
    try {
      release.receive();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names() {
    return Goroutines.snapshot().stream().map(Goroutine::name).toList();
  }

  private static String groupWith(String text) {
    for (String group : Goroutines.dump().strip().split("\n\n")) {
      if (group.matches("(?s).*" + text + ".*")) {
        return group;
      }
    }
    throw new AssertionError("no group with " + text);
  }
}
