package io.github.goprims.gochan.internal.events;

import io.github.goprims.gochan.internal.StackProbe;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** What the events of all waits have in common. */
@Category({"goprims", "Waits"})
@Threshold("10 ms")
abstract class RecordedWait extends Event implements WaitEvent {

  @Label("Waited For")
  @Description("The reason of the wait, and the primitive with its state when the wait had ended")
  @Nullable String waitedFor;

  @Label("Outcome")
  @Description("How the wait ended: done, closed, timed out, interrupted or canceled")
  @Nullable String outcome;

  @Override
  public final void record(Object waiter, String how) {
    end();
    if (shouldCommit()) {
      // An overflow in the midst of a commit would leave half an event in the thread's buffer.
      StackProbe.touch(StackProbe.CLASSES);
      waitedFor = Texts.bounded(waiter.toString());
      outcome = how;
      commit();
    }
  }
}
