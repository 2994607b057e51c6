package io.github.goprims.examples.relay;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The trial: starts a database, a producer and a consumer as processes of their own, kills the
 * latter two at random moments, and checks at the end that no job has got lost.
 */
public final class Relay {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int LONGEST_LIFE_MILLIS = 1_000;

  private final Context ctx;
  private final Options options;
  private final JobTable table;
  private final SideProcess producer;
  private final SideProcess consumer;

  private Relay(
      Context ctx, Options options, JobTable table, SideProcess producer, SideProcess consumer) {
    this.ctx = ctx;
    this.options = options;
    this.table = table;
    this.producer = producer;
    this.consumer = consumer;
  }

  /**
   * Runs the trial. The last line tells how it has ended; the status is 0 if all promises were
   * kept, 1 if not, and 2 if the arguments are wrong.
   *
   * @param args {@code --jobs N --kills N --seed N}, each with a default
   */
  public static void main(String[] args) {
    Options options;
    try {
      options = Options.of(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    boolean kept;
    try {
      kept = run(options);
    } catch (Exception e) {
      e.printStackTrace();
      System.out.println("BROKEN: the trial itself has failed, " + e);
      kept = false;
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean run(Options options) throws Exception {
    Path folder = Files.createTempDirectory("relay");
    System.out.printf("relay: %s, journals in %s%n", options, folder);
    Verdict verdict;
    try (CancelableContext ctx = Context.background().withTimeout(LIMIT);
        EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      try (JobTable table = JobTable.open(url, Duration.ZERO);
          SideProcess producer = new SideProcess("producer", url, folder);
          SideProcess consumer = new SideProcess("consumer", url, folder)) {
        verdict = new Relay(ctx, options, table, producer, consumer).run();
      }
    }
    verdict.problems().forEach(problem -> System.out.println("problem: " + problem));
    boolean kept = verdict.problems().isEmpty();
    if (kept) {
      delete(folder);
    }
    System.out.println((kept ? "kept: " : "BROKEN: ") + verdict.summary());
    return kept;
  }

  private static void delete(Path journals) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(journals)) {
      files = found.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(journals);
  }

  private Verdict run() throws Exception {
    Random random = new Random(options.seed());
    for (int kill = 1; kill <= options.kills(); kill++) {
      SideProcess victim = random.nextBoolean() ? producer : consumer;
      Duration life = Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS));
      await(() -> !victim.latest().isEmpty());
      ctx.sleep(life);
      victim.killAndRestart();
      progress("killed the %s (%d of %d)".formatted(victim, kill, options.kills()));
    }
    await(() -> producer.entries().size() >= options.jobs());
    producer.stop();
    progress("stopped the producer");
    await(() -> table.unfinished() == 0);
    consumer.stop();
    progress("stopped the consumer");
    return Verdict.of(producer.entries(), consumer.entries(), table.rows());
  }

  private void progress(String event) throws Exception {
    System.out.printf(
        "%s: %d jobs told to be stored, %d times done, %d not finished%n",
        event, producer.entries().size(), consumer.entries().size(), table.unfinished());
  }

  /** A state to wait for. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      producer.requireAlive();
      consumer.requireAlive();
      ctx.sleep(LOOK);
    }
  }
}
