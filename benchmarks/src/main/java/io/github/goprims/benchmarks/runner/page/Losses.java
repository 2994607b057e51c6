package io.github.goprims.benchmarks.runner.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rows in which goprims is slower than Go or than the best JVM peer, and why, as far as
 * somebody has written that down.
 */
final class Losses {
  private static final String FILE = "explanations.md";
  private static final String UNEXPLAINED = "Not explained yet.";

  /**
   * Why some rows are lost.
   *
   * @param beside the words of the peers that they are lost to
   * @param rows found in the names of the rows
   * @param why in Markdown
   */
  record Explanation(Set<String> beside, Pattern rows, String why) {}

  private record Loss(Line row, Ratio ratio) {}

  private final List<Explanation> explanations;

  Losses(List<Explanation> explanations) {
    this.explanations = explanations;
  }

  /** With the explanations that are written down. */
  static Losses explained() {
    try (InputStream in = Losses.class.getResourceAsStream(FILE)) {
      return new Losses(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads {@code ## peer, peer: rows}, each followed by its text. */
  static List<Explanation> parse(String text) {
    List<Explanation> explanations = new ArrayList<>();
    String[] sections = text.split("(?m)^## ", -1);
    for (int i = 1; i < sections.length; i++) { // what comes before the first heading is no section
      String[] parts = sections[i].split("\n", 2);
      String[] heading = parts[0].split(":", 2);
      Set<String> beside = Set.of(heading[0].split(", ", -1));
      for (String peer : beside) {
        if (!PeerNames.isKnown(peer)) {
          throw new IllegalArgumentException("no peer '" + peer + "' in '" + parts[0] + "'");
        }
      }
      Pattern rows = Pattern.compile(heading[1].strip());
      explanations.add(new Explanation(beside, rows, parts[1].strip().replace('\n', ' ')));
    }
    return List.copyOf(explanations);
  }

  /** In Markdown, an item for each explanation. */
  String markdown(List<Line> rows) {
    Map<String, List<Loss>> losses = byExplanation(rows);
    if (losses.isEmpty()) {
      return "None.\n";
    }
    StringBuilder text = new StringBuilder();
    losses.forEach(
        (why, lost) -> {
          if (!why.equals(UNEXPLAINED)) {
            append(text, lost, why);
          }
        });
    append(text, losses.getOrDefault(UNEXPLAINED, List.of()), UNEXPLAINED);
    return text.toString();
  }

  /** The names of the rows that are lost without an explanation. */
  List<String> unexplained(List<Line> rows) {
    return byExplanation(rows).getOrDefault(UNEXPLAINED, List.of()).stream()
        .map(loss -> loss.row().name() + " (" + loss.ratio().peer() + ")")
        .toList();
  }

  private Map<String, List<Loss>> byExplanation(List<Line> rows) {
    Map<String, List<Loss>> losses = new LinkedHashMap<>();
    for (Line row : rows) {
      for (Ratio ratio : row.ratios()) {
        if (Kind.RIVALS.contains(ratio.to()) && ratio.verdict() == Ratio.Verdict.SLOWER) {
          losses
              .computeIfAbsent(why(row, ratio.peer()), w -> new ArrayList<>())
              .add(new Loss(row, ratio));
        }
      }
    }
    return losses;
  }

  private String why(Line row, String peer) {
    return explanations.stream()
        .filter(e -> e.beside().contains(peer) && e.rows().matcher(row.name()).find())
        .findFirst()
        .map(Explanation::why)
        .orElse(UNEXPLAINED);
  }

  private static void append(StringBuilder text, List<Loss> lost, String why) {
    if (!lost.isEmpty()) {
      List<String> rows =
          lost.stream()
              .map(
                  loss ->
                      "`"
                          + loss.row().name()
                          + "` "
                          + loss.ratio().spread()
                          + " beside "
                          + PeerNames.of(loss.ratio().peer()))
              .toList();
      text.append("- ").append(String.join("; ", rows)).append(". ").append(why).append('\n');
    }
  }
}
