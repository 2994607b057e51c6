package io.github.goprims.examples.travel;

import io.github.goprims.gocontext.Key;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace: the header {@code traceparent} of W3C's Trace Context, version 00. The trace
 * is the same in all processes that a request comes to; a span is the work for it in one of them.
 *
 * @param traceId 32 digits, hexadecimal, in lower case, not all zero
 * @param spanId 16 such digits; the standard says parent-id, which it is to the receiver
 * @param sampled whether the caller may have recorded its span
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {

  /** The name of the header. */
  public static final String HEADER = "traceparent";

  /** Finds the span of a context. */
  public static final Key<TraceParent> KEY = Key.named(HEADER);

  private static final String TRACE_ID = "(?!0{32})[0-9a-f]{32}";
  private static final String SPAN_ID = "(?!0{16})[0-9a-f]{16}";

  /** Later versions may go on after a dash; that of version 00 may not. There is no version ff. */
  private static final Pattern TEXT =
      Pattern.compile(
          "(?!ff)(?!00.{54})[0-9a-f]{2}-(%s)-(%s)-([0-9a-f]{2})(-.*)?"
              .formatted(TRACE_ID, SPAN_ID));

  private static final int SAMPLED = 1; // the only flag of version 00

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Refuses what no receiver would take. */
  public TraceParent {
    if (!traceId.matches(TRACE_ID) || !spanId.matches(SPAN_ID)) {
      throw new IllegalArgumentException("not a trace id and a span id: " + traceId + " " + spanId);
    }
  }

  /** The first span of a new trace, not sampled. */
  public static TraceParent make() {
    return new TraceParent(randomId(16), randomId(8), false);
  }

  /**
   * Reads a header. Of a later version it takes what version 00 knows.
   *
   * @return null if there is no header, or none that can be used; the trace then starts anew
   */
  public static @Nullable TraceParent parse(@Nullable String header) {
    Matcher parts = TEXT.matcher(header == null ? "" : header);
    if (!parts.matches()) {
      return null;
    }
    boolean sampled = (HexFormat.fromHexDigits(parts.group(3)) & SAMPLED) != 0;
    return new TraceParent(parts.group(1), parts.group(2), sampled);
  }

  /** A new span of the same trace. */
  public TraceParent child() {
    return new TraceParent(traceId, randomId(8), sampled);
  }

  /** The header. */
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  private static String randomId(int length) {
    byte[] id = new byte[length];
    RANDOM.nextBytes(id);
    id[0] |= 1; // all zero is no id
    return HexFormat.of().formatHex(id);
  }
}
