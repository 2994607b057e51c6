package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import io.github.goprims.gocontext.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The time of a bubble: when it moves, and how far. */
class BubbleTimeTest {

  static final Instant ORIGIN = Instant.parse("2000-01-01T00:00:00Z");

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** How much time has passed in the bubble of the caller. */
  static Duration elapsed() {
    return Duration.between(ORIGIN, Bubble.now());
  }

  @Test
  @Spec("SYNCTEST-02")
  void itStartsWithTheYear2000ForEachGoroutineOfEachBubble() throws Exception {
    for (int i = 0; i < 3; i++) {
      AtomicReference<Instant> ofChild = new AtomicReference<>();
      Bubble.run(
          () -> {
            assertThat(Bubble.now()).isEqualTo("2000-01-01T00:00:00Z");
            assertThat(Bubble.clock().instant()).isEqualTo(Bubble.now());
            Go.go(() -> ofChild.set(Bubble.now()));
            Go.sleep(SECOND);
            assertThat(Bubble.now()).isEqualTo("2000-01-01T00:00:01Z");
          });
      assertThat(ofChild).hasValue(ORIGIN);
    }
  }

  @Test
  @Spec("SYNCTEST-02")
  void outsideTheClockShowsTheTimeOfTheMachine() throws Exception {
    Instant before = Instant.now().minusSeconds(5);
    assertThat(Bubble.clock().instant()).isBetween(before, before.plusSeconds(60));
    Bubble.run(() -> assertThat(Bubble.clock().millis()).isEqualTo(ORIGIN.toEpochMilli()));
    assertThat(Bubble.clock().instant()).isBetween(before, before.plusSeconds(60));
  }

  /** Work takes time of the machine, and none of the bubble. */
  @Test
  @Spec("SYNCTEST-03")
  void itStandsStillWhileAnybodyRuns() throws Exception {
    Bubble.run(
        () -> {
          AtomicBoolean stop = new AtomicBoolean();
          Go.go(
              () -> {
                while (!stop.get()) {
                  Thread.yield();
                }
              });
          AtomicInteger woken = new AtomicInteger();
          Go.go(
              () -> {
                Go.sleep(NANO);
                woken.incrementAndGet();
              });
          for (int i = 0; i < 1_000; i++) {
            Thread.yield();
            assertThat(elapsed()).isZero();
          }
          assertThat(woken).hasValue(0);
          stop.set(true);
          Bubble.sleep(NANO);
          assertThat(elapsed()).isEqualTo(NANO);
          assertThat(woken).hasValue(1);
        });
  }

  @Test
  @Spec("SYNCTEST-03")
  void itJumpsToWhatComesFirst() throws Exception {
    List<String> events = new ArrayList<>(); // one goroutine at a time: their times differ
    Bubble.run(
        () -> {
          for (int hours : new int[] {7, 1, 4}) {
            Go.go(
                () -> {
                  Go.sleep(Duration.ofHours(hours));
                  events.add("sleep " + elapsed());
                });
          }
          Timer.afterFunc(Duration.ofHours(3), () -> events.add("function " + elapsed()));
          CancelableContext context = Context.background().withTimeout(Duration.ofHours(5));
          context.afterFunc(() -> events.add("deadline " + elapsed()));
          Timer timer = Timer.make(Duration.ofHours(2));
          timer.channel().receive();
          events.add("timer " + elapsed());
          Channel<String> never = Channel.make();
          assertThat(never.receive(Duration.ofHours(4))).isNull();
          events.add("timeout " + elapsed());
          Go.sleep(DAY);
        });
    assertThat(events)
        .containsExactly(
            "sleep PT1H",
            "timer PT2H",
            "function PT3H",
            "sleep PT4H",
            "deadline PT5H",
            "timeout PT6H",
            "sleep PT7H");
  }

