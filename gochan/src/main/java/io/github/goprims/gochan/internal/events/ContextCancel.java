package io.github.goprims.gochan.internal.events;

import io.github.goprims.gochan.internal.StackProbe;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The event of a context that has ended. */
@Name("io.github.goprims.ContextCancel")
@Label("Context Cancel")
@Description("A context was canceled or its deadline came, and all below it has ended")
@Category("goprims")
@Threshold("10 ms")
final class ContextCancel extends Event implements EndEvent {

  private static final ContextCancel PROTOTYPE = new ContextCancel();

  @Label("Context")
  @Description("The context and those above it")
  @Nullable String context;

  @Label("Reason")
  @Nullable String reason;

  @Label("Cause")
  @Description("What was given as the cause; of exceptions that make texts of their own, the class")
  @Nullable String cause;

  @Label("Ended With It")
  @Description("Contexts, functions and waits below it that ended with it")
  int ended;

  /** Does nothing that this class has not done by now. */
  static void ensure() {}

  /** The event of an end that begins now; null if no recording wants it. */
  static @Nullable EndEvent begun() {
    if (!PROTOTYPE.isEnabled()) {
      return null;
    }
    ContextCancel event = new ContextCancel();
    event.begin();
    return event;
  }

  @Override
  public boolean isWanted() {
    end();
    return shouldCommit();
  }

  @Override
  public void write(String what, String why, @Nullable Throwable given, int count) {
    StackProbe.touch(StackProbe.CLASSES); // as in RecordedWait
    context = Texts.bounded(what);
    reason = why;
    cause = given == null ? null : Texts.bounded(Texts.of(given));
    ended = count;
    commit();
  }
}
