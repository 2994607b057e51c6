package io.github.goprims.jcstress;

import io.github.goprims.jcstress.Summary.Fact;
import io.github.goprims.jcstress.Summary.Outcome;
import io.github.goprims.jcstress.Summary.Race;
import io.github.goprims.jcstress.Summary.Section;
import java.util.stream.Collectors;

/** A summary as a page in Markdown. */
final class SummaryMarkdown {

  private SummaryMarkdown() {}

  static String of(Summary summary) {
    StringBuilder text = new StringBuilder();
    text.append(
        summary.twins() ? "# Weakened twins under jcstress\n\n" : "# Races under jcstress\n\n");
    text.append("| of the run | |\n|---|---|\n");
    for (Fact fact : summary.facts()) {
      row(text, fact.name(), fact.value());
    }
    String primitive = "";
    for (Section section : summary.sections()) {
      if (!section.primitive().equals(primitive)) {
        primitive = section.primitive();
        text.append("\n## ").append(primitive).append('\n');
      }
      if (!section.family().isEmpty()) {
        text.append("\n`").append(section.family()).append("`\n");
      }
      text.append(summary.twins() ? "\n| twin | weakened" : "\n| race | hunts");
      text.append(" | outcomes seen | verdict |\n|---|---|---|---|\n");
      for (Race race : section.races()) {
        row(text, "`" + race.simpleName() + "`", race.about(), outcomes(race), verdict(race));
      }
    }
    return text.toString();
  }

  private static String outcomes(Race race) {
    return race.outcomes().stream()
        .filter(Outcome::isSeen)
        .map(SummaryMarkdown::outcome)
        .collect(Collectors.joining("<br>"));
  }

  private static String outcome(Outcome outcome) {
    String verdict = outcome.isForbidden() ? "**FORBIDDEN**, " : "";
    return "`%s` %s × %s%s"
        .formatted(outcome.id(), Head.number(outcome.count()), verdict, outcome.description());
  }

  private static String verdict(Race race) {
    String verdict = race.verdict().text();
    String text = race.verdict().isGood() ? verdict : "**" + verdict + "**";
    return race.trouble().isEmpty() ? text : text + ": " + race.trouble();
  }

  private static void row(StringBuilder text, String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell.replace("|", "\\|").replace("\n", " ")).append(' ');
    }
    text.append("|\n");
  }
}
