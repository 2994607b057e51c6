package io.github.goprims.gochan.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.testing.Overflows;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Recorded;
import io.github.goprims.gochan.testing.Spec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event of a wait may be lost, the outcome may not. */
class LostEventsTest {

  private static final Map<String, String> EVERY_WAIT =
      Map.of("io.github.goprims.Sleep#threshold", "0 ns");

  @Test
  @Spec("INT-12")
  void aFailureToWriteTheEventEndsNoWait() throws Exception {
    assertThat(OwnJvm.outputOf(Failures.class))
        .containsExactly(
            "StackOverflowError: timed out, timed out",
            "OutOfMemoryError: timed out, timed out",
            "NoClassDefFoundError: timed out, timed out",
            "IllegalStateException: timed out, timed out",
            "null: timed out, timed out",
            "events: [good wait, good wait]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed", Overflows.SMALL_PROBES})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void anOverflowInTheEventEndsNoWait(String mode) throws Exception {
    Overflows.assertHarmless(AtTheEndOfTheStack.class, 400, 1, mode, "-esa");
  }

  /** A wait with an event whose text can fail. */
  private static final class TextWait extends Waiter {
    private final @Nullable Throwable failure;

    TextWait(@Nullable Throwable failure) {
      this.failure = failure;
    }

    @Override
    protected WaitKind kind() {
      return WaitKind.SLEEP;
    }

    @Override
    public String reason() {
      return "text";
    }

    @Override
    public String toString() {
      if (failure != null) {
        throw Rethrow.<RuntimeException>asItIs(failure);
      }
      return "good wait";
    }
  }

  /** A program in which texts fail. */
  static final class Failures {
    private Failures() {}

    public static void main(String[] args) throws Exception {
      Recording recording = Recorded.start(EVERY_WAIT);
      fail(new StackOverflowError());
      fail(new OutOfMemoryError());
      fail(new NoClassDefFoundError());
      fail(new IllegalStateException());
      fail(null);
      System.out.println(
          "events: "
              + Recorded.eventsOf(recording).stream()
                  .filter(event -> Recorded.name(event).equals("Sleep"))
                  .map(event -> event.getString("waitedFor"))
                  .toList());
    }

    private static void fail(@Nullable Throwable failure) {
      String name = failure == null ? "null" : failure.getClass().getSimpleName();
      Object timed = new TextWait(failure).await(0);
      Waiter settled = new TextWait(failure);
      Thread settler = Thread.ofPlatform().unstarted(() -> settle(settled));
      settler.start();
      System.out.println(name + ": " + timed + ", " + settled.awaitUninterruptibly());
    }

    private static void settle(Waiter waiter) {
      while (waiter.outcome == null) {
        Thread.onSpinWait(); // until it is parked, or about to be
      }
      if (waiter.settle(Waiter.TIMED_OUT)) {
        waiter.wake();
      }
    }
  }

  /** A program in which waits with an event overflow. */
  static final class AtTheEndOfTheStack {
    private AtTheEndOfTheStack() {}

    public static void main(String[] args) {
      Overflows.run(
          () -> {
            Recording recording = Recorded.start(EVERY_WAIT);
            Overflows.of("wait", Overflows.wanted(), Victim::new, () -> {});
            new Victim().operate();
            List<RecordedEvent> events = Recorded.eventsOf(recording);
            assertThat(events).allMatch(AtTheEndOfTheStack::isWhole);
            assertThat(events.get(events.size() - 1).getThread().getJavaName()).isEqualTo("main");
          });
    }

    private static boolean isWhole(RecordedEvent event) {
      return event.getString("waitedFor").equals("good wait")
          && event.getString("outcome").equals("timed out");
    }

    private static final class Victim implements Overflows.Victim {
      private final Waiter waiter = new TextWait(null);
      private @Nullable Object result;

      @Override
      public void operate() {
        result = waiter.await(0);
      }

      @Override
      public boolean works() {
        return !waiter.isSettled() || result == Waiter.TIMED_OUT;
      }
    }
  }
}
