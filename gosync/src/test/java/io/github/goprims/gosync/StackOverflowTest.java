package io.github.goprims.gosync;

import io.github.goprims.gochan.testing.Overflows;
import io.github.goprims.gochan.testing.Overflows.Victim;
import io.github.goprims.gochan.testing.Spec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs out of stack at all depths of the operations, in a process of its own. Others are not
 * damaged; nor is the object, which at worst has to be used once more before those who wait wake.
 */
class StackOverflowTest {

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed", Overflows.SMALL_PROBES})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void anOverflowDamagesNothing(String mode) throws Exception {
    Overflows.assertHarmless(Program.class, 100, 25, mode);
  }

  /**
   * In a process where nothing else runs before: then the probes of stack are the first that are
   * compiled, and make sure of least for what is interpreted still.
   */
  @ParameterizedTest
  @ValueSource(strings = {"RWMutex, writing", "RWMutex, writing with a reader"})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void anOverflowOfAWriterAloneDamagesNothing(String victim) throws Exception {
    Overflows.assertHarmless(
        Program.class, 300, 1, Overflows.SMALL_PROBES, "-D" + Program.VICTIM + "=" + victim);
  }

  /** The program of that process. */
  static final class Program {
    /** The system property that names the only one to try. */
    static final String VICTIM = "goprims.victim";

    private Program() {}

    public static void main(String[] args) {
      Overflows.run(Program::tryAll);
    }

    private static void tryAll() throws Exception {
      Map<String, Supplier<Victim>> victims = all();
      String only = System.getProperty(VICTIM);
      if (only != null) {
        victims.keySet().retainAll(Set.of(only));
      }
      for (Map.Entry<String, Supplier<Victim>> entry : victims.entrySet()) {
        Overflows.of(entry.getKey(), Overflows.wanted(), entry.getValue(), () -> {});
      }
    }

    private static Map<String, Supplier<Victim>> all() {
      Map<String, Supplier<Victim>> all = new LinkedHashMap<>();
      LockVictims.addTo(all);
      GroupVictims.addTo(all);
      SemaphoreVictims.addTo(all);
      SyncVictims.addTo(all);
      FlightVictims.addTo(all);
      return all;
    }
  }
}
