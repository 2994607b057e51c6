package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Recorded;
import java.time.Duration;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What the flight recorder is told of timers that have fired. */
class TimerEventsTest {

  @Test
  void aTimerThatFiresIsRecordedWithItsLateness() throws Exception {
    assertThat(OwnJvm.outputOf(Fired.class, "-Dwanted=true"))
        .containsExactlyInAnyOrder(
            "timer@, late PT0.003S, ReceiveOnly.receive",
            "timer@, late PT0.003S, ReceiveOnly.tryReceive",
            "timer@, late PT0.003S, Select.poll",
            "timer@, late PT0.003S, Select.await",
            Function.class.getName() + ", late PT0.003S or less, not by " + Fired.class);
  }

  @Test
  void bySettingsOfTheirOwnTheyAreOff() throws Exception {
    assertThat(OwnJvm.outputOf(Fired.class, "-Dwanted=false")).isEmpty();
  }

  /** The function of a timer. */
  private record Function(Channel<String> ran) implements Task {
    @Override
    public void run() {
      ran.close();
    }
  }

  /** The program of that process. */
  static final class Fired {
    private static final Duration DUE = Duration.ofMillis(5);
    private static final Duration LATE = Duration.ofMillis(3);

    private Fired() {}

    public static void main(String[] args) throws Exception {
      boolean wanted = Boolean.getBoolean("wanted");
      Recording recording =
          Recorded.start(
              wanted ? Map.of("io.github.goprims.TimerFired#enabled", "true") : Map.of());
      try (ManualTime time = ManualTime.install()) {
        Timer received = Timer.make(DUE);
        Ticker ticked = Ticker.make(DUE);
        Select polled = Select.create();
        polled.onReceive(Timer.after(DUE));
        Select awaited = Select.create();
        awaited.onReceive(Channel.<String>make());
        awaited.onReceive(Timer.after(DUE.plus(DUE)));
        Channel<String> ran = Channel.make();
        Timer.afterFunc(DUE, new Function(ran));
        time.advance(DUE.plus(LATE));
        ran.receive();
        received.channel().receive();
        ticked.channel().tryReceive();
        polled.poll();
        Thread late = Thread.ofVirtual().start(() -> advance(time));
        awaited.await();
        late.join();
      }
      for (RecordedEvent event : Recorded.awaitEvents(recording, "TimerFired", wanted ? 5 : 0)) {
        System.out.println(
            "%s, late %s, %s"
                .formatted(
                    event.getString("timer").replaceAll("@.*", "@"),
                    lateness(event),
                    Recorded.calledBy(Fired.class, event)));
      }
    }

    /**
     * A function begins as soon as the clock comes to its time: it may read that or a later one.
     */
    private static String lateness(RecordedEvent event) {
      Duration lateness = event.getDuration("lateness");
      boolean ofFunction = event.getString("timer").equals(Function.class.getName());
      return ofFunction && lateness.compareTo(LATE) <= 0 ? LATE + " or less" : "" + lateness;
    }

    private static void advance(ManualTime time) {
      time.awaitSleepers(1);
      time.advance(DUE);
    }
  }
}
