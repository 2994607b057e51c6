package io.github.goprims.gochan.internal.threads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.internal.Debug;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words of {@code goprims.debug}, in processes of their own. */
class DebugTest {

  @Test
  @Spec("DIAG-12")
  void anUnknownCheckIsReportedOnce() throws Exception {
    List<String> output = OwnJvm.outputOf(Program.class, "-Dgoprims.debug=leak, owners,,mutex");
    assertThat(output)
        .filteredOn(line -> line.contains("goprims"))
        .filteredOn(line -> line.contains("knows"))
        .singleElement()
        .asString()
        .endsWith(
            "goprims.debug knows no leak, mutex;"
                + " it knows contexts, goroutines, leaks, owners, pool");
    assertThat(output).contains("the end, owners");
  }

  @Test
  void wordsThatAreChecksAreNotReported() throws Exception {
    assertThat(OwnJvm.outputOf(Program.class, "-Dgoprims.debug=pool,leaks , owners"))
        .containsExactly("the end, owners");
    assertThat(OwnJvm.outputOf(Program.class)).containsExactly("the end");
  }

  /** The program of those processes. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      System.setErr(new PrintStream(errors, true, UTF_8));
      for (int i = 0; i < 3; i++) {
        Channel.make();
        Runnable again = Debug.reportOfUnknown();
        if (again != null) {
          again.run();
        }
      }
      int sent = Couriers.Holder.POOL.size();
      Await.until("all reports", () -> errors.toString(UTF_8).lines().count() >= 2 * sent);
      System.out.print(errors.toString(UTF_8));
      System.out.println("the end" + (Debug.isOn("owners") ? ", owners" : ""));
    }
  }
}
