package io.github.goprims.benchmarks.runner.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;

/**
 * One row and its scores.
 *
 * @param name of the row
 * @param group of rows that stand in one table
 * @param operation what is measured
 * @param unit of the scores
 * @param curve what the row is a point of; null if nothing
 * @param peers in the order of the columns
 */
@JsonPropertyOrder({"name", "group", "operation", "unit", "curve", "ratios", "peers"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Line(
    String name, String group, String operation, String unit, Point curve, List<Peer> peers) {

  /**
   * A point of a curve: how the cost of one operation grows with a size.
   *
   * @param name that the points of one curve share
   * @param title what is measured
   * @param axis what the size counts
   * @param x the size
   */
  public record Point(String name, String title, String axis, double x) {}

  /** Ours beside Go, the best JVM peer and so on, as far as they took part. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  List<Ratio> ratios() {
    return Kind.REFERENCES.stream()
        .map(kind -> Ratio.toBest(kind, peers))
        .flatMap(Optional::stream)
        .toList();
  }

  Optional<Ratio> ratio(Kind to) {
    return Ratio.toBest(to, peers);
  }

  Optional<Peer> peer(String wanted) {
    return peers.stream().filter(peer -> peer.name().equals(wanted)).findFirst();
  }
}