  @Test
  @Spec("SYNCTEST-03")
  void timersAndTheirResets() throws Exception {
    Bubble.run(
        () -> {
          Timer timer = Timer.make(SECOND);
          assertThat(timer.channel().receive()).isEqualTo(ORIGIN.plusSeconds(1));
          timer.reset(Duration.ofSeconds(2));
          assertThat(timer.channel().receive()).isEqualTo(ORIGIN.plusSeconds(3));
          timer.reset(Duration.ofSeconds(3));
          Go.sleep(SECOND);
          assertThat(timer.reset(Duration.ofSeconds(3))).isTrue();
          assertThat(timer.channel().receive()).isEqualTo(ORIGIN.plusSeconds(7));
          timer.reset(SECOND);
          assertThat(timer.stop()).isTrue();
          assertThat(timer.channel().receive(DAY)).isNull();
          assertThat(elapsed()).isEqualTo(DAY.plusSeconds(7));
        });
  }

  @Test
  @Spec("SYNCTEST-03")
  void aTickerTicksInTime() throws Exception {
    Bubble.run(
        () -> {
          try (Ticker ticker = Ticker.make(Duration.ofMinutes(1))) {
            for (int i = 1; i <= 60; i++) {
              assertThat(ticker.channel().receive()).isEqualTo(ORIGIN.plusSeconds(60 * i));
            }
          }
          assertThat(elapsed()).isEqualTo(Duration.ofHours(1));
        });
  }

  @Test
  @Spec("SYNCTEST-03")
  void aContextEndsAtItsDeadlineAndNotBefore() throws Exception {
    Bubble.run(
        () -> {
          CancelableContext day = Context.background().withTimeout(DAY);
          assertThat(day.deadline()).isEqualTo(ORIGIN.plus(DAY));
          Context below = day.withTimeout(DAY.multipliedBy(2)).withValue(Key.named("key"), "value");
          Go.sleep(DAY.minus(NANO));
          Bubble.await();
          assertThat(day.err()).isNull();
          Bubble.sleep(NANO);
          assertThat(day.err()).isSameAs(DeadlineExceededException.instance());
          assertThat(below.err()).isSameAs(DeadlineExceededException.instance());
          assertThat(below.done().isDrained()).isTrue();
        });
  }

  @Test
  @Spec("SYNCTEST-03")
  void sleepsOfAllLengths() throws Exception {
    Bubble.run(
        () -> {
          Go.sleep(Duration.ZERO);
          Go.sleep(Duration.ofDays(-1));
          assertThat(elapsed()).isZero();
          Go.sleep(Duration.ofDays(365 * 100));
          assertThat(elapsed()).isEqualTo(Duration.ofDays(365 * 100));
          Context context = Context.background().withTimeout(Duration.ofHours(1));
          context.sleep(Duration.ofMinutes(59));
          assertThat(elapsed()).isEqualTo(Duration.ofDays(365 * 100).plusMinutes(59));
        });
  }

  /** A time limit that no clock can show is none. */
  @Test
  @Spec("SYNCTEST-03")
  void aTimeoutBeyondAllTimeNeverComes() throws Exception {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Bubble.run(
        () -> {
          Channel<Integer> channel = Channel.make();
          Go.go(
              () -> {
                Go.sleep(DAY);
                channel.send(1);
              });
          assertThat(channel.receive(longest)).isEqualTo(1);
          assertThat(elapsed()).isEqualTo(DAY);
        });
  }

  /** A timer that is read late tells when it was due. */
  @Test
  @Spec("SYNCTEST-19")
  void aTimerTellsWhenItWasDue() throws Exception {
    Bubble.run(
        () -> {
          Timer timer = Timer.make(SECOND);
          Go.sleep(SECOND.multipliedBy(2));
          assertThat(timer.channel().tryReceive()).isEqualTo(ORIGIN.plusSeconds(1));
          Timer again = Timer.make(SECOND);
          Go.sleep(SECOND.multipliedBy(2));
          assertThat(again.channel().receive()).isEqualTo(ORIGIN.plusSeconds(3));
        });
  }

