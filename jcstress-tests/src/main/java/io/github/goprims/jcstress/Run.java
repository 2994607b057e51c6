package io.github.goprims.jcstress;

import io.github.goprims.jcstress.Arguments.UsageException;
import io.github.goprims.jcstress.Summary.Race;
import io.github.goprims.jcstress.Summary.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.ToIntFunction;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.HTMLReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;

/** Runs races or twins, writes the summary, and fails if it is not as it should be. */
public final class Run {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final Arguments arguments;
  private final Catalogue catalogue;
  private final SortedSet<String> chosen;
  private final Path folder;

  private Run(Arguments arguments) throws IOException {
    this.arguments = arguments;
    catalogue = CatalogueReader.ofClassPath();
    chosen = Choice.of(catalogue, arguments.twins(), arguments.names());
    folder = arguments.to().toAbsolutePath().normalize();
  }

  /** See {@code --help}. */
  public static void main(String[] arguments) throws Exception {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Arguments.HELP);
      return;
    }
    try {
      System.exit(new Run(Arguments.parse(arguments)).go());
    } catch (UsageException e) {
      System.err.println("jcstress-tests/run: " + e.getMessage());
      System.exit(USAGE);
    }
  }

  private int go() throws Exception {
    Path results = folder.resolve("results");
    Summary summary;
    if (arguments.summaryOf() != null) {
      results = arguments.summaryOf();
      summary = summary(results, name -> 1);
    } else {
      summary = run(results);
    }
    if (arguments.twins()) {
      TwinsRecord.write(folder, summary);
    }
    return tell(summary);
  }

  private Summary run(Path results) throws Exception {
    Files.createDirectories(results);
    Options options = new Options(arguments.forJcstress(folder.resolve("report")));
    if (!options.parse()) {
      throw new UsageException("jcstress does not take these options");
    }
    Results sink = new Results(results);
    if (!arguments.resume()) {
      sink.clear();
    }
    Runner runner = new Runner(options);
    List<TestConfig> plan = runner.plan(chosen);
    List<TestConfig> left = left(plan, Results.below(results));
    System.out.printf("%n%d of %d are left to be run.%n", left.size(), plan.size());
    Machine.here().write(results);
    if (!left.isEmpty()) {
      runner.run(left, sink);
    }
    InProcessCollector all = new InProcessCollector();
    Results.below(results).forEach(all::add);
    new HTMLReportPrinter(options, all, System.out).work();
    return summary(
        results, name -> (int) plan.stream().filter(config -> config.name.equals(name)).count());
  }

  /** What of the plan has no result yet. */
  static List<TestConfig> left(List<TestConfig> plan, List<TestResult> results) {
    Set<String> names = new HashSet<>();
    plan.forEach(config -> names.add(config.name));
    List<TestConfig> left = new ArrayList<>(plan);
    for (TestResult result : results) {
      if (names.contains(result.getName()) && !left.remove(result.getConfig())) {
        throw new UsageException(
            "cannot resume: there are results of another kind, such as %s in mode %s"
                .formatted(result.getName(), Head.mode(result.getConfig())));
      }
    }
    return left;
  }

  private Summary summary(Path results, ToIntFunction<String> planned) throws IOException {
    List<TestResult> all =
        Results.below(results).stream().filter(one -> chosen.contains(one.getName())).toList();
    Judge judge = new Judge(all, chosen, planned);
    List<Section> sections = arguments.twins() ? judge.twins(catalogue) : judge.suites(catalogue);
    return new Summary(
        arguments.twins(),
        Head.of(
            arguments.twins(),
            all,
            Machine.of(results),
            Results.duration(results),
            sections,
            TwinsRecord.read(folder.resolve("twins"))),
        sections);
  }

  /** Writes the pages, and says on the last line where they are. */
  private int tell(Summary summary) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("summary.md"), SummaryMarkdown.of(summary));
    Path page = folder.resolve("summary.html");
    Files.writeString(page, SummaryHtml.of(summary));
    List<Race> failures = summary.failures();
    for (Race race : failures) {
      System.out.printf("FAILED: %s: %s %s%n", race.name(), race.verdict().text(), race.trouble());
    }
    System.out.printf(
        "%n%d of %d %s.%n",
        summary.races().size() - failures.size(),
        summary.races().size(),
        summary.twins()
            ? "twins were caught"
            : "races passed, forbidden outcomes: " + summary.forbidden());
    System.out.println("Summary: " + page);
    return failures.isEmpty() ? 0 : FAILED;
  }
}
