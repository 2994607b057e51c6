package io.github.goprims.benchmarks.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The scores of one row, by peer and round. */
final class Results {
  final Row row;
  final List<String> peers;
  private final Map<String, Map<Integer, Score>> scores = new LinkedHashMap<>();

  Results(Row row, List<String> peers) {
    this.row = row;
    this.peers = peers;
  }

  void add(String peer, int round, Score score) {
    scores.computeIfAbsent(peer, p -> new TreeMap<>()).put(round, score);
  }

  boolean has(String peer) {
    return scores.containsKey(peer);
  }

  /** The peer's score in each round, in the row's unit. */
  List<Double> times(String peer) {
    return scores.get(peer).values().stream()
        .map(score -> score.median() / row.unit().size)
        .toList();
  }

  /** The peer's score in one round, in the row's unit; empty if it failed. */
  Optional<Double> score(String peer, int round) {
    return Optional.ofNullable(scores.getOrDefault(peer, Map.of()).get(round))
        .map(score -> score.median() / row.unit().size);
  }

  /** Allocated bytes per operation in each round; empty if not measured. */
  List<Double> bytes(String peer) {
    return scores.get(peer).values().stream()
        .map(Score::bytes)
        .filter(bytes -> !bytes.isNaN())
        .toList();
  }

  /**
   * For each round that both finished, the score of {@code peer} over that of {@code other}: the
   * two ran one after the other, so that a slow spell of the machine hits both.
   */
  List<Double> ratios(String peer, String other) {
    List<Double> ratios = new ArrayList<>();
    if (has(peer) && has(other)) {
      scores
          .get(peer)
          .forEach(
              (round, score) -> {
                Score twin = scores.get(other).get(round);
                if (twin != null) {
                  ratios.add(score.median() / twin.median());
                }
              });
    }
    return ratios;
  }

  /** The JVM peer with the least median. */
  Optional<String> bestJvmPeer() {
    return best(peer -> !Row.NO_PEERS.contains(peer) && !peer.equals(Row.GO));
  }

  /** The floor with the least median. */
  Optional<String> bestFloor() {
    return best(Row.FLOORS::contains);
  }

  /** The fixed way to wait with the least median: what learning is measured by. */
  Optional<String> bestFixedWay() {
    return best(Row.FIXED_WAYS::contains);
  }

  private Optional<String> best(Predicate<String> among) {
    return scores.keySet().stream()
        .filter(among)
        .min(Comparator.comparingDouble(peer -> Statistics.median(times(peer))));
  }
}
