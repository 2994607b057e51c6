package io.github.goprims.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets memory or stack run out at each point of each operation, and looks at all others afterwards.
 *
 * <p>Lack of memory damages nothing: what takes something has not taken it, what gives something
 * back has given it, or can be called again. Lack of stack damages nothing but the objects of the
 * operation in which it happened, and how often it does that is printed.
 */
class FaultsTest {

  private static final List<String> TABLE = new ArrayList<>();
  private static FaultLoader loader = new FaultLoader();

  static List<String> scenarios() {
    return FaultLoader.scenarios();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  @Spec("INT-12")
  void lackOfMemoryDamagesNothing(String scenario) {
    List<String> findings = new ArrayList<>();
    play(scenario, FaultKind.MEMORY_ONCE, findings);
    play(scenario, FaultKind.MEMORY_GONE, findings);
    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  @Spec("INT-12")
  void lackOfStackDamagesNoOthers(String scenario) {
    List<String> findings = new ArrayList<>();
    int before = TABLE.size();
    play(scenario, FaultKind.STACK_ONCE, findings);
    play(scenario, FaultKind.STACK_DEEP, findings);
    assertThat(TABLE).hasSize(before + 2);
    assertThat(findings).filteredOn(line -> line.startsWith("OTHERS")).isEmpty();
  }

  private static void play(String scenario, FaultKind kind, List<String> findings) {
    List<String> lines = loader.call("play", scenario, kind.name());
    int points = Integer.parseInt(lines.getFirst());
    List<String> found = lines.subList(1, lines.size());
    TABLE.add("%-12s %4d points, %3d damaged  %s".formatted(kind, points, found.size(), scenario));
    found.forEach(line -> findings.add(line + " [" + kind + "]"));
    if (!found.isEmpty()) {
      loader = new FaultLoader(); // with a library that is whole
    }
  }

  /** The library tells of what fails in its own threads. */
  @BeforeAll
  static void expectFaults() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          if (!String.valueOf(failure.getMessage()).startsWith("injected")) {
            System.err.println("Exception in thread " + thread.getName());
            failure.printStackTrace();
          }
        });
  }

  @AfterAll
  static void printTable() {
    Thread.setDefaultUncaughtExceptionHandler(null);
    TABLE.forEach(System.out::println);
  }
}
