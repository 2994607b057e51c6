package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Joins runs that were made in pieces. */
final class Join {
  private Join() {}

  /**
   * One run of all. A row that several of them have gets the rounds of all; a distribution is that
   * of the last that has it.
   *
   * @throws IllegalArgumentException if they are not of one build and one machine
   */
  static Run of(List<Run> runs) {
    Run first = runs.get(0);
    Map<String, Line> rows = new LinkedHashMap<>();
    Map<String, List<Distribution>> distributions = new LinkedHashMap<>();
    List<Run.Piece> pieces = new ArrayList<>();
    for (Run run : runs) {
      requireSame("programs", first.build().programs(), run.build().programs(), first, run);
      requireSame("Java", first.build().java(), run.build().java(), first, run);
      requireSame("Go", first.build().go(), run.build().go(), first, run);
      requireSame("system", first.build().system(), run.build().system(), first, run);
      requireSame("processor", first.build().processor(), run.build().processor(), first, run);
      requireSame("conditions", first.build().conditions(), run.build().conditions(), first, run);
      pieces.addAll(run.pieces());
      run.rows().forEach(row -> rows.merge(row.name(), row, Join::both));
      distributions.putAll(run.programs());
    }
    return new Run(
        first.build(),
        List.copyOf(pieces),
        List.copyOf(rows.values()),
        distributions.values().stream().flatMap(List::stream).toList());
  }

  private static void requireSame(String what, String one, String other, Run first, Run run) {
    if (!one.equals(other)) {
      throw new IllegalArgumentException(
          String.format(
              "these runs cannot be joined, since they are not of one build and one machine:"
                  + " the run of %s (commit %s) and that of %s (commit %s) differ in %s,"
                  + " '%s' and '%s'",
              first.pieces().get(0).date(),
              first.build().commit(),
              run.pieces().get(0).date(),
              run.build().commit(),
              what,
              one,
              other));
    }
  }

  /** The rounds of the second row come after those of the first. */
  private static Line both(Line first, Line second) {
    int before = rounds(first);
    int after = rounds(second);
    Set<String> names = new LinkedHashSet<>();
    first.peers().forEach(peer -> names.add(peer.name()));
    second.peers().forEach(peer -> names.add(peer.name()));
    List<Peer> peers = new ArrayList<>();
    for (String name : names) {
      Peer some = first.peer(name).or(() -> second.peer(name)).orElseThrow();
      List<Double> rounds = new ArrayList<>();
      rounds.addAll(padded(first, name, before));
      rounds.addAll(padded(second, name, after));
      peers.add(
          new Peer(name, some.kind(), Collections.unmodifiableList(rounds), some.allocated()));
    }
    return new Line(
        first.name(), first.group(), first.operation(), first.unit(), first.curve(), peers);
  }

  private static int rounds(Line row) {
    return row.peers().stream().mapToInt(peer -> peer.rounds().size()).max().orElse(0);
  }

  private static List<Double> padded(Line row, String name, int length) {
    List<Double> rounds =
        new ArrayList<>(row.peer(name).map(Peer::rounds).orElse(Collections.emptyList()));
    rounds.addAll(Collections.nCopies(length - rounds.size(), null));
    return rounds;
  }
}
