package io.github.goprims.gochan.internal.events;

import io.github.goprims.gochan.internal.threads.Couriers;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** The way to the flight recorder of the JDK; works without one, too. */
public final class Events {
  /*
   * Cost.        Without a recorder, or until one has been started in this JVM, a question is two
   *              reads of static fields. From then on it is one of whether some recording wants that
   *              event, which changes as recordings start and stop; and an object for each that is
   *              begun. What waits while a recording starts is not in it: an event has to be begun.
   * First use.   To set up the first class of an event takes the JDK a tenth of a second and much
   *              stack. So that waits until there is a recorder, and then a courier does it. The
   *              events of that tenth are lost, unless the recorder was there before the library.
   * Failure.     A begin that fails begins no event, and throws nothing.
   */

  /** The module may be missing in the runtime image, or not be among those in use. */
  private static final boolean PRESENT = isPresent();

  /** Whether the classes of the events are set up. Racy: that is safe to use at any time. */
  private static boolean ready;

  /** Whether a courier was asked to set them up. Racy: to do that twice does no harm. */
  private static boolean asked;

  private Events() {}

  private static boolean isPresent() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, Events.class.getClassLoader());
      return Events.class.getModule().canRead(FlightRecorder.class.getModule());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Sets up what is needed if there is a recorder by now; for a thread with enough stack.
   *
   * @return whether events may be wanted
   */
  public static boolean ensure() {
    if (!ready && PRESENT && FlightRecorder.isInitialized()) {
      SetUp.INSTANCE.run();
    }
    return ready;
  }

  /** Whether events may be wanted; false until they are set up. */
  public static boolean mayBeWanted() {
    return ready || (PRESENT && FlightRecorder.isInitialized() && askForSetUp());
  }

  private static boolean askForSetUp() {
    if (!asked) {
      try {
        Couriers.send(SetUp.INSTANCE);
        asked = true;
      } catch (Throwable failure) {
        // The next wait asks again.
      }
    }
    return false;
  }

  /**
   * Begins the event of a wait, if {@link #mayBeWanted} and a recording wants it.
   *
   * @param kind null for a wait without events
   */
  public static @Nullable WaitEvent begin(@Nullable WaitKind kind) {
    try {
      return kind == null ? null : WaitEvents.begun(kind);
    } catch (Throwable failure) {
      return null;
    }
  }

  /** Begins the event of an end of a context, if {@link #mayBeWanted} and a recording wants it. */
  public static @Nullable EndEvent beginEnd() {
    try {
      return ContextCancel.begun();
    } catch (Throwable failure) {
      return null;
    }
  }

  /**
   * Whether a recording wants to know of timers that fire; if {@link #mayBeWanted}. Those that ask
   * are about to call {@link #timerFired}.
   */
  public static boolean timersAreWanted() {
    return TimerFired.isWanted();
  }

  /** Writes the event of a timer that has fired. May fail as {@link WaitEvent#record} may. */
  public static void timerFired(String timer, long lateNanos) {
    TimerFired.write(timer, lateNanos);
  }

  /** Sets up the classes of the events. */
  private static final class SetUp implements Runnable {
    static final SetUp INSTANCE = new SetUp();

    @Override
    public void run() {
      try {
        WaitEvents.ensure();
        ContextCancel.ensure();
        TimerFired.ensure();
        ready = true;
      } catch (Throwable failure) {
        asked = true; // a recorder that fails is left alone
      }
    }
  }
}
