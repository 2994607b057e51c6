package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** The rows name what exists, and are found by their names. */
class RowsTest {

  @Test
  void namesAreUnique() {
    assertThat(Rows.all()).extracting(Row::id).doesNotHaveDuplicates().hasSizeGreaterThan(80);
  }

  @Test
  void eachHasItsProgramInJava() throws Exception {
    for (Row row : Rows.all()) {
      String benchmark = row.java().benchmark();
      int dot = benchmark.lastIndexOf('.');
      Class<?> type = Class.forName(benchmark.substring(0, dot));
      String method = benchmark.substring(dot + 1);
      assertThat(type.getMethods())
          .as(row.id())
          .filteredOn(candidate -> candidate.isAnnotationPresent(Benchmark.class))
          .extracting(Method::getName)
          .contains(method);
      assertThat(SmokeTest.parameters(benchmark))
          .as(row.id())
          .extracting(Field::getName)
          .containsAll(row.java().shape().keySet());
    }
  }

  @Test
  void eachThatGoTakesPartInHasItsTwin() throws IOException {
    List<String> workloads =
        Pattern.compile("^\\t\"(\\w+)\": +\\w+,$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("go", "main.go")))
            .results()
            .map(entry -> entry.group(1))
            .toList();
    assertThat(Rows.all())
        .filteredOn(row -> row.allPeers().contains(Row.GO))
        .extracting(row -> row.go().workload())
        .isNotEmpty()
        .isSubsetOf(workloads);
  }

  @Test
  void aWholeNameChoosesOneRowAndAPartAllThatContainIt() {
    assertThat(Rows.chosen(List.of("stream-1"))).extracting(Row::id).containsExactly("stream-1");
    assertThat(Rows.chosen(List.of("^floor", "pingpong")))
        .extracting(Row::id)
        .containsExactly("floor-ring2", "floor-ring10", "floor-ring100", "pingpong");
    assertThat(Rows.chosen(List.of("."))).isEqualTo(Rows.all());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rows.chosen(List.of("streem")))
        .withMessage("no row matches 'streem'; --list shows them");
  }

  @Test
  void curvesAreRunWhenAskedForOnly() {
    List<Row> table = Rows.chosen(List.of());
    assertThat(table).hasSizeGreaterThan(80).allMatch(row -> row.curve().isEmpty());
    assertThat(Rows.ofCurves()).hasSize(Rows.all().size() - table.size());
    assertThat(Rows.chosen(List.of("curve-select-.*"))).isSubsetOf(Rows.ofCurves());
  }

  /** A line on a logarithmic axis needs some points, each greater than the one before. */
  @Test
  void theSizesOfACurveGrowByAFactor() {
    Map<String, List<Row>> curves =
        Rows.ofCurves().stream().collect(Collectors.groupingBy(row -> row.curve().get().name()));
    assertThat(curves).hasSizeGreaterThanOrEqualTo(10);
    curves.forEach(
        (name, points) -> {
          assertThat(points).as(name).hasSizeBetween(4, 7);
          assertThat(points)
              .as(name)
              .extracting(
                  Row::unit, row -> row.curve().get().title(), row -> row.curve().get().axis())
              .containsOnly(
                  tuple(
                      points.get(0).unit(),
                      points.get(0).curve().get().title(),
                      points.get(0).curve().get().axis()));
          double last = 0.5;
          for (Row point : points) {
            assertThat(point.curve().get().x()).as(point.id()).isGreaterThanOrEqualTo(2 * last);
            assertThat(point.peers())
                .as(point.id())
                .startsWith(Row.GOPRIMS, Row.GO)
                .hasSizeGreaterThan(2);
            last = point.curve().get().x();
          }
        });
  }

  @Test
  void floorsStandBesideOurChannelsAndGo() {
    for (Row ring : Rows.chosen(List.of("^floor"))) {
      assertThat(ring.peers())
          .startsWith(Row.GOPRIMS, Row.GO)
          .endsWith("floor-park", "floor-yield", "floor-spin", "floor-switch");
    }
  }

  @Test
  void waitingHasRowsOfItsOwnOrAnyOthers() {
    assertThat(Rows.byWays(List.of()))
        .extracting(Row::id)
        .containsExactly(
            "pingpong",
            "stream-0",
            "stream-16",
            "stream-100",
            "mpmc4-0",
            "mpmc4-16",
            "select2-0",
            "chain100-0",
            "sieve-0",
            "pairs10k-0",
            "mutex-v2-short",
            "mutex-v8-short");
    Row row = Rows.byWays(List.of("stream-1")).get(0);
    assertThat(row.id()).isEqualTo("stream-1");
    assertThat(row.allPeers()).containsExactly("adaptive", "yield", "park", "look", "long-look");
  }
}
