package io.github.goprims.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "fe-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03-what-comes",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
      })
  void ofEachVersionWhatVersion00KnowsIsTaken(String header) {
    TraceParent read = TraceParent.parse(header);
    assertThat(read).isEqualTo(new TraceParent(TRACE_ID, SPAN_ID, true));
    assertThat(read).hasToString("00-" + TRACE_ID + "-" + SPAN_ID + "-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "02", "fe"})
  void onlyTheLowestFlagSaysSampled(String flags) {
    TraceParent read = TraceParent.parse("00-" + TRACE_ID + "-" + SPAN_ID + "-" + flags);
    assertThat(read).hasToString("00-" + TRACE_ID + "-" + SPAN_ID + "-00");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "no trace",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", // no version
        "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01", // all zero
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", // upper case
        "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0A",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01", // too short
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c0-b7ad6b7169203331-01", // too long
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b71692033310-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-", // more than version 00 has
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more", // no dash
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
      })
  void whatCannotBeUsedIsNoTrace(String header) {
    assertThat(TraceParent.parse(header)).isNull();
  }

  @Test
  void aTraceBeginsWithIdsOfItsOwn() {
    TraceParent first = TraceParent.make();
    TraceParent second = TraceParent.make();
    assertThat(first.traceId()).isNotEqualTo(second.traceId());
    assertThat(first.spanId()).isNotEqualTo(second.spanId());
    assertThat(first.sampled()).isFalse();
    assertThat(TraceParent.parse(first.toString())).isEqualTo(first);
  }

  @Test
  void aChildIsAnotherSpanOfTheTrace() {
    TraceParent parent = new TraceParent(TRACE_ID, SPAN_ID, true);
    TraceParent child = parent.child();
    assertThat(child.traceId()).isEqualTo(TRACE_ID);
    assertThat(child.spanId()).isNotEqualTo(SPAN_ID);
    assertThat(child.sampled()).isTrue();
  }

  @Test
  void idsThatNobodyWouldTakeAreRefused() {
    assertThatThrownBy(() -> new TraceParent("0".repeat(32), SPAN_ID, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a trace id and a span id: ");
    assertThatThrownBy(() -> new TraceParent(TRACE_ID, SPAN_ID + "0", false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
