package io.github.goprims.benchmarks.runner.page;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The scores of goprims over those of another in the same rounds: below 1 goprims is faster, or
 * needs less.
 *
 * @param to what the other is
 * @param peer its name
 * @param rounds the ratio of each round that both finished; at least one
 */
@JsonPropertyOrder({"to", "peer", "median", "low", "high", "rounds"})
public record Ratio(Kind to, String peer, List<Double> rounds) {
  /** Medians between these are ties, whatever their range. */
  static final double TIE_FROM = 0.87;

  static final double TIE_TO = 1.15;

  /** How ours did. */
  enum Verdict {
    FASTER,
    TIE,
    SLOWER
  }

  /** Ours beside the best of a kind, which is the one with the least median. */
  static Optional<Ratio> toBest(Kind kind, List<Peer> peers) {
    Optional<Peer> ours = peers.stream().filter(peer -> peer.kind() == Kind.OURS).findFirst();
    Optional<Peer> best =
        peers.stream()
            .filter(peer -> peer.kind() == kind && peer.score().isPresent())
            .min(Comparator.comparingDouble(Peer::median));
    if (ours.isEmpty() || best.isEmpty()) {
      return Optional.empty();
    }
    List<Double> rounds = new ArrayList<>();
    for (int i = 0; i < ours.get().rounds().size(); i++) {
      Optional<Double> mine = ours.get().round(i);
      Optional<Double> others = best.get().round(i);
      if (mine.isPresent() && others.isPresent()) {
        rounds.add(Spread.rounded(mine.get() / others.get()));
      }
    }
    return rounds.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ratio(kind, best.get().name(), List.copyOf(rounds)));
  }

  Spread spread() {
    return Spread.of(rounds);
  }

  Verdict verdict() {
    Spread spread = spread();
    boolean around = rounds.size() > 1 && spread.low() <= 1 && spread.high() >= 1;
    boolean near = spread.median() >= TIE_FROM && spread.median() <= TIE_TO;
    if (around || near) {
      return Verdict.TIE;
    }
    return spread.median() < 1 ? Verdict.FASTER : Verdict.SLOWER;
  }

  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  double median() {
    return spread().median();
  }

  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  double low() {
    return spread().low();
  }

  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  double high() {
    return spread().high();
  }
}
