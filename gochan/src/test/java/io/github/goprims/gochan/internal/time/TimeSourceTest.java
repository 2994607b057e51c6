package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("there is one injection for all threads")
class TimeSourceTest {

  /** The longest time in whole seconds that fits into nanoseconds. */
  private static final long LIMIT = Long.MAX_VALUE / 1_000_000_000L;

  /** A clock that stands. */
  private record Standing(long nanoTime) implements TimeSource {

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanoTime);
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      throw new AssertionError("nobody should wait");
    }

    @Override
    public Scheduler scheduler() {
      throw new AssertionError("nobody should set an alarm");
    }
  }

  static Stream<Arguments> durations() {
    return Stream.of(
        Arguments.of(Duration.ZERO, 0L),
        Arguments.of(Duration.ofNanos(1), 1L),
        Arguments.of(Duration.ofNanos(-1), -1L),
        Arguments.of(Duration.ofSeconds(3, 7), 3_000_000_007L),
        Arguments.of(Duration.ofSeconds(-3, 7), -2_999_999_993L),
        Arguments.of(Duration.ofSeconds(LIMIT - 1, 999_999_999), LIMIT * 1_000_000_000L - 1),
        Arguments.of(Duration.ofNanos(Long.MAX_VALUE), Long.MAX_VALUE),
        Arguments.of(Duration.ofSeconds(LIMIT + 1), Long.MAX_VALUE),
        Arguments.of(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Long.MAX_VALUE),
        Arguments.of(Duration.ofSeconds(-LIMIT), -LIMIT * 1_000_000_000L),
        Arguments.of(Duration.ofSeconds(-LIMIT - 1), -Long.MAX_VALUE),
        Arguments.of(Duration.ofNanos(Long.MIN_VALUE), -Long.MAX_VALUE),
        Arguments.of(Duration.ofSeconds(Long.MIN_VALUE), -Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("durations")
  @Spec("INT-07")
  void nanosSaturateInsteadOfOverflowing(Duration duration, long nanos) {
    assertThat(TimeSource.saturatedNanos(duration)).isEqualTo(nanos);
  }

  @Test
  @Spec("INT-07")
  void deadlinesSaturateInsteadOfOverflowing() {
    long now = Long.MAX_VALUE - 1_000;
    try (TimeSource.Injected injected = TimeSource.inject(() -> new Standing(now))) {
      assertThat(injected).isNotNull();
      assertThat(TimeSource.deadlineAfter(Duration.ofNanos(999))).isEqualTo(Long.MAX_VALUE - 1);
      assertThat(TimeSource.deadlineAfter(Duration.ofNanos(1_000))).isEqualTo(TimeSource.FOREVER);
      assertThat(TimeSource.deadlineAfter(Duration.ofNanos(1_001))).isEqualTo(TimeSource.FOREVER);
      assertThat(TimeSource.deadlineAfter(Duration.ofDays(365))).isEqualTo(TimeSource.FOREVER);
      assertThat(TimeSource.deadlineAfter(Duration.ofSeconds(Long.MAX_VALUE)))
          .isEqualTo(TimeSource.FOREVER);
      assertThat(TimeSource.deadlineAfter(Duration.ZERO)).isEqualTo(now);
      assertThat(TimeSource.deadlineAfter(Duration.ofNanos(-1))).isEqualTo(now - 1);
      assertThat(TimeSource.deadlineAfter(Duration.ofSeconds(Long.MIN_VALUE))).isLessThan(now);
    }
  }

  @Test
  @Spec("INT-07")
  void deadlinesAtTheOriginStayInThePast() {
    try (TimeSource.Injected injected = TimeSource.inject(() -> new Standing(0))) {
      assertThat(injected).isNotNull();
      assertThat(TimeSource.deadlineAfter(Duration.ofSeconds(Long.MIN_VALUE))).isNegative();
      assertThat(TimeSource.deadlineAfter(Duration.ofNanos(5))).isEqualTo(5);
    }
  }

  @Test
  void systemTimeNeverGoesBack() {
    TimeSource system = TimeSource.current();
    long before = system.nanoTime();
    assertThat(before).isNotNegative();
    for (int i = 0; i < 10_000; i++) {
      long now = system.nanoTime();
      if (now < before) {
        throw new AssertionError("went back from " + before + " to " + now);
      }
      before = now;
    }
    Instant earliest = Instant.now();
    Instant instant = system.instant();
    assertThat(instant).isBetween(earliest, Instant.now());
  }

  @Test
  void systemTimeDoesNotParkAfterTheDeadline() {
    TimeSource system = TimeSource.current();
    system.parkUntil(this, system.nanoTime());
    system.parkUntil(this, 0);
    system.parkUntil(this, -1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInjectedSourceAnswersUntilItIsClosed() {
    TimeSource system = TimeSource.current();
    Standing standing = new Standing(42);
    try (TimeSource.Injected injected = TimeSource.inject(() -> standing)) {
      assertThat(injected).isNotNull();
      assertThat(TimeSource.current()).isSameAs(standing);
      assertThatThrownBy(() -> TimeSource.inject(() -> system))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("a time source is injected already");
      assertThat(TimeSource.current()).isSameAs(standing);
    }
    assertThat(TimeSource.current()).isSameAs(system);
    assertThatThrownBy(() -> TimeSource.inject(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("source");
    assertThat(TimeSource.current()).isSameAs(system);
  }

  /** A deadline that has come is looked at, and before it counts a result arrives. */
  @Test
  @Spec("INT-08")
  void aResultDuringAClockReadBeatsDeadlines() {
    Waiter waiter =
        new Waiter() {
          @Override
          public String reason() {
            return "test";
          }
        };
    TimeSource late =
        new TimeSource() {
          @Override
          public long nanoTime() {
            waiter.settle("result");
            return 100;
          }

          @Override
          public Instant instant() {
            return Instant.EPOCH;
          }

          @Override
          public void parkUntil(Object blocker, long deadline) {}

          @Override
          public Scheduler scheduler() {
            throw new AssertionError("nobody should set an alarm");
          }
        };
    try (TimeSource.Injected injected = TimeSource.inject(() -> late)) {
      assertThat(injected).isNotNull();
      assertThat(waiter.await(100)).isEqualTo("result");
    }
  }

  @Test
  void injectionsFollowEachOther() {
    for (int i = 0; i < 3; i++) {
      Standing standing = new Standing(i);
      try (TimeSource.Injected injected = TimeSource.inject(() -> standing)) {
        assertThat(injected).isNotNull();
        assertThat(TimeSource.current().nanoTime()).isEqualTo(i);
      }
    }
  }
}
