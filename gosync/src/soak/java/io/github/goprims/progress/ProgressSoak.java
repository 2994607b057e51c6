package io.github.goprims.progress;

import io.github.goprims.gocontext.Key;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sees that nothing waits that is documented as not waiting, and that deadlines come, while
 * goroutines compute on all carriers.
 *
 * <pre>{@code
 * ./mvnw -Psoak -pl gosync -am verify -Dsoak.of=progress -Dsoak.minutes=20 -Dsoak.parallelism=1
 *     -Dgoprims.seed=N
 * }</pre>
 *
 * <p>A finding is what took more than 50 ms longer than the longest pause of the machine around it,
 * or did not come back; for a deadline, three such pauses are allowed. It ends the soak, unless
 * {@code -Dsoak.jvm=-Dsoak.findings=N} allows for more of them.
 */
final class ProgressSoak {

  static final Key<String> KEY = Key.named("key");

  private static final long MINUTES = Math.max(1, Long.getLong("soak.minutes", 20));
  private static final int FINDINGS = Integer.getInteger("soak.findings", 1);
  private static final String PARALLELISM = System.getProperty("soak.parallelism", "default");
  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int TRAFFIC = 10;
  private static final int CALLERS = 3;

  /** What all that is under way may weigh. */
  private static final long SLACK = 32 << 20;

  private final Pauses pauses = new Pauses();
  private final Stopwatch watch = new Stopwatch(pauses, FINDINGS);
  private final Operations operations = new Operations(watch);
  private final Hogs hogs = new Hogs(pauses, operations);
  private final Deadlines deadlines = new Deadlines(pauses, watch, operations);

  private ProgressSoak() {}

  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    int carriers = Runtime.getRuntime().availableProcessors();
    if (!PARALLELISM.equals("default")) {
      carriers = Integer.parseInt(PARALLELISM);
    }
    System.out.printf(
        "progress soak: %d minutes, parallelism %s, JDK %s, -Dgoprims.seed=%d%n",
        MINUTES, PARALLELISM, Runtime.version(), SEED);
    new ProgressSoak().run(carriers);
    System.exit(0);
  }

  private void run(int carriers) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    pauses.start();
    watch.start();
    hogs.start(carriers, random.split());
    Traffic traffic = new Traffic(operations);
    traffic.start(TRAFFIC, random.split());
    traffic.startCallers(CALLERS, random.split());
    deadlines.start(random.split());
    long first = 0;
    for (long minute = 1; minute <= MINUTES; minute++) {
      TimeUnit.SECONDS.sleep(60);
      long heap = quietHeap();
      System.out.printf(
          "progress soak, minute %d: %,d bursts of computing, longest pause %s, heap %,d KB%n%s",
          minute, hogs.bursts(), Stopwatch.millis(pauses.longest()), heap >> 10, watch);
      if (first == 0) {
        first = heap;
      } else if (heap > first + SLACK) {
        watch.finding("the heap grew from %d to %d".formatted(first, heap));
      }
    }
    if (watch.findings() > 0) {
      System.out.println("soak FOUND " + watch.findings());
      System.exit(1);
    }
    System.out.printf("progress soak ended well, -Dgoprims.seed=%d%n", SEED);
  }

  /** The heap without crowds. */
  private long quietHeap() throws InterruptedException {
    operations.quiet = true;
    for (int i = 0; i < 300 && (operations.waiters() > 0 || deadlines.crowd() > 0); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    operations.quiet = false;
    return used;
  }
}
