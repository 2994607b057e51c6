package io.github.goprims.gochan.weakened;

import java.util.SortedSet;
import java.util.TreeSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;

/**
 * Runs the weakened twins and succeeds only if a forbidden outcome was seen in each of them: so the
 * suites they are twins of can fail. Takes the arguments of jcstress.
 */
public final class WeakenedTwins {

  private WeakenedTwins() {}

  public static void main(String[] args) throws Exception {
    Options options = new Options(args);
    if (!options.parse()) {
      System.exit(1);
    }
    JCStress jcstress = new JCStress(options);
    SortedSet<String> uncaught = new TreeSet<>(jcstress.getTests());
    if (uncaught.isEmpty()) {
      throw new AssertionError("no twins found");
    }
    try {
      jcstress.run();
    } catch (AssertionError failures) {
      uncaught.removeIf(twin -> isCaught(twin, failures));
    }
    if (!uncaught.isEmpty()) {
      throw new AssertionError("not caught: " + uncaught);
    }
    System.out.println("All weakened twins were caught.");
  }

  private static boolean isCaught(String twin, AssertionError failures) {
    return failures
        .getMessage()
        .lines()
        .anyMatch(line -> line.startsWith(twin + " ") && line.contains("forbidden state"));
  }
}
