package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alarms set, cancelled and rung by many threads at once, in real time. */
@ExtendWith(LeakCheck.class)
class AlarmStressTest {

  private static final int SETTERS = 4;
  private static final int ROUNDS = 25_000 * Integer.getInteger("goprims.stress.rounds", 1);

  /** Alarms of a setter that are under way at a time. */
  private static final int OPEN = 64;

  /** An alarm that one thread sets, again when it has rung or was cancelled, by whomever. */
  private static final class Bell extends Alarm {
    final AtomicInteger ends = new AtomicInteger();
    volatile long deadline;
    int settings;

    @Override
    protected void ring() {
      if (TimeSource.current().nanoTime() >= deadline) {
        ends.incrementAndGet();
      }
    }

    void cancelledIf(boolean cancelled) {
      if (cancelled) {
        ends.incrementAndGet();
      }
    }

    void awaitEnd() {
      if (ends.get() < settings) {
        Await.until(settings + " ends, not " + ends, () -> ends.get() >= settings);
      }
      assertThat(ends.get()).as("one end for each setting").isEqualTo(settings);
    }
  }

  @Test
  @Spec({"TIMER-03", "TIMER-18"})
  void eachSettingRingsOrIsCancelledOnce() {
    run(new StripedScheduler(TimeSource.current(), 4));
  }

  @Test
  @Spec("TIMER-18")
  void oneStripeWillDo() {
    run(new StripedScheduler(TimeSource.current(), 1));
  }

  private static void run(StripedScheduler scheduler) {
    long seed = Long.getLong("goprims.seed", System.nanoTime());
    System.out.println("AlarmStressTest: -Dgoprims.seed=" + seed);
    Bell[] bells = Stream.generate(Bell::new).limit(SETTERS * OPEN).toArray(Bell[]::new);
    List<Thread> setters = new ArrayList<>();
    for (int i = 0; i < SETTERS; i++) {
      Random random = new Random(seed + i);
      int first = i * OPEN;
      ThreadKind kind = ThreadKind.values()[i % 2];
      setters.add(kind.start("setter " + i, () -> set(scheduler, bells, first, random)));
    }
    setters.forEach(Await::ended);
    assertThat(scheduler.pending()).isZero();
  }

  /** Sets its own alarms again and again, and cancels any. */
  private static void set(StripedScheduler scheduler, Bell[] bells, int first, Random random) {
    for (int round = 0; round < ROUNDS; round++) {
      Bell bell = bells[first + round % OPEN];
      bell.awaitEnd();
      bell.settings++;
      bell.deadline = TimeSource.current().nanoTime() + random.nextInt(100_000);
      scheduler.schedule(bell, bell.deadline);
      Bell any = bells[random.nextInt(bells.length)];
      any.cancelledIf(random.nextBoolean() && scheduler.cancel(any));
    }
    for (int i = first; i < first + OPEN; i++) {
      bells[i].awaitEnd();
    }
  }

  @Test
  void oneCarrierWillDo() throws Exception {
    List<String> output =
        OwnJvm.outputOf(
            OneCarrier.class,
            "-ea",
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    assertThat(output)
        .containsExactly("before: []", "for ever: []", "then: [goprims-alarms]", "10000 rang");
  }

  /** The program of that process; it ends though the driver does not. */
  static final class OneCarrier {
    public static void main(String[] args) throws InterruptedException {
      Scheduler scheduler = TimeSource.current().scheduler();
      AtomicInteger rang = new AtomicInteger();
      Thread setter =
          Thread.startVirtualThread(
              () -> {
                System.out.println("before: " + libraryThreads());
                Alarm never = new Count(rang);
                scheduler.schedule(never, TimeSource.FOREVER);
                scheduler.cancel(never);
                System.out.println("for ever: " + libraryThreads());
                for (int i = 0; i < 10_000; i++) {
                  scheduler.schedule(new Count(rang), TimeSource.current().nanoTime() + 1_000);
                }
                System.out.println("then: " + libraryThreads());
                // Holds the only carrier: alarms do not need it.
                while (rang.get() < 10_000) {
                  Thread.onSpinWait();
                }
              });
      setter.join();
      System.out.println(rang + " rang");
    }

    private static List<String> libraryThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getName)
          .filter(name -> name.startsWith("goprims"))
          .toList();
    }
  }

  private static final class Count extends Alarm {
    private final AtomicInteger rang;

    Count(AtomicInteger rang) {
      this.rang = rang;
    }

    @Override
    protected void ring() {
      rang.incrementAndGet();
    }
  }
}
