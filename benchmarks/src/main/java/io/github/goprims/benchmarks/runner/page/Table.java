package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A table in Markdown.
 *
 * @param head the titles of the columns
 * @param lines the cells, line by line
 */
record Table(List<String> head, List<List<String>> lines) {
  static final String NONE = "–";

  /** The scores and ratios of rows. */
  static Table of(List<Line> rows) {
    List<String> peers = peers(rows, peer -> true);
    List<Kind> kinds =
        Kind.REFERENCES.stream()
            .filter(kind -> rows.stream().anyMatch(row -> row.ratio(kind).isPresent()))
            .toList();
    List<String> head = new ArrayList<>(List.of("row", "operation"));
    peers.forEach(peer -> head.add(PeerNames.of(peer)));
    kinds.forEach(kind -> head.add("goprims / " + kind.title));
    List<List<String>> lines = new ArrayList<>();
    for (Line row : rows) {
      List<String> line = new ArrayList<>(List.of(row.name(), row.operation() + ", " + row.unit()));
      peers.forEach(peer -> line.add(row.peer(peer).map(Table::score).orElse(NONE)));
      kinds.forEach(kind -> line.add(row.ratio(kind).map(Table::ratio).orElse(NONE)));
      lines.add(line);
    }
    return new Table(head, lines);
  }

  /** With the name of the other, where the title of the column does not tell it. */
  private static String ratio(Ratio ratio) {
    String text = ratio.spread().toString();
    int end = text.contains(" ") ? text.indexOf(' ') : text.length();
    String bold = "**" + text.substring(0, end) + "**" + text.substring(end);
    return ratio.to() == Kind.GO ? bold : bold + " " + PeerNames.of(ratio.peer());
  }

  private static String score(Peer peer) {
    return peer.score().map(Spread::toString).orElse("failed");
  }

  /** The bytes that an operation allocates, of the rows where that was measured. */
  static Table ofAllocations(List<Line> rows) {
    List<Line> measured =
        rows.stream()
            .filter(row -> row.peers().stream().anyMatch(peer -> peer.allocated() != null))
            .toList();
    List<String> peers = peers(measured, peer -> peer.allocated() != null);
    List<String> head = new ArrayList<>(List.of("row"));
    peers.forEach(peer -> head.add(PeerNames.of(peer)));
    List<List<String>> lines = new ArrayList<>();
    for (Line row : measured) {
      List<String> line = new ArrayList<>(List.of(row.name()));
      peers.forEach(
          peer ->
              line.add(
                  row.peer(peer)
                      .map(Peer::allocated)
                      .map(bytes -> Spread.number(bytes))
                      .orElse(NONE)));
      lines.add(line);
    }
    return new Table(head, lines);
  }

  private static List<String> peers(List<Line> rows, Predicate<Peer> which) {
    Map<String, Peer> peers = new LinkedHashMap<>();
    rows.forEach(
        row -> row.peers().stream().filter(which).forEach(peer -> peers.put(peer.name(), peer)));
    return List.copyOf(peers.keySet());
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    append(text, head);
    append(text, head.stream().map(title -> "---").toList());
    lines.forEach(line -> append(text, line));
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> cells) {
    cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
    text.append("|\n");
  }
}
