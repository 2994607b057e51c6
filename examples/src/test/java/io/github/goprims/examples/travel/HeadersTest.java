package io.github.goprims.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {

  private static final Context ROOT = Context.background();
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TraceParent TRACE = TraceParent.make();

  private final Map<String, String> headers = new HashMap<>();

  @Test
  void theSoonerDeadlineCounts() {
    headers.put("grpc-timeout", "10S");
    assertDeadlineAfter(HOUR, Duration.ofSeconds(10));
    assertDeadlineAfter(Duration.ofSeconds(5), Duration.ofSeconds(5));
    headers.put("grpc-timeout", "10s");
    assertDeadlineAfter(HOUR, HOUR);
    headers.clear();
    assertDeadlineAfter(HOUR, HOUR);
  }

  private void assertDeadlineAfter(Duration most, Duration expected) {
    Instant before = Instant.now();
    try (CancelableContext ctx = Headers.arriving(ROOT, headers::get, most)) {
      assertThat(ctx.deadline()).isBetween(before.plus(expected), Instant.now().plus(expected));
    }
  }

  @Test
  void aServersOwnEndCounts() {
    headers.put("grpc-timeout", "10S");
    try (CancelableContext server = ROOT.withTimeout(Duration.ofSeconds(1));
        CancelableContext ctx = Headers.arriving(server, headers::get, HOUR)) {
      assertThat(ctx.deadline()).isEqualTo(server.deadline());
      server.cancel();
      assertThat(ctx.err()).isSameAs(CanceledException.instance());
    }
  }

  @Test
  void nothingLeftIsADeadlineThatHasPassed() {
    headers.put("grpc-timeout", "0n");
    try (CancelableContext ctx = Headers.arriving(ROOT, headers::get, HOUR)) {
      assertThat(ctx.err()).isSameAs(DeadlineExceededException.instance());
    }
  }

  @Test
  void aTraceGoesOnOrBegins() {
    headers.put("traceparent", TRACE.toString());
    try (CancelableContext ctx = Headers.arriving(ROOT, headers::get, HOUR)) {
      TraceParent span = ctx.value(TraceParent.KEY);
      assertThat(span.traceId()).isEqualTo(TRACE.traceId());
      assertThat(span.spanId()).isNotEqualTo(TRACE.spanId());
    }
    headers.put("traceparent", "broken");
    try (CancelableContext ctx = Headers.arriving(ROOT, headers::get, HOUR)) {
      assertThat(ctx.value(TraceParent.KEY).traceId()).isNotEqualTo(TRACE.traceId());
    }
  }

  @Test
  void whatIsLeftLeaves() {
    try (CancelableContext ctx = ROOT.withValue(TraceParent.KEY, TRACE).withTimeout(HOUR)) {
      Headers.leaving(ctx, headers::put);
      Duration left = GrpcTimeout.parse(headers.get("grpc-timeout"));
      assertThat(left).isLessThanOrEqualTo(HOUR);
      assertThat(left).isGreaterThanOrEqualTo(between(Instant.now(), ctx.deadline()));
      assertThat(headers).containsEntry("traceparent", TRACE.toString());
    }
  }

  /** In the unit in which an hour travels. */
  private static Duration between(Instant from, Instant to) {
    return Duration.ofMillis(Duration.between(from, to).toMillis());
  }

  @Test
  void whatAContextDoesNotHaveDoesNotLeave() {
    Headers.leaving(ROOT, headers::put);
    assertThat(headers).isEmpty();
  }

  @Test
  void nothingLeavesAContextThatHasEnded() {
    Exception reason = new Exception("sample");
    CancelableContext canceled = ROOT.withValue(TraceParent.KEY, TRACE).withTimeout(HOUR);
    canceled.cancel(reason);
    assertThatThrownBy(() -> Headers.leaving(canceled, headers::put))
        .isInstanceOf(CanceledException.class)
        .hasCause(reason);
    try (CancelableContext late = ROOT.withTimeout(Duration.ZERO)) {
      assertThatThrownBy(() -> Headers.leaving(late, headers::put))
          .isInstanceOf(DeadlineExceededException.class);
    }
    assertThat(headers).isEmpty();
  }
}
