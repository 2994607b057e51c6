package io.github.goprims.gochan.internal.waiting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of {@code goprims.waiting}, in processes of their own. */
class WaitWaysTest {

  /** With one processor no look can pay. */
  private static final String ADAPTIVE =
      Runtime.getRuntime().availableProcessors() > 1 ? "learns yield" : "never yield";

  @ParameterizedTest
  @CsvSource({
    "yield,       never yield",
    "park,        never park",
    "look,        always 64 park",
    "long-look,   always 2000 park",
    "'look,yield',always 64 yield",
  })
  void aWordReplacesWhatWouldBeLearnt(String way, String outcome) throws Exception {
    assertThat(OwnJvm.outputOf(Program.class, "-Dgoprims.waiting=" + way)).containsExactly(outcome);
  }

  @Test
  void adaptiveIsWhatHoldsWithoutTheProperty() throws Exception {
    assertThat(OwnJvm.outputOf(Program.class, "-Dgoprims.waiting=adaptive"))
        .isEqualTo(OwnJvm.outputOf(Program.class))
        .containsExactly(ADAPTIVE);
  }

  @Test
  void anUnknownWordIsReportedAndChangesNothing() throws Exception {
    assertThat(OwnJvm.outputOf(Program.class, "-Dgoprims.waiting=spin"))
        .filteredOn(line -> !line.contains("ColdStart") && !line.contains("Setting$Report"))
        .satisfiesExactly(
            report ->
                assertThat(report)
                    .endsWith(
                        "goprims.waiting knows no spin;"
                            + " it knows adaptive, yield, park, look, long-look"),
            outcome -> assertThat(outcome).isEqualTo(ADAPTIVE));
  }

  /** The program of those processes: what a policy says before and after a look that paid. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      System.setErr(new PrintStream(errors, true, UTF_8));
      Channel.make();
      if (System.getProperty("goprims.waiting", "").equals("spin")) {
        Await.until("the report", () -> errors.toString(UTF_8).contains("long-look"));
      }
      System.out.print(errors.toString(UTF_8));
      System.out.println(looks() + (WaitPolicy.YIELDS ? " yield" : " park"));
    }

    private static String looks() {
      WaitPolicy policy = new WaitPolicy(true);
      int first = policy.looks();
      int most = first;
      for (int i = 0; i < WaitPolicy.MAX_SKIPS; i++) {
        most = Math.max(most, policy.looks());
      }
      if (most == 0) {
        return "never";
      }
      policy.hit();
      int paid = policy.looks();
      policy.miss(paid);
      return first == most && first == paid && first == policy.looks()
          ? "always " + first
          : "learns";
    }
  }
}
