package io.github.goprims.benchmarks.runner.page;

import static io.github.goprims.benchmarks.runner.page.MadeUp.peer;
import static io.github.goprims.benchmarks.runner.page.MadeUp.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** Bars of ratios. */
class RatioChartTest {

  @ParameterizedTest
  @EnumSource
  void barsAreAsLongAsTheLogarithmsOfTheRatios(Frame frame) throws Exception {
    Parsed chart = draw(List.of(MadeUp.usualRow("stream-0")), frame);
    Element half = bar(chart, "go");
    Element twice = bar(chart, "jvm");
    assertThat(Parsed.number(half, "width"))
        .isGreaterThan(30)
        .isCloseTo(Parsed.number(twice, "width"), within(0.2));
    double equal = Parsed.number(chart.ofClass("line", "equal").get(0), "x1");
    assertThat(Parsed.number(half, "x") + Parsed.number(half, "width"))
        .as("faster: to the left")
        .isCloseTo(equal, within(0.2));
    assertThat(Parsed.number(twice, "x")).as("slower: to the right").isCloseTo(equal, within(0.2));
    assertThat(Parsed.number(bar(chart, "floor"), "width")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void eachBarHasItsFiguresItsRangeAndItsPeer(Frame frame) throws Exception {
    Parsed chart = draw(List.of(MadeUp.usualRow("stream-0")), frame);
    assertThat(chart.texts())
        .contains("stream-0", "transfer of stream-0, ns")
        .contains("0.50 (0.45–0.55) Go", "2.00 (1.80–2.20) Jox")
        .contains("goprims / Go", "goprims / best JVM peer", "goprims / floor of the JVM")
        .anySatisfy(text -> assertThat(text).contains("faster"))
        .anySatisfy(text -> assertThat(text).contains("slower"));
    assertThat(chart.ofClass("path", "range")).hasSize(3);
    assertThat(chart.ofClass("rect", "tie")).isNotEmpty();
    assertThat(chart.faults()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aHundredRowsAllFit(Frame frame) throws Exception {
    List<Line> rows = IntStream.range(0, 100).mapToObj(i -> MadeUp.usualRow("row-" + i)).toList();
    Parsed chart = draw(rows, frame);
    assertThat(chart.texts()).containsAll(rows.stream().map(Line::name).toList());
    assertThat(chart.ofClass("rect", "bar")).hasSize(300 + 3);
    assertThat(chart.faults()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void longNamesAreBrokenOrCutAndExtremesStayInside(Frame frame) throws Exception {
    Line row =
        row(
            "a-row-with-a-name-that-is-much-longer-than-any-name-of-a-row-ever-was-before-or-will-be",
            peer("goprims", Kind.OURS, 1.0, 100_000.0),
            peer(
                "a-peer-with-a-name-that-is-longer-than-any-other-peer-has-one",
                Kind.JVM,
                100.0,
                1.0));
    Parsed chart = draw(List.of(row), frame);
    assertThat(chart.texts())
        .anySatisfy(text -> assertThat(text).startsWith("a-row-with-a-name").endsWith("…"));
    assertThat(chart.elements("title", title -> title.getTextContent().equals(row.name())))
        .isNotEmpty();
    assertThat(chart.faults()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void withoutGoThereIsNoBarAndNoLegendOfIt(Frame frame) throws Exception {
    Line row = row("a", peer("goprims", Kind.OURS, 1.0), peer("jox", Kind.JVM, 3.0));
    Parsed chart = draw(List.of(row, row("b", peer("goprims", Kind.OURS, 1.0))), frame);
    assertThat(chart.ofClass("rect", "go")).isEmpty();
    assertThat(chart.texts())
        .contains("0.33 Jox", "nothing to compare with")
        .doesNotContain("goprims / Go");
    assertThat(chart.ofClass("path", "range")).as("one round has no range").isEmpty();
    assertThat(chart.faults()).isEmpty();
  }

  private static Parsed draw(List<Line> rows, Frame frame) throws Exception {
    return new Parsed(RatioChart.draw("Channels", RatioChart.groupsOf(rows), frame));
  }

  /** The bar itself, not the one of the legend. */
  private static Element bar(Parsed chart, String kind) {
    return chart.ofClass("rect", kind).get(1);
  }
}
