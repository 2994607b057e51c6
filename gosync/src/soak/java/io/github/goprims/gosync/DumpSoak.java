package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutine;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Soak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Dumps all goroutines in a loop, beside goroutines that come and go, compute, and wait for each
 * other. No dump may miss one of those that wait throughout, or end the JVM.
 *
 * <pre>{@code
 * ./mvnw -Psoak -pl gosync -am verify -Dsoak.of=dumps -Dsoak.minutes=10 -Dsoak.parallelism=1
 * }</pre>
 */
public final class DumpSoak {

  private static final long MINUTES = Math.max(1, Long.getLong("soak.minutes", 20));
  private static final String PARALLELISM = System.getProperty("soak.parallelism", "default");
  private static final int STAYERS = 1_000;
  private static final int PARTIES = 8;

  private final Channel<Void> never = Channel.<Void>make().named("never");
  private final AtomicLong dumps = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private volatile boolean over;
  private volatile long sink;

  private DumpSoak() {}

  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    System.out.printf(
        "dump soak: %d minutes, parallelism %s, JDK %s%n", MINUTES, PARALLELISM, Runtime.version());
    new DumpSoak().run();
    System.exit(0);
  }

  private void run() throws InterruptedException {
    List<Thread> stayers = new ArrayList<>();
    for (int i = 0; i < STAYERS; i++) {
      stayers.add(Go.go(() -> never.receive()));
    }
    stayers.forEach(thread -> Await.blocked(thread, "chan receive"));
    for (int i = 0; i < PARTIES; i++) {
      startPingPong();
      startLocking();
      Go.go(this::compute);
      Go.go(this::startOthers);
    }
    List<Thread> dumpers =
        List.of(
            Thread.ofPlatform().start(guarded(this::dump)),
            Thread.ofPlatform().start(guarded(() -> look(Set.copyOf(stayers)))));
    for (long minute = 1; minute <= MINUTES; minute++) {
      Thread.sleep(Duration.ofMinutes(1));
      System.out.printf(
          "dump soak, minute %d: %,d dumps, %,d goroutines have ended%n",
          minute, dumps.get(), ended.get());
    }
    over = true;
    never.close();
    dumpers.forEach(Await::ended);
    Await.until("the end of all: " + Goroutines.count(), () -> Goroutines.count() == 0);
    System.out.println("dump soak ended well");
  }

  private Runnable guarded(Runnable body) {
    return () -> {
      try {
        while (!over) {
          body.run();
        }
      } catch (Throwable failure) {
        System.out.println("dump soak FOUND something after " + dumps + " dumps");
        failure.printStackTrace(System.out);
        Runtime.getRuntime().halt(1);
      }
    };
  }

  private void dump() {
    String dump = Goroutines.dump();
    Soak.require(
        over || dump.contains(STAYERS + " goroutines: chan receive, for "), "missed in %s", dump);
    Soak.require(Goroutines.report(Duration.ZERO).contains("many at one place") || over, "no leak");
    dumps.addAndGet(2);
  }

  private void look(Set<Thread> stayers) {
    Set<Thread> missing = new HashSet<>(stayers);
    Set<Thread> seen = new HashSet<>();
    for (Goroutine each : Goroutines.snapshot()) {
      Soak.require(seen.add(each.thread()), "seen twice: %s", each);
      if (missing.remove(each.thread()) && !over) {
        Soak.require(
            each.waitReason().equals("chan receive") && each.waitsOn() != null, "seen as %s", each);
      }
    }
    Soak.require(over || missing.isEmpty(), "missed: %s", missing);
    dumps.incrementAndGet();
  }

  private void startPingPong() {
    Channel<Integer> there = Channel.make();
    Channel<Integer> back = Channel.make(1);
    Go.go(
        () -> {
          for (int i = 1; !over; i++) {
            there.send(1, Duration.ofSeconds(1));
            back.receive(Duration.ofSeconds(1));
            restAfter(100, i);
          }
        });
    Go.go(
        () -> {
          Select select = Select.create();
          select.onReceive(there);
          while (!over) {
            if (select.await(Duration.ofSeconds(1)) != null) {
              back.trySend(2);
            }
          }
        });
  }

  private void startLocking() {
    Mutex mutex = new Mutex();
    for (int i = 0; i < 3; i++) {
      Go.go(
          () -> {
            for (int round = 1; !over; round++) {
              mutex.lock();
              Thread.yield();
              mutex.unlock();
              restAfter(10, round);
            }
          });
    }
  }

  private void compute() throws InterruptedException {
    long number = 1;
    while (!over) {
      for (int i = 0; i < 100_000; i++) {
        number = number * 31 + i;
      }
      sink = number;
      Go.sleep(Duration.ofMillis(1));
    }
  }

  private void startOthers() throws InterruptedException {
    while (!over) {
      WaitGroup group = new WaitGroup();
      for (int i = 0; i < 10; i++) {
        group.go(() -> ended.addAndGet(depth(20) / 20));
      }
      group.await();
    }
  }

  /** Lets others have the carrier, who might wait for it for ever with parallelism 1. */
  private static void restAfter(int rounds, int round) throws InterruptedException {
    if (round % rounds == 0) {
      Go.sleep(Duration.ofMillis(1));
    }
  }

  private static int depth(int frames) {
    return frames == 0 ? 0 : depth(frames - 1) + 1;
  }
}
