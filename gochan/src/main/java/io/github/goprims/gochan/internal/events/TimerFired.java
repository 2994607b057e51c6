package io.github.goprims.gochan.internal.events;

import io.github.goprims.gochan.internal.StackProbe;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The event of a timer that has fired. Off unless asked for: a ticker may tick very often. */
@Name("io.github.goprims.TimerFired")
@Label("Timer Fired")
@Description("The function of a timer begins to run, or a value of a timer or ticker was received")
@Category("goprims")
@Enabled(false)
final class TimerFired extends Event {

  private static final TimerFired PROTOTYPE = new TimerFired();

  @Label("Timer")
  @Description("The class of the function, or the channel of the timer or ticker")
  @Nullable String timer;

  @Label("Lateness")
  @Description("From the moment for which the timer was set until now")
  @Timespan(Timespan.NANOSECONDS)
  long lateness;

  /** Does nothing that this class has not done by now. */
  static void ensure() {}

  /** Whether some recording wants such events. */
  static boolean isWanted() {
    return PROTOTYPE.isEnabled();
  }

  static void write(String what, long late) {
    StackProbe.touch(StackProbe.CLASSES); // as in RecordedWait
    TimerFired event = new TimerFired();
    event.timer = what;
    event.lateness = Math.max(0, late);
    event.commit();
  }
}
