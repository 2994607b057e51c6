package io.github.goprims.examples.diagnosing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.examples.Page;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/diagnosing.md} shows is what the programs do; and the cures are some. */
class DiagnosingPageTest {

  private static final Page PAGE = Page.of("docs/diagnosing.md", DiagnosingPageTest.class);

  private static final String OWNERS = "-Dgoprims.debug=owners";
  private static final String LEAKS = "-Dgoprims.debug=leaks";
  private static final String TWO_CARRIERS = "-Djdk.virtualThreadScheduler.parallelism=2";

  /** Starts the program as the page says. */
  private static Service start(String trouble, String... options) throws IOException {
    String command = String.join(" ", options) + " Diagnosing " + trouble;
    assertThat(PAGE.text()).contains("\nexamples/run " + command.strip() + "\n");
    return Service.start(List.of(options), trouble);
  }

  private static void isCured(String trouble) throws Exception {
    try (Service service = Service.start(List.of(), trouble, "--cured")) {
      service.awaitStart();
      assertThat(service.shows("goroutines", "0 goroutines\n")).isEqualTo("0 goroutines\n");
    }
  }

  @Test
  @Spec("DIAG-06")
  void leakedReceiversAreFoundByOneCommand() throws Exception {
    try (Service service = start("LeakedReceivers")) {
      service.awaitStart();
      PAGE.shows(
          "LeakedReceivers", service.shows("goroutines", "100000 goroutines: chan receive, for"));
      assertThat(service.shows("report?seconds=0", "100000 goroutines: chan receive, for"))
          .contains("they are leaked");
    }
  }

  @Test
  void receiversWhoseChannelIsClosedEnd() throws Exception {
    isCured("LeakedReceivers");
  }

  @Test
  void aProducerIsSeenAtItsFullChannel() throws Exception {
    try (Service service = start("BlockedProducer")) {
      PAGE.shows("BlockedProducer", service.shows("goroutines", "1 goroutine: chan send, for"));
      PAGE.shows("BlockedProducer, report", service.shows("report?seconds=0", "to send"));
    }
  }

  @Test
  void aProducerWhoseConsumerGoesOnEnds() throws Exception {
    isCured("BlockedProducer");
  }

  @Test
  @Spec("DIAG-07")
  void aCycleOfLocksIsReported() throws Exception {
    try (Service service = start("LockOrder", OWNERS)) {
      assertThat(service.shows("report", "deadlock of 2 threads")).contains("certain: it stays");
      PAGE.shows("LockOrder", service.shows("report?seconds=0", "goroutines are asleep"));
    }
  }

  @Test
  void locksInOneOrderAreFree() throws Exception {
    isCured("LockOrder");
  }

  @Test
  void lostContextsAreReportedWithTheirOrigin() throws Exception {
    try (Service service = start("LostContext", LEAKS)) {
      Pattern first = Pattern.compile("(?m)^WARNING: context was dropped.*\n.*\n(?:\tat .*\n)+");
      Pattern last = Pattern.compile("uncanceled, the 100th from this place");
      assertThat(service.written(last).group()).isNotEmpty();
      PAGE.shows("LostContext", service.written(first).group());
      assertThat(service.shows("goroutines", "0 goroutines\n")).isNotEmpty();
    }
  }

  @Test
  void canceledContextsAreNotReported() throws Exception {
    assertThat(OwnJvm.outputOf(CuredContexts.class, LEAKS))
        .filteredOn(line -> line.contains("dropped uncanceled"))
        .singleElement()
        .asString()
        .endsWith("context.Background.WithCancel");
  }

  @Test
  void heartbeatsOfClosedConnectionsAreSeen() throws Exception {
    try (Service service = start("ForgottenTicker")) {
      PAGE.shows(
          "ForgottenTicker", service.shows("goroutines", "1000 goroutines: chan receive, for"));
    }
  }

  @Test
  void heartbeatsUnderAContextEnd() throws Exception {
    isCured("ForgottenTicker");
  }

  @Test
  void goroutinesWithoutACarrierAreCounted() throws Exception {
    try (Service service = start("StarvedCarriers", TWO_CARRIERS)) {
      service.awaitStart();
      PAGE.shows("StarvedCarriers", service.shows("goroutines", "102 goroutines: "));
      String threads = service.jcmd("Thread.print");
      assertThat(threads).contains("Carrying virtual thread #");
      if (Runtime.version().feature() >= 25) {
        PAGE.shows("StarvedCarriers, jcmd", service.jcmd("Thread.vthread_scheduler"));
        assertThat(threads)
            .containsPattern("(?s)Mounted virtual thread #.*at .*StarvedCarriers\\.compute\\(");
      }
    }
  }

  @Test
  void requestsRunBesideComputersOnThreadsOfTheirOwn() throws Exception {
    isCured("StarvedCarriers");
  }

  @Test
  void samplesAreThoseOfThePrograms() throws IOException {
    PAGE.quotesSources("examples/src/main/java");
    assertThat(PAGE.text()).contains("curl -s localhost:6060/debug/goroutines");
  }

  @Test
  void withoutATroubleItSaysWhichThereAre() throws Exception {
    Process process = OwnJvm.start(Diagnosing.class);
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "usage: Diagnosing TROUBLE [--cured] [--port=N]; the troubles are: BlockedProducer,"
                + " ForgottenTicker, LeakedReceivers, LockOrder, LostContext, StarvedCarriers\n");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  /** Runs the cured program, and then loses a context on purpose. */
  static final class CuredContexts {
    private static final ByteArrayOutputStream ERRORS = new ByteArrayOutputStream();

    private CuredContexts() {}

    public static void main(String[] args) throws InterruptedException {
      System.setErr(new PrintStream(ERRORS, true, StandardCharsets.UTF_8));
      LostContext.start(true);
      Context.background().withCancel();
      Await.until(
          "a report",
          () -> {
            System.gc();
            return ERRORS.toString(StandardCharsets.UTF_8).contains("made here");
          });
      System.out.print(ERRORS.toString(StandardCharsets.UTF_8));
    }
  }
}
