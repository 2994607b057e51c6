package io.github.goprims.benchmarks.runner;

import io.github.goprims.benchmarks.runner.page.Distribution;
import io.github.goprims.benchmarks.runner.page.Kind;
import io.github.goprims.benchmarks.runner.page.Line;
import io.github.goprims.benchmarks.runner.page.Peer;
import io.github.goprims.benchmarks.runner.page.Run;
import io.github.goprims.benchmarks.runner.page.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results as others read them: what becomes of results.json. */
final class Export {
  private static final int HASH = 12;

  private Export() {}

  /** What has been measured so far. */
  static Run run(
      Plan plan,
      WakeUp wakeUp,
      List<Machine> machines,
      List<Results> results,
      List<Distribution> distributions)
      throws IOException {
    Map<String, String> environment = environment(plan.results);
    Run.Build build =
        new Run.Build(
            environment.getOrDefault("commit", "unknown"),
            "jar "
                + hash(System.getProperty("java.class.path"))
                + ", Go program "
                + hash(plan.goProgram),
            environment.getOrDefault("java", Runtime.version().toString()),
            environment.getOrDefault("go", "none"),
            environment.getOrDefault("system", System.getProperty("os.name")),
            Host.processor(),
            plan.conditions() + jvmArgs(plan));
    Run.Piece piece =
        new Run.Piece(
            environment.getOrDefault("date", "unknown"),
            environment.getOrDefault("arguments", ""),
            plan.rounds,
            new Spread(
                Spread.rounded(wakeUp.median()),
                Spread.rounded(wakeUp.low()),
                Spread.rounded(wakeUp.high())),
            spread(machines.stream().map(Machine::load).toList()).orElse(null),
            spread(machines.stream().map(Machine::busy).filter(b -> !b.isNaN()).toList())
                .orElse(null));
    return new Run(
        build,
        List.of(piece),
        results.stream().map(result -> line(result, plan.rounds)).toList(),
        distributions);
  }

  private static String jvmArgs(Plan plan) {
    return plan.jvmArgs.isEmpty() ? "" : " JVM arguments: " + String.join(" ", plan.jvmArgs) + ".";
  }

  private static Optional<Spread> spread(List<Double> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Spread.of(values.stream().map(Spread::rounded).toList()));
  }

  static Line line(Results results, int rounds) {
    Row row = results.row;
    List<Peer> peers = new ArrayList<>();
    for (String peer : results.peers) {
      List<Double> scores = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        scores.add(results.score(peer, round).map(Spread::rounded).orElse(null));
      }
      List<Double> bytes = results.has(peer) ? results.bytes(peer) : List.of();
      peers.add(
          new Peer(
              peer,
              kind(peer),
              Collections.unmodifiableList(scores),
              bytes.isEmpty() ? null : Spread.rounded(Statistics.median(bytes))));
    }
    return new Line(
        row.id(),
        Groups.of(row),
        row.text(),
        row.unit().symbol,
        row.curve().map(Export::point).orElse(null),
        List.copyOf(peers));
  }

  private static Line.Point point(Row.Curve curve) {
    return new Line.Point(curve.name(), curve.title(), curve.axis(), curve.x());
  }

  private static Kind kind(String peer) {
    if (peer.equals(Row.GOPRIMS) || peer.equals(Row.ADAPTIVE)) {
      return Kind.OURS;
    }
    if (peer.equals(Row.GO)) {
      return Kind.GO;
    }
    if (peer.equals(Row.BASE)) {
      return Kind.BASE;
    }
    if (Row.FLOORS.contains(peer)) {
      return Kind.FLOOR;
    }
    if (Row.FIXED_WAYS.contains(peer)) {
      return Kind.WAY;
    }
    return Row.NO_PEERS.contains(peer) ? Kind.OTHER : Kind.JVM;
  }

  /** What benchmarks/run wrote down before the first row; empty if somebody else began. */
  private static Map<String, String> environment(Path folder) throws IOException {
    Path file = folder.resolve("environment.txt");
    if (!Files.exists(file)) {
      return Map.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.split(": ", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> one));
  }

  /** By which a program is known again. */
  private static String hash(String file) throws IOException {
    Path path = Path.of(file);
    if (file.isEmpty() || !Files.isRegularFile(path)) {
      return "none";
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
