package io.github.goprims.jcstress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.jcstress.Arguments.UsageException;
import io.github.goprims.jcstress.Catalogue.Family;
import io.github.goprims.jcstress.Catalogue.Suite;
import io.github.goprims.jcstress.Catalogue.Twin;
import io.github.goprims.jcstress.Summary.Fact;
import io.github.goprims.jcstress.Summary.Race;
import io.github.goprims.jcstress.Summary.Section;
import io.github.goprims.jcstress.Summary.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * What becomes of results: verdicts, files, pages. The races are twins, as jcstress knows them
 * here.
 */
class SummaryTest {

  private static final String ONCE = "io.github.goprims.gosync.weakened.OnceWeakened";
  private static final String POOL = "io.github.goprims.gosync.weakened.PoolWeakened";

  /** A state that no case of a race speaks of, which so is forbidden. */
  private static final String UNHEARD_OF = "unheard of";

  private static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              new Family(
                  "gosync",
                  "Once",
                  "OnceFamily",
                  "Races.",
                  List.of(
                      new Suite(ONCE, "", "a `second` run", "all", List.of()),
                      new Suite(POOL, "", "two | takers", "all", List.of())))),
          List.of(new Twin(ONCE, ONCE, "`X`", "all"), new Twin(POOL, POOL, "`Y`", "all")),
          List.of());

  private static final Options QUICK = mode("quick"); // reading options takes jcstress a while

  private static Options mode(String mode) {
    try {
      Options options = new Options(new String[] {"-m", mode});
      assertThat(options.parse()).isTrue();
      return options;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestConfig config(String race, Options options) {
    return new TestConfig(
        options,
        TestList.getInfo(race),
        0,
        List.of("-ea"),
        CompileMode.UNIFIED,
        new SchedulingClass(AffinityMode.NONE, 2, NodeType.PACKAGE));
  }

  private static TestResult result(String race, Status status, String state, long count) {
    TestResult result = new TestResult(status);
    result.setConfig(config(race, QUICK));
    result.addState(state, count);
    return result;
  }

  /** A state that the race takes for acceptable. */
  private static String fine(String race) {
    return TestList.getInfo(race).cases().stream()
        .filter(each -> each.expect() == Expect.ACCEPTABLE)
        .map(StateCase::matchPattern)
        .filter(pattern -> pattern.matches("[\\w, -]+"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Race> suites(int planned, TestResult... results) {
    return new Judge(List.of(results), Set.of(ONCE, POOL), name -> planned)
        .suites(CATALOGUE).stream().flatMap(section -> section.races().stream()).toList();
  }

  private static Summary summary(boolean twins, TestResult... results) {
    Judge judge = new Judge(List.of(results), Set.of(ONCE, POOL), name -> 1);
    List<Section> sections = twins ? judge.twins(CATALOGUE) : judge.suites(CATALOGUE);
    return new Summary(twins, List.of(new Fact("JDK", "25 & more")), sections);
  }

  @Test
  void acceptableOutcomesPassAndAMissingRaceFails() throws Exception {
    String fine = fine(ONCE);
    List<Race> races =
        suites(2, result(ONCE, Status.NORMAL, fine, 3), result(ONCE, Status.NORMAL, fine, 4));
    assertThat(races).extracting(Race::verdict).containsExactly(Verdict.PASSED, Verdict.NOT_RUN);
    assertThat(races.get(0).samples()).isEqualTo(7);
    assertThat(races.get(0).forbidden()).isZero();
    assertThat(races.get(0).outcomes().get(0).id()).isEqualTo(fine);
  }

  @Test
  void aForbiddenOutcomeFails() throws Exception {
    Summary summary =
        summary(
            false,
            result(ONCE, Status.NORMAL, UNHEARD_OF, 1),
            result(POOL, Status.NORMAL, UNHEARD_OF, 2));
    assertThat(summary.races()).extracting(Race::verdict).containsOnly(Verdict.FORBIDDEN);
    assertThat(summary.failures()).hasSize(2);
    assertThat(summary.forbidden()).isEqualTo(3);
  }

  @Test
  void errorsAndWhatIsCutOffFail() throws Exception {
    List<Race> races =
        suites(
            2,
            result(ONCE, Status.TIMEOUT_ERROR, fine(ONCE), 1),
            result(POOL, Status.NORMAL, fine(POOL), 1));
    assertThat(races).extracting(Race::verdict).containsExactly(Verdict.ERROR, Verdict.INCOMPLETE);
    assertThat(races.get(1).trouble()).isEqualTo("1 results of 2");
    assertThat(races).noneMatch(race -> race.verdict().isGood());
  }

  @Test
  void aTwinHasToFail() throws Exception {
    Summary summary =
        summary(
            true,
            result(ONCE, Status.NORMAL, UNHEARD_OF, 1),
            result(POOL, Status.NORMAL, fine(POOL), 1));
    assertThat(summary.races())
        .extracting(Race::verdict)
        .containsExactly(Verdict.CAUGHT, Verdict.SURVIVED);
    assertThat(summary.failures()).extracting(Race::name).containsExactly(POOL);
  }

  @Test
  void pagesShowOutcomesAndVerdicts() throws Exception {
    Summary summary = summary(false, result(ONCE, Status.NORMAL, UNHEARD_OF, 1234));
    assertThat(SummaryMarkdown.of(summary))
        .contains(
            "| JDK | 25 & more |",
            "## Once",
            "| `OnceWeakened` | a `second` run | `" + UNHEARD_OF + "` 1 234 × **FORBIDDEN**",
            "| **forbidden** |",
            "| `PoolWeakened` | two \\| takers |  | **not run**: no result |");
    assertThat(SummaryHtml.of(summary))
        .contains("25 &amp; more", "a <code>second</code> run", "1 234", "2 failed:")
        .doesNotContain("<script", "http");
  }

  @Test
  void resultsOfSeveralRunsAreReadTogether(@TempDir Path folder) throws Exception {
    String fine = fine(ONCE);
    Path first = Files.createDirectory(folder.resolve("first"));
    new Results(first).add(result(ONCE, Status.NORMAL, fine, 1));
    Results second = new Results(folder);
    second.add(result(ONCE, Status.NORMAL, fine, 2));
    second.add(result(POOL, Status.NORMAL, fine, 3));
    Files.createFile(folder.resolve("begun.bin.gz"));
    assertThat(Results.below(folder))
        .extracting(TestResult::getTotalCount)
        .containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(Results.duration(folder)).isBetween(Duration.ZERO, Duration.ofMinutes(10));
    List<Fact> head =
        Head.of(
            false,
            Results.below(folder),
            new Machine("a processor", 2),
            Duration.ofSeconds(61),
            List.of(),
            "all");
    assertThat(head)
        .contains(
            new Fact("mode", "quick (5 x 200 ms for each race, compilers as the JVM chooses)"),
            new Fact("duration", "1 min 1 s"),
            new Fact("forbidden outcomes", "0"),
            new Fact("twins caught", "all"));
    assertThat(head.get(0).value()).startsWith(System.getProperty("java.version"));
    second.clear();
    assertThat(Results.below(folder)).isEmpty();
  }

  @Test
  void whatHasAResultIsNotRunAgain(@TempDir Path folder) throws Exception {
    Results results = new Results(folder);
    results.add(result(ONCE, Status.NORMAL, fine(ONCE), 1));
    Collection<TestResult> kept = Results.below(folder);
    List<TestConfig> plan = new ArrayList<>();
    plan.add(config(ONCE, QUICK));
    plan.add(config(ONCE, QUICK));
    plan.add(config(POOL, QUICK));
    assertThat(Run.left(plan, List.copyOf(kept)))
        .extracting(left -> left.name)
        .containsExactly(ONCE, POOL);
    assertThatThrownBy(() -> Run.left(List.of(config(ONCE, mode("default"))), List.copyOf(kept)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("in mode quick");
  }

  @Test
  void namesChoosePrimitivesSuitesAndRaces() {
    assertThat(Choice.of(CATALOGUE, false, List.of())).containsExactly(ONCE, POOL);
    assertThat(Choice.of(CATALOGUE, false, List.of("once"))).containsExactly(ONCE, POOL);
    assertThat(Choice.of(CATALOGUE, false, List.of("OnceFamilyJcstress.PoolWeakened")))
        .containsExactly(POOL);
    assertThat(Choice.of(CATALOGUE, true, List.of("OnceWeakened"))).containsExactly(ONCE);
    assertThatThrownBy(() -> Choice.of(CATALOGUE, false, List.of("Twice")))
        .isInstanceOf(UsageException.class)
        .hasMessage("no suite is called Twice; the primitives are: Once");
  }

  @Test
  void argumentsAreUnderstood() {
    Arguments arguments =
        Arguments.parse("Once", "--mode", "default", "--resume", "--", "-time", "50");
    assertThat(arguments.names()).containsExactly("Once");
    assertThat(arguments.resume()).isTrue();
    assertThat(arguments.forJcstress(Path.of("report")))
        .containsExactly(
            "-jvmArgs",
            "-Xmx256m -ea",
            "-sc",
            "false",
            "-m",
            "default",
            "-r",
            "report",
            "-time",
            "50");
    assertThatThrownBy(() -> Arguments.parse("--moed")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> Arguments.parse("--mode")).isInstanceOf(UsageException.class);
  }

  @Test
  void twinsAreRememberedForTheirBuild(@TempDir Path folder) throws Exception {
    assertThat(TwinsRecord.read(folder)).isEqualTo("not run");
    TwinsRecord.write(folder, summary(true, result(ONCE, Status.NORMAL, UNHEARD_OF, 1)));
    assertThat(TwinsRecord.read(folder)).isEqualTo("1 of 2");
    Files.writeString(folder.resolve("caught.txt"), "another build\n2 of 2\n");
    assertThat(TwinsRecord.read(folder)).isEqualTo("not run with this build");
  }
}
