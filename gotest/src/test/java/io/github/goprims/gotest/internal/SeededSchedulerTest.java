package io.github.goprims.gotest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SeededSchedulerTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1); // none of the runs stalls
  private static final int SEEDS_OF_NEW_JVM = 10;

  /** What a run was: the picks, and what the goroutines did in turn. */
  private record Run(long picks, List<String> events, @Nullable String disturbance) {}

  private static Run run(long seed, List<String> events, Task body) throws InterruptedException {
    World world = new World(PATIENCE, seed, true);
    Outcome outcome = world.run(body);
    assertThat(outcome.failure()).isNull();
    assertThat(outcome.end()).isEqualTo(Outcome.End.ENDED);
    SeededScheduler scheduler = Objects.requireNonNull(world.scheduler);
    scheduler.runner.join();
    return new Run(scheduler.fingerprint(), List.copyOf(events), scheduler.disturbance());
  }

  /** Some of everything. */
  private static Run runOfAllKinds(long seed) throws InterruptedException {
    List<String> events = new ArrayList<>(); // one at a time
    return run(
        seed,
        events,
        () -> {
          Channel<Integer> unbuffered = Channel.make();
          Channel<Integer> buffered = Channel.make(2);
          Mutex mutex = new Mutex();
          RWMutex readers = new RWMutex();
          WeightedSemaphore permits = WeightedSemaphore.of(2);
          WaitGroup group = new WaitGroup();
          for (int i = 0; i < 4; i++) {
            int me = i;
            group.go(
                () -> {
                  for (int round = 0; round < 3; round++) {
                    (round == 1 ? unbuffered : buffered).send(10 * me + round);
                    mutex.lock();
                    events.add("locked " + me);
                    mutex.unlock();
                    readers.rLock();
                    permits.acquire(1);
                    Go.sleep(Duration.ofMillis(me % 2));
                    events.add("slept " + me);
                    permits.release(1);
                    readers.rUnlock();
                  }
                });
          }
          try (CancelableContext context = Context.background().withTimeout(PATIENCE)) {
            Go.go(
                () -> {
                  group.await();
                  events.add("all done");
                  context.cancel();
                });
            Select select = Select.create();
            var one = select.onReceive(unbuffered);
            var other = select.onReceive(buffered);
            var done = select.onReceive(context.done());
            for (var chosen = select.await(); chosen != done; chosen = select.await()) {
              events.add("received " + (chosen == one ? one : other).value());
              readers.lock();
              readers.unlock();
            }
          }
          try (ErrGroup errors = ErrGroup.create()) {
            errors.limit(2);
            for (int i = 0; i < 4; i++) {
              int me = i;
              errors.go(() -> events.add("task " + me));
            }
            errors.await();
          }
        });
  }

  @Test
  void theSameSeedGivesTheSameOrder() throws Exception {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      Run first = runOfAllKinds(seed);
      assertThat(runOfAllKinds(seed)).as("seed %d", seed).isEqualTo(first);
      assertThat(first.disturbance).isNull();
      orders.add(first.events);
    }
    assertThat(orders).as("orders of 200 seeds").hasSizeGreaterThan(190);
  }

  @Test
  void theSameSeedGivesTheSameOrderInANewJvm() throws Exception {
    List<String> expected = new ArrayList<>();
    for (long seed = 0; seed < SEEDS_OF_NEW_JVM; seed++) {
      expected.add(text(runOfAllKinds(seed)));
    }
    assertThat(OwnJvm.outputOf(NewJvm.class, "--add-opens", "java.base/java.lang=ALL-UNNAMED"))
        .isEqualTo(expected);
  }

  private static String text(Run run) {
    return run.picks + " " + run.events;
  }

  /** Prints some runs, the first of which has all classes to load. */
  static final class NewJvm {
    private NewJvm() {}

    public static void main(String[] args) throws InterruptedException {
      for (long seed = 0; seed < SEEDS_OF_NEW_JVM; seed++) {
        System.out.println(text(runOfAllKinds(seed)));
      }
    }
  }

  @Test
  void eachOrderComesUp() throws Exception {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      List<String> events = new ArrayList<>();
      orders.add(
          run(
                  seed,
                  events,
                  () -> {
                    for (String name : new String[] {"a", "b", "c"}) {
                      Go.go(() -> events.add(name));
                    }
                  })
              .events);
    }
    assertThat(orders).as("orders of three").hasSize(6);
  }

  @Test
  void onlyOneGoroutineRunsAtATime() throws Exception {
    int[] count = {0}; // not atomic, not volatile
    List<String> events = new ArrayList<>();
    run(
        1,
        events,
        () -> {
          Channel<Integer> turns = Channel.make(1);
          for (int i = 0; i < 100; i++) {
            Go.go(
                () -> {
                  for (int round = 0; round < 100; round++) {
                    count[0]++;
                    turns.trySend(round);
                    turns.tryReceive();
                  }
                });
          }
        });
    assertThat(count[0]).isEqualTo(10_000);
  }

  @Test
  void tellsWhenAnotherThreadMadeOneGoOn() throws Exception {
    Run run = run(1, new ArrayList<>(), () -> Thread.sleep(20));
    assertThat(run.disturbance).contains("VirtualThread-unparker");
  }

  @Test
  void goroutinesThatWaitForEachOtherInWaysOfTheJdkAreNoOthers() throws Exception {
    Run run =
        run(
            1,
            new ArrayList<>(),
            () -> {
              CompletableFuture<Integer> answer = new CompletableFuture<>();
              Thread last = Go.go(answer::join);
              Go.go(() -> answer.complete(1));
              last.join();
            });
    assertThat(run.disturbance).isNull();
  }

  @Test
  void theGarbageCollectorIsNoOther() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread collector =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    System.gc();
                  }
                });
    try {
      for (long seed = 0; seed < 5; seed++) {
        Run run =
            run(
                seed,
                new ArrayList<>(),
                () -> {
                  for (int i = 0; i < 10; i++) {
                    Go.go(
                        () -> {
                          for (int round = 0; round < 1_000; round++) {
                            Channel.make(1).trySend(round);
                          }
                        });
                  }
                });
        assertThat(run.disturbance).as("seed %d", seed).isNull();
      }
    } finally {
      done.set(true);
      collector.join();
    }
  }

  @EveryThreadKind
  void whoeverRunsABubbleIsNoOther(ThreadKind kind) throws Exception {
    Attempt<World> attempt =
        kind.attempt(
            "runs a bubble",
            () -> {
              World world = new World(PATIENCE, 1, true);
              Outcome outcome =
                  world.run(
                      () -> {
                        Go.go(() -> Channel.make().receive());
                        Channel.make().receive();
                      });
              assertThat(outcome.end()).isEqualTo(Outcome.End.DEADLOCK);
              return world;
            });
    assertThat(Objects.requireNonNull(attempt.result()).disturbance()).isNull();
  }

  /** Whatever the JDK throws where it runs a thread: the others go on, and it is told. */
  @Test
  void aStepThatThrowsIsAFailureAndEndsNoOther() throws Exception {
    World world = new World(PATIENCE, 1, true);
    IllegalStateException broken = new IllegalStateException("of a step");
    Outcome outcome =
        world.run(
            () -> {
              Objects.requireNonNull(world.scheduler)
                  .execute(
                      () -> {
                        throw broken;
                      });
              Go.go(() -> Go.sleep(PATIENCE));
              Go.sleep(PATIENCE.multipliedBy(2));
            });
    assertThat(outcome.end()).isEqualTo(Outcome.End.ENDED);
    assertThat(outcome.failure()).isSameAs(broken);
  }

  /** The thread that runs all rests between the steps, also when it has been interrupted. */
  @Test
  void anInterruptOfTheRunnerDoesNotKeepItFromResting() throws Exception {
    World world = new World(PATIENCE, 1, true);
    Channel<Integer> outside = Channel.make();
    Attempt<Outcome> run =
        ThreadKind.PLATFORM.attempt("runs a bubble", () -> world.run(outside::receive));
    Await.until("a runner", () -> world.scheduler != null);
    Thread runner = Objects.requireNonNull(world.scheduler).runner;
    for (int i = 0; i < 3; i++) {
      runner.interrupt();
      Await.until("flag cleared", () -> !runner.isInterrupted());
      Await.until("rests", () -> runner.getState() == Thread.State.WAITING);
    }
    outside.send(1);
    assertThat(Objects.requireNonNull(run.result()).end()).isEqualTo(Outcome.End.ENDED);
  }

  @Test
  void aThreadOfOthersGoesOnAfterTheEnd() throws Exception {
    AtomicBoolean goOn = new AtomicBoolean();
    Thread[] left = new Thread[1];
    run(
        1,
        new ArrayList<>(),
        () ->
            left[0] =
                Thread.startVirtualThread(
                    () -> {
                      while (!goOn.get()) {
                        LockSupport.park();
                      }
                    }));
    Await.until("parked", () -> left[0].getState() == Thread.State.WAITING);
    goOn.set(true);
    LockSupport.unpark(left[0]);
    left[0].join();
  }

  @Test
  void aContendedMonitorIsReportedOrWaitedFor() throws Exception {
    List<String> output =
        OwnJvm.outputOf(ContendedMonitor.class, "--add-opens", "java.base/java.lang=ALL-UNNAMED");
    if (Runtime.version().feature() < 24) {
      assertThat(output)
          .contains("STALL")
          .anySatisfy(line -> assertThat(line).contains("ContendedMonitor.lambda$enter"))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("all goroutines of a schedule run on one thread, and that"));
    } else {
      assertThat(output).containsExactly("ENDED", "disturbed: true");
    }
  }

  /** One goroutine yields in a monitor, another wants in. */
  static final class ContendedMonitor {
    private ContendedMonitor() {}

    private static Task enter(Object monitor, Channel<Integer> channel) {
      return () -> {
        synchronized (monitor) {
          for (int i = 0; i < 100; i++) {
            channel.trySend(i);
          }
          channel.receive();
        }
      };
    }

    public static void main(String[] args) throws InterruptedException {
      World world = new World(Duration.ofMillis(300), 1, true);
      Outcome outcome =
          world.run(
              () -> {
                Object monitor = new Object();
                Channel<Integer> channel = Channel.make();
                Go.go(enter(monitor, channel));
                Go.go(enter(monitor, channel));
                channel.send(1);
                channel.send(2);
              });
      System.out.println(outcome.end());
      if (outcome.end() == Outcome.End.ENDED) {
        System.out.println("disturbed: " + (world.disturbance() != null));
      } else {
        System.out.println(outcome.report());
      }
    }
  }
}
