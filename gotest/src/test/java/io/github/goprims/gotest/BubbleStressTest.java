package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bubble with a bit of everything, again and again, however many carriers there are. {@code
 * -Dgoprims.bubbles=…} says how often.
 */
class BubbleStressTest {

  private static final String BUBBLES = System.getProperty("goprims.bubbles", "1000");

  @ParameterizedTest(name = "parallelism {0}")
  @ValueSource(strings = {"1", "2", "default"})
  @Spec({"SYNCTEST-01", "SYNCTEST-03", "SYNCTEST-04", "SYNCTEST-06"})
  void aThousandTimesWithoutAFlake(String parallelism) throws Exception {
    List<String> options = new ArrayList<>(List.of("-Dgoprims.bubbles=" + BUBBLES));
    if (!parallelism.equals("default")) {
      options.add("-Djdk.virtualThreadScheduler.parallelism=" + parallelism);
    }
    List<String> output = OwnJvm.outputOf(Runs.class, options.toArray(String[]::new));
    output.forEach(line -> System.out.println("parallelism " + parallelism + ": " + line));
    assertThat(output).last().asString().startsWith(BUBBLES + " bubbles");
  }

  @Test
  void once() throws Exception {
    Bubble.run(MixedBubble::body);
  }

  /** The program. */
  static final class Runs {
    public static void main(String[] args) throws Exception {
      BubbleTimeTest.sleepersComeInAnyOrder();
      int count = Integer.getInteger("goprims.bubbles");
      long start = System.nanoTime();
      for (int i = 1; i <= count; i++) {
        try {
          Bubble.run(MixedBubble::body);
        } catch (Throwable failure) {
          throw new AssertionError("bubble " + i + " of " + count, failure);
        }
      }
      System.out.printf("%d bubbles in %d ms%n", count, (System.nanoTime() - start) / 1_000_000);
    }
  }
}
