package io.github.goprims.jcstress;

import io.github.goprims.jcstress.Catalogue.Family;
import io.github.goprims.jcstress.Catalogue.Suite;
import io.github.goprims.jcstress.Catalogue.Twin;
import io.github.goprims.jcstress.Summary.Outcome;
import io.github.goprims.jcstress.Summary.Race;
import io.github.goprims.jcstress.Summary.Section;
import io.github.goprims.jcstress.Summary.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/** Makes verdicts of results. */
final class Judge {

  private final Map<String, List<TestResult>> results;
  private final Set<String> chosen;
  private final ToIntFunction<String> planned;

  /**
   * A judge of these results.
   *
   * @param chosen the races that should have run
   * @param planned how many results each of them should have
   */
  Judge(Collection<TestResult> results, Set<String> chosen, ToIntFunction<String> planned) {
    this.results = results.stream().collect(Collectors.groupingBy(TestResult::getName));
    this.chosen = chosen;
    this.planned = planned;
  }

  /** The suites of a catalogue that were chosen. */
  List<Section> suites(Catalogue catalogue) {
    List<Section> sections = new ArrayList<>();
    for (Family family : catalogue.families()) {
      List<Race> races = new ArrayList<>();
      for (Suite suite : family.suites()) {
        if (chosen.contains(suite.name())) {
          races.add(race(suite.name(), suite.hunts(), suite.guards(), false));
        }
      }
      if (!races.isEmpty()) {
        sections.add(new Section(family.primitive(), family.name() + "Jcstress", races));
      }
    }
    return sections;
  }

  /** The twins that were chosen, by the module of what they are twins of. */
  List<Section> twins(Catalogue catalogue) {
    Map<String, List<Race>> races = new TreeMap<>();
    for (Twin twin : catalogue.twins()) {
      if (chosen.contains(twin.name())) {
        String module = twin.name().replaceAll(".*goprims\\.(\\w+)\\..*", "$1");
        races
            .computeIfAbsent(module, any -> new ArrayList<>())
            .add(race(twin.name(), twin.weakened(), twin.twin(), true));
      }
    }
    return races.entrySet().stream()
        .map(entry -> new Section("Twins in " + entry.getKey(), "", entry.getValue()))
        .toList();
  }

  private Race race(String name, String about, String more, boolean twin) {
    List<TestResult> mine = results.getOrDefault(name, List.of());
    if (mine.isEmpty()) {
      Verdict verdict = twin ? Verdict.SURVIVED : Verdict.NOT_RUN;
      return new Race(name, about, more, List.of(), 0, verdict, "no result");
    }
    TestResult all = ReportUtils.mergedByName(mine).get(0);
    List<Outcome> outcomes = outcomes(all.grading().gradingResults.values());
    boolean forbidden = outcomes.stream().anyMatch(seen -> seen.isForbidden() && seen.isSeen());
    String trouble = "";
    Verdict verdict = Verdict.PASSED;
    if (mine.size() < planned.applyAsInt(name)) {
      verdict = Verdict.INCOMPLETE;
      trouble = "%d results of %d".formatted(mine.size(), planned.applyAsInt(name));
    }
    if (all.status() != Status.NORMAL) {
      verdict = Verdict.ERROR;
      trouble = ReportUtils.statusToLabel(all) + messages(all);
    }
    if (forbidden) {
      verdict = Verdict.FORBIDDEN;
    }
    if (twin) {
      verdict = forbidden ? Verdict.CAUGHT : Verdict.SURVIVED;
    }
    return new Race(name, about, more, outcomes, all.getTotalCount(), verdict, trouble);
  }

  private static List<Outcome> outcomes(Collection<GradingResult> graded) {
    return graded.stream()
        .map(each -> new Outcome(each.id, each.count, each.expect, each.description))
        .sorted(Comparator.comparingLong(Outcome::count).reversed().thenComparing(Outcome::id))
        .toList();
  }

  private static String messages(TestResult result) {
    return result.getMessages().stream()
        .limit(1)
        .map(text -> ": " + text.strip())
        .collect(Collectors.joining());
  }
}