  @Test
  @Spec("SYNCTEST-19")
  void aTimerOfZeroFiresAtOnce() throws Exception {
    Bubble.run(
        () -> {
          for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            Timer timer = Timer.make(none);
            assertThat(timer.channel().tryReceive()).isNotNull();
            assertThat(Timer.after(none).receive()).isNotNull();
            AtomicBoolean ran = new AtomicBoolean();
            Timer.afterFunc(none, () -> ran.set(true));
            while (!ran.get()) {
              Thread.yield(); // so this goroutine is never blocked
            }
          }
          assertThat(elapsed()).isZero();
          assertThat(Timer.make(Duration.ZERO).channel().tryReceive()).isEqualTo(ORIGIN);
        });
  }

  /** A deadline that has passed needs no time either. */
  @Test
  @Spec("SYNCTEST-19")
  void aPassedDeadlineEndsAtOnce() throws Exception {
    Bubble.run(
        () -> {
          Context context = Context.background().withDeadline(ORIGIN);
          assertThat(context.err()).isSameAs(DeadlineExceededException.instance());
          assertThat(context.done().receive()).isNull();
          assertThat(elapsed()).isZero();
        });
  }

  @Test
  @Spec("SYNCTEST-21")
  void functionsOfTimersRunInTheBubble() throws Exception {
    AtomicInteger steps = new AtomicInteger();
    Bubble.run(
        () -> {
          Channel<Integer> ofTheBubble = Channel.make(1);
          Timer.afterFunc(
              SECOND,
              () -> {
                assertThat(Bubble.isInside()).isTrue();
                assertThat(elapsed()).isEqualTo(SECOND);
                ofTheBubble.send(steps.incrementAndGet());
                Go.go(
                    () -> {
                      Go.sleep(SECOND);
                      steps.incrementAndGet();
                    });
              });
          assertThat(ofTheBubble.receive()).isEqualTo(1);
          Bubble.sleep(SECOND.multipliedBy(2));
          assertThat(steps).hasValue(2);
        });
  }

  @Test
  @Spec("SYNCTEST-21")
  void functionsOfContextsRunInTheBubble() throws Exception {
    AtomicInteger steps = new AtomicInteger();
    Bubble.run(
        () -> {
          Channel<Duration> ofTheBubble = Channel.make(2);
          Context ends = Context.background().withTimeout(SECOND);
          ends.afterFunc(() -> ofTheBubble.send(elapsed()));
          CancelableContext canceled = Context.background().withCancel();
          canceled.afterFunc(
              () -> {
                Go.sleep(DAY);
                ofTheBubble.send(elapsed());
                steps.incrementAndGet();
              });
          canceled.cancel();
          assertThat(ofTheBubble.receive()).isEqualTo(SECOND);
          assertThat(ofTheBubble.receive()).isEqualTo(DAY);
        });
    assertThat(steps).hasValue(1);
  }

  /** A tester shall not come to rely on an order that nobody promises. */
  @Test
  @Spec("SYNCTEST-18")
  void whatIsDueAtTheSameTimeComesInAnyOrder() throws Exception {
    sleepersComeInAnyOrder();
    Set<String> ofSelects = new HashSet<>();
    Set<Integer> ofFunctions = new HashSet<>();
    Bubble.run(
        () -> {
          for (int i = 0; i < 1_000 && ofSelects.size() < 2; i++) {
            Timer one = Timer.make(NANO);
            Timer other = Timer.make(NANO);
            ofSelects.add(
                Select.first(
                    Select.receive(one.channel(), due -> "one"),
                    Select.receive(other.channel(), due -> "other")));
          }
          for (int i = 0; i < 1_000 && ofFunctions.size() < 2; i++) {
            ofFunctions.add(firstOf(2, true));
          }
        });
    assertThat(ofSelects).containsExactlyInAnyOrder("one", "other");
    assertThat(ofFunctions).containsExactlyInAnyOrder(0, 1);
  }

  /** Also with one carrier, where the last to fall asleep moves the clock, and could go on. */
  static void sleepersComeInAnyOrder() throws Exception {
    Set<Integer> first = new HashSet<>();
    Bubble.run(
        () -> {
          for (int i = 0; i < 1_000 && first.size() < 2; i++) {
            first.add(firstOf(2, false));
          }
        });
    assertThat(first).containsExactlyInAnyOrder(0, 1);
  }

  /** Which of so many that are due at the same time runs first. */
  private static int firstOf(int count, boolean functions) throws InterruptedException {
    AtomicInteger first = new AtomicInteger(-1);
    for (int i = 0; i < count; i++) {
      int number = i;
      if (functions) {
        Timer.afterFunc(NANO, () -> first.compareAndSet(-1, number));
      } else {
        Go.go(
            () -> {
              Go.sleep(NANO);
              first.compareAndSet(-1, number);
            });
      }
    }
    Bubble.sleep(NANO);
    return first.get();
  }
}
