package io.github.goprims.examples.travel;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code grpc-timeout}: how long the caller will wait, as a number of at most 8 digits
 * and a unit. It is gRPC's; other protocols have none that is as common, and can carry it too.
 */
public final class GrpcTimeout {

  /** The name of the header. */
  public static final String HEADER = "grpc-timeout";

  private static final int MOST = 99_999_999;
  private static final List<ChronoUnit> UNITS =
      List.of(
          ChronoUnit.NANOS,
          ChronoUnit.MICROS,
          ChronoUnit.MILLIS,
          ChronoUnit.SECONDS,
          ChronoUnit.MINUTES,
          ChronoUnit.HOURS);
  private static final String LETTERS = "numSMH"; // of the units, in their order
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,8})([" + LETTERS + "])");

  private GrpcTimeout() {}

  /**
   * Reads a header.
   *
   * @return null if there is no header, or none that is well-formed
   */
  public static @Nullable Duration parse(@Nullable String header) {
    Matcher parts = TEXT.matcher(header == null ? "" : header);
    if (!parts.matches()) {
      return null;
    }
    ChronoUnit unit = UNITS.get(LETTERS.indexOf(parts.group(2)));
    return Duration.of(Long.parseLong(parts.group(1)), unit);
  }

  /**
   * Writes a header, in the finest unit that 8 digits are enough for. It never says more than
   * {@code timeout}: what the unit cannot express is cut off.
   *
   * @param timeout how long; less than nothing is sent as nothing
   */
  public static String format(Duration timeout) {
    Duration left = timeout.isNegative() ? Duration.ZERO : timeout;
    for (ChronoUnit unit : UNITS) {
      if (left.compareTo(Duration.of(MOST + 1L, unit)) < 0) {
        return text(left.dividedBy(unit.getDuration()), unit);
      }
    }
    return text(MOST, ChronoUnit.HOURS);
  }

  private static String text(long number, ChronoUnit unit) {
    return number + LETTERS.substring(UNITS.indexOf(unit)).substring(0, 1);
  }
}
