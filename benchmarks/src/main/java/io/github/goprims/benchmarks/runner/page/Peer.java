package io.github.goprims.benchmarks.runner.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one peer scored in a row.
 *
 * @param name the word by which it is chosen
 * @param kind what it is to goprims
 * @param rounds its score in each round, in the unit of the row; null where it failed
 * @param allocated the median of the bytes allocated for an operation; null if not measured
 */
@JsonPropertyOrder({"name", "kind", "median", "low", "high", "rounds", "allocated"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Peer(String name, Kind kind, List<Double> rounds, Double allocated) {

  /** Empty if it failed in all rounds. */
  Optional<Spread> score() {
    List<Double> done = rounds.stream().filter(Objects::nonNull).toList();
    return done.isEmpty() ? Optional.empty() : Optional.of(Spread.of(done));
  }

  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  Double median() {
    return score().map(Spread::median).orElse(null);
  }

  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  Double low() {
    return score().map(Spread::low).orElse(null);
  }

  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  Double high() {
    return score().map(Spread::high).orElse(null);
  }

  /** Its score in a round, counted from zero. */
  Optional<Double> round(int round) {
    return round < rounds.size() ? Optional.ofNullable(rounds.get(round)) : Optional.empty();
  }
}
