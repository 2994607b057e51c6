package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The search for contexts that nobody canceled, in processes of their own. */
class ContextLeaksTest {

  @Test
  @Spec("DIAG-11")
  void anUncanceledDropIsReportedWithItsOrigin() throws Exception {
    String output = run("-Dgoprims.debug=owners, leaks");
    assertThat(output)
        .contains("context was dropped uncanceled: context.Background.WithCancel.WithCancel")
        .contains("ContextLeaksTest$Program.lose(ContextLeaksTest.java:")
        .contains("the end");
    assertThat(output.lines().filter(line -> line.contains("dropped uncanceled"))).hasSize(1);
  }

  @Test
  void nothingIsWatchedUnlessWanted() throws Exception {
    assertThat(run("-Dgoprims.debug=owners")).isEqualTo("the end\n");
    assertThat(Context.background().withCancel()).isInstanceOf(CancelContext.class);
  }

  @Test
  void onePlaceIsReportedAtPowersOfTen() throws Exception {
    List<String> reports =
        OwnJvm.outputOf(Careless.class, "-Dgoprims.debug=leaks").stream()
            .filter(line -> line.contains("dropped uncanceled"))
            .toList();
    assertThat(reports).hasSize(3);
    assertThat(reports.get(0)).contains("dropped uncanceled: context.Background.WithCancel");
    assertThat(reports.get(1)).contains("dropped uncanceled, the 10th from this place: context");
    assertThat(reports.get(2)).contains("dropped uncanceled: context.Background.WithDeadline");
  }

  private static String run(String property) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                property,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    StringBuilder output = new StringBuilder();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = property.contains("leaks") ? reader.readLine() : null;
      while (line != null) {
        output.append(line).append('\n');
        line = line.contains("dropped uncanceled") ? null : reader.readLine();
      }
      process.getOutputStream().close(); // the program has waited for that
      reader.lines().forEach(rest -> output.append(rest).append('\n'));
    }
    assertThat(process.waitFor()).as(output.toString()).isZero();
    return output.toString();
  }

  /** Drops twenty contexts at one place, and one at another. */
  static final class Careless {
    private static final ByteArrayOutputStream ERRORS = new ByteArrayOutputStream();
    private static final int DROPPED = 20;

    private Careless() {}

    public static void main(String[] args) {
      System.setErr(new PrintStream(ERRORS, true, StandardCharsets.UTF_8));
      for (int i = 0; i < DROPPED; i++) {
        Context.background().withCancel();
      }
      awaitReport("10th");
      Context.background().withTimeout(Duration.ofDays(1));
      awaitReport("WithDeadline");
      System.out.print(ERRORS.toString(StandardCharsets.UTF_8));
    }

    private static void awaitReport(String text) {
      Await.until(
          "a report of " + text,
          () -> {
            System.gc();
            return ERRORS.toString(StandardCharsets.UTF_8).contains(text);
          });
    }
  }

  /** The program of those processes. */
  static final class Program {
    private static final Context ROOT = Context.background();

    public static void main(String[] args) throws Exception {
      CancelableContext parent = ROOT.withCancel();
      Context kept = lose(parent);
      useWell(parent);
      Thread collector = Thread.ofPlatform().daemon().start(Program::collect);
      System.in.read(); // until the report has been seen
      collector.interrupt();
      collector.join();
      if (kept.err() != null) {
        throw new AssertionError("ended by the report");
      }
      parent.cancel();
      System.out.println("the end");
    }

    private static void collect() {
      while (!Thread.currentThread().isInterrupted()) {
        System.gc();
        LockSupport.parkNanos(10_000_000);
      }
    }

    /** Nobody can cancel the context any more, though it is in use. */
    private static Context lose(Context parent) {
      return parent.withCancel().withValue(Key.named("k"), 1);
    }

    private static void useWell(CancelableContext parent) {
      List<CancelableContext> ended = new ArrayList<>();
      try (CancelableContext context = parent.withTimeout(Duration.ofDays(1))) {
        ended.add(Context.anyOf(parent, context));
        ended.add(context.withCancel());
      }
      CancelableContext other = ROOT.withCancel();
      other.withCancel();
      other.close();
      ended.clear();
    }
  }
}
