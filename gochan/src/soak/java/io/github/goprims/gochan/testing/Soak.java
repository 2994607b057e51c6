package io.github.goprims.gochan.testing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Plays random rounds for as many minutes as asked for, each checked to the last value.
 *
 * <p>The seed of a round, which a finding prints, starts a soak with that very round. It decides
 * all choices, but no interleaving.
 *
 * <p>A finding ends the soak, with the seed, the objects of the round and what each thread waits
 * for. That nothing moves for {@code soak.patience} seconds is a finding too. Everything that
 * watches runs on platform threads: virtual threads may starve each other for seconds, and with
 * parallelism 1 they do. Nor does any thread of a round wait for a third one's timely help.
 */
public final class Soak {

  private static final long MINUTES = Math.max(1, Long.getLong("soak.minutes", 20));
  private static final long PATIENCE = Long.getLong("soak.patience", 120);
  private static final String PARALLELISM = System.getProperty("soak.parallelism", "default");
  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());

  private final String name;
  private final Function<SplittableRandom, SoakRound> rounds;
  private final long start = System.nanoTime();
  private final SoakCounts counts = new SoakCounts();
  private volatile long played; // written by the main thread only
  private volatile long roundSeed;
  private volatile @Nullable SoakRound round;

  private Soak(String name, Function<SplittableRandom, SoakRound> rounds) {
    this.name = name;
    this.rounds = rounds;
  }

  /**
   * Plays what {@code rounds} chooses by chance, in a JVM that does nothing else. The last line
   * that it prints tells all in brief.
   */
  public static void run(String name, Function<SplittableRandom, SoakRound> rounds) {
    Locale.setDefault(Locale.ROOT);
    boolean checked = false;
    assert checked = true;
    System.out.printf(
        "soak of %s: %d minutes, parallelism %s, assertions %s, JDK %s, -Dgoprims.seed=%d%n",
        name, MINUTES, PARALLELISM, checked ? "on" : "off", Runtime.version(), SEED);
    String actual = actualParallelism();
    require(
        PARALLELISM.equals("default") || PARALLELISM.equals(actual),
        "%s carriers, and not %s as asked for",
        actual,
        PARALLELISM);
    new Soak(name, rounds).run();
  }

  /** Fails with a message if the condition does not hold. */
  public static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new AssertionError(message.formatted(arguments));
    }
  }

  private void run() {
    Thread.ofPlatform().name("soak watchdog").daemon().start(this::watch);
    try {
      long next = SEED;
      while (elapsed().toSeconds() < 60 * MINUTES) {
        next = playRound(next);
      }
    } catch (Throwable failure) {
      finding(failure);
    }
    System.out.printf(
        "soak of %s ended well after %s: %s, parallelism %s, JDK %s, -Dgoprims.seed=%d%n",
        name, time(), counts, actualParallelism(), Runtime.version(), SEED);
  }

  /** Plays the round of this seed, and gives the seed of the next one. */
  private long playRound(long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    long next = random.nextLong();
    SoakRound current = rounds.apply(random);
    roundSeed = seed;
    round = current;
    current.play();
    counts.add("rounds", 1);
    counts.add("interrupts", current.interruptsSeen());
    current.addTo(counts);
    played++;
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
        long progress = played + (current == null ? 0 : current.progress());
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
    if (current != null) {
      System.out.println(current.dump());
    }
    System.out.printf(
        "soak of %s ended with a finding after %s: %s, parallelism %s, JDK %s, -Dgoprims.seed=%d%n",
        name, time(), first(failure), actualParallelism(), Runtime.version(), roundSeed);
    System.out.flush();
    Runtime.getRuntime().halt(1);
  }

  private static Throwable first(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : first(cause);
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
