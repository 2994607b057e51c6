package io.github.goprims.benchmarks.runner.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** Curves of costs and distributions. */
class LinePlotTest {

  @ParameterizedTest
  @EnumSource
  void eachPeerHasALineAndOursIsAboveTheOthers(Frame frame) throws Exception {
    Parsed chart = new Parsed(CurveChart.draw(MadeUp.curve("hop", 1, 10, 100, 1e6), frame));
    List<Element> lines = chart.elements("path", path -> Parsed.style(path).startsWith("line"));
    assertThat(lines)
        .extracting(line -> line.getAttribute("data-peer"))
        .containsExactlyInAnyOrder("goprims", "go", "jox", "syncq")
        .endsWith("goprims");
    assertThat(lines.get(3).getAttribute("class")).contains("ours");
    assertThat(chart.texts())
        .contains("goprims", "Go", "Jox", "SynchronousQueue, fair")
        .contains("1", "10", "100", "1M", "channels");
    assertThat(chart.faults()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aCurveOfOnePointIsDrawn(Frame frame) throws Exception {
    Parsed chart = new Parsed(CurveChart.draw(MadeUp.curve("hop", 8), frame));
    assertThat(chart.texts()).contains("8", "goprims");
    assertThat(chart.faults()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDistributionHasTheGreatestValueAtItsEnd(Frame frame) throws Exception {
    Parsed chart = new Parsed(DistributionChart.draw(MadeUp.distribution(), frame));
    assertThat(chart.texts()).contains("50 %", "99 %", "most", "0", "two hogs");
    assertThat(chart.texts()).contains("StampedLock: only 150 of 200");
    assertThat(chart.faults()).isEmpty();
  }
}
