package io.github.goprims.jcstress;

import io.github.goprims.jcstress.Summary.Fact;
import io.github.goprims.jcstress.Summary.Race;
import io.github.goprims.jcstress.Summary.Section;
import io.github.goprims.jcstress.Summary.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.vm.CompileMode;

/** The head of a summary: what ran where, and what came of it. */
final class Head {

  private Head() {}

  /**
   * The facts about a run.
   *
   * @param caught how many twins were caught, in words
   */
  static List<Fact> of(
      boolean twins,
      Collection<TestResult> results,
      Machine machine,
      Duration duration,
      List<Section> sections,
      String caught) {
    Summary summary = new Summary(twins, List.of(), sections);
    List<Race> races = summary.races();
    long samples = races.stream().mapToLong(Race::samples).sum();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("JDK", distinct(results, Head::jdk)));
    facts.add(
        new Fact("processor", machine.processor() + ", " + distinct(results, Head::architecture)));
    facts.add(new Fact("processors", Integer.toString(machine.processors())));
    facts.add(new Fact("mode", distinct(results, result -> mode(result.getConfig()))));
    facts.add(new Fact("duration", text(duration)));
    if (twins) {
      facts.add(new Fact("twins", number(races.size())));
      facts.add(new Fact("samples", number(samples)));
      facts.add(new Fact("caught", number(summary.count(Verdict.CAUGHT))));
      return facts;
    }
    facts.add(new Fact("races", number(races.size())));
    facts.add(new Fact("samples", number(samples)));
    facts.add(new Fact("forbidden outcomes", number(summary.forbidden())));
    facts.add(
        new Fact(
            "races with an error, or not run",
            number(
                summary.count(Verdict.ERROR)
                    + summary.count(Verdict.INCOMPLETE)
                    + summary.count(Verdict.NOT_RUN))));
    facts.add(new Fact("twins caught", caught));
    return facts;
  }

  private static String distinct(
      Collection<TestResult> results, Function<TestResult, String> fact) {
    return results.stream().map(fact).distinct().sorted().collect(Collectors.joining("; "));
  }

  static String jdk(TestResult result) {
    var properties = result.getEnv().entries();
    return "%s, %s %s"
        .formatted(
            properties.get("java.version"),
            properties.get("java.vm.name"),
            properties.get("java.vm.version"));
  }

  private static String architecture(TestResult result) {
    var properties = result.getEnv().entries();
    return properties.get("os.name") + " " + properties.get("os.arch");
  }

  /** The mode of jcstress, and whether compilers were mixed. */
  static String mode(TestConfig config) {
    String mode =
        switch (config.iters + " x " + config.time) {
          case "1 x 0" -> "sanity";
          case "5 x 200" -> "quick";
          case "5 x 1000" -> "default";
          case "10 x 1000" -> "tough";
          case "50 x 1000" -> "stress";
          default -> "none of jcstress's own";
        };
    String compilers =
        config.getCompileMode() == CompileMode.UNIFIED
            ? "compilers as the JVM chooses"
            : "each mixture of interpreter and compilers";
    return "%s (%d x %d ms for each race, %s)"
        .formatted(mode, config.iters, config.time, compilers);
  }

  private static String text(Duration duration) {
    return duration.toHours() > 0
        ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
        : duration.toMinutes() > 0
            ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
            : duration.toSeconds() + " s";
  }

  /** With groups of three digits. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }
}
