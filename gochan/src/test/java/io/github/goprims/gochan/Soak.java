package io.github.goprims.gochan;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Random rounds over channels and selects for as many minutes as asked for, each checked to the
 * last value.
 *
 * <pre>{@code
 * ./mvnw -Psoak -pl gochan -am verify -Dsoak.minutes=20 -Dsoak.parallelism=1 -Dgoprims.seed=N
 * }</pre>
 *
 * <p>The seed of a round, which a finding prints, starts a soak with that very round. It decides
 * all choices, but no interleaving.
 *
 * <p>A finding ends the soak, with the seed, the channels and what each thread waits for. That
 * nothing moves for {@code soak.patience} seconds is a finding too. Everything that watches runs on
 * platform threads: virtual threads may starve each other for seconds, and with parallelism 1 they
 * do. Nor does any thread of a round wait for a third one's timely help.
 */
final class Soak {

  private static final long MINUTES = Long.getLong("soak.minutes", 20);
  private static final long PATIENCE = Long.getLong("soak.patience", 120);
  private static final String PARALLELISM = System.getProperty("soak.parallelism", "default");
  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());

  /** A million in the usual 20 minutes. */
  private static final long CANCELLED_PER_MINUTE = 50_000;

  private static final int CANCELLED_AT_ONCE = 25_000;

  private final long start = System.nanoTime();
  private final SoakCounts counts = new SoakCounts();
  private final SoakSilence silence = new SoakSilence();
  private volatile long roundSeed;
  private volatile @Nullable SoakRound round;

  private Soak() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    if (!PARALLELISM.equals("default")) {
      // In time: the scheduler is made with the first virtual thread.
      System.setProperty("jdk.virtualThreadScheduler.parallelism", PARALLELISM);
      System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", PARALLELISM);
    }
    boolean checked = false;
    assert checked = true;
    System.out.printf(
        "soak: %d minutes, parallelism %s, assertions %s, JDK %s, -Dgoprims.seed=%d%n",
        MINUTES, PARALLELISM, checked ? "on" : "off", Runtime.version(), SEED);
    new Soak().run();
  }

  private void run() {
    Thread.ofPlatform().name("soak watchdog").daemon().start(this::watch);
    try {
      long minutes = Math.max(1, MINUTES);
      long next = SEED;
      while (elapsed().toSeconds() < 60 * minutes) {
        next = playRound(next);
        if (counts.cancelled < CANCELLED_PER_MINUTE * elapsed().toSeconds() / 60) {
          counts.heapAfterGc = silence.play(new SplittableRandom(next), CANCELLED_AT_ONCE);
          counts.cancelled += CANCELLED_AT_ONCE;
        }
      }
    } catch (Throwable failure) {
      finding(failure);
    }
    System.out.printf(
        "soak ended well after %s: %s, parallelism %s, -Dgoprims.seed=%d%n",
        time(), counts, actualParallelism(), SEED);
  }

  /** Plays the round of this seed, and gives the seed of the next one. */
  private long playRound(long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    long next = random.nextLong();
    SoakRound current =
        switch (random.nextInt(4)) {
          case 0, 1 -> new SoakChaos(random);
          case 2 -> new SoakPipeline(random);
          default -> new SoakTokens(random);
        };
    roundSeed = seed;
    round = current;
    current.play();
    current.addTo(counts);
    counts.rounds++;
    round = null;
    return next;
  }

  /** Prints where the soak is, and looks whether it still moves. */
  private void watch() {
    long lastProgress = -1;
    long still = 0;
    try {
      for (int second = 1; ; second++) {
        Thread.sleep(1_000);
        if (second % 10 == 0) {
          System.out.printf("soak %s: %s%n", time(), counts);
        }
        SoakRound current = round;
        long progress =
            counts.rounds + silence.progress() + (current == null ? 0 : current.progress());
        // Counted, not timed: the whole process may have been stopped for a while.
        still = progress == lastProgress ? still + 1 : 0;
        lastProgress = progress;
        if (still > PATIENCE) {
          finding(new AssertionError("nothing has moved for " + PATIENCE + " seconds"));
        }
      }
    } catch (Throwable failure) {
      finding(failure);
    }
  }

  private synchronized void finding(Throwable failure) {
    System.out.printf(
        "soak FOUND something after %s: %s%nRepeat from that round on: -Dgoprims.seed=%d%n",
        time(), counts, roundSeed);
    failure.printStackTrace(System.out);
    SoakRound current = round;
    System.out.println(current == null ? silence.dump() : current.dump());
    System.out.flush();
    Runtime.getRuntime().halt(1);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private String time() {
    Duration elapsed = elapsed();
    return "%02d:%02d".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
  }

  /** What the scheduler says itself, where it does (JDK 24). */
  private static String actualParallelism() {
    try {
      ObjectName name = new ObjectName("jdk.management:type=VirtualThreadScheduler");
      return String.valueOf(
          ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Parallelism"));
    } catch (JMException e) {
      return PARALLELISM;
    }
  }
}
