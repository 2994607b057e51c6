package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.threads.Detached;
import io.github.goprims.gochan.internal.threads.GoroutineBody;
import io.github.goprims.gochan.internal.threads.QuietEnds;
import io.github.goprims.gochan.internal.waiting.ColdStart;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/**
 * Sets up the classes of this package where there is enough stack for it: a class whose
 * initialisation an overflow has ended is never usable again. It also makes first calls, since they
 * need far more stack than later ones, and memory. This class itself has nothing to set up.
 */
final class Rehearsal {

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean done;

  private Rehearsal() {}

  /**
   * Rehearses, unless that has been done. To be called before a first context can be made.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  static void ensure() {
    if (!done) {
      ColdStart.ensure();
      StackProbe.touch(StackProbe.CLASSES);
      perform();
      done = true;
    }
  }

  /** Whether it is over: until then there are ends of contexts that no user has made. */
  static boolean isDone() {
    return done;
  }

  private static int interrupt() {
    Interruption run = Objects.requireNonNull(Interruption.innermost());
    run.run();
    return 0;
  }

  private static void perform() {
    QuietEnds.add(ContextDoneException.class);
    Context root = RootContext.BACKGROUND;
    CancelableContext parent = Contexts.withCancel(root);
    parent.done();
    CancelableContext child = Contexts.anyOf(parent, Contexts.withCancel(parent));
    Contexts.afterFunc(child, () -> {}).stop();
    try {
      Interruption.<Integer, RuntimeException>call(child, Rehearsal::interrupt);
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      lookup.ensureInitialized(Detached.class);
      lookup.ensureInitialized(DeadlineContext.class);
      GoroutineBody.ensure();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    child.withValue(Contexts.CANCELABLE, null).withCancel();
    parent.cancel();
    child.close();
  }
}
