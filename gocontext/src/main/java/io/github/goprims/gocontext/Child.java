package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.internal.TestKit;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What hears of the end of a context: one derived from it, or a function that is to run then. */
abstract class Child {
  /*
   * State.       followed   the context in whose set this child is, or has been; or how to be
   *                         forgotten by a custom context: then null once that is done
   *              next, prev the ring of the set while in it, guarded by its lock; then they chain
   *                         what a CancelSweep has to do, and are its thread's own
   * Modes.       followed is written with release before the child joins the set: a sweep finds it
   *              behind the lock of that. A thread that detaches the child has got it from the thread
   *              that wrote the field, or by the scheduler of the alarms. Only members of an anyOf
   *              are detached by threads that have not: see A1 in AnyContext.
   */

  /** What the end of the context above leaves to be done for a child; a set of bits. */
  static final int NOTHING = 0;

  /** There is something to do when the sweep is over. */
  static final int LATE = 1;

  /** Another sweep ends what is below. */
  static final int MET = 2;

  private volatile @Nullable Object followed;
  @Nullable Child next;
  @Nullable Child prev;

  /**
   * The context above has ended. Called by the thread that sweeps, under no lock; once more if that
   * ran out of stack in it. Must need no memory.
   */
  abstract int onParentEnd(CancelSweep sweep);

  /** A custom context above has ended. Called in a thread of that context's choice. */
  abstract void onCustomParentEnd(EndReason end);

  /** The rest of what the end means for this child, when the sweep is over. May be done twice. */
  void afterSweep() {
    // Nothing is left.
  }

  /** What this child is, or is a part of. */
  Object whole() {
    return this;
  }

  /** The sweep that has taken what is below this child. */
  CancelSweep taker() {
    return CancelSweep.NOTHING;
  }

  /**
   * Makes this child hear of the end of {@code parent}. What a custom context throws passes, and
   * then this child hears nothing.
   *
   * @return the end, if that has come already, and this child has nothing to wait for; else null
   */
  final @Nullable EndReason attach(Context parent) {
    Context endSource = Contexts.endSourceOf(parent);
    CancelContext node = Contexts.nodeOf(endSource);
    if (node == null) {
      ReceiveChannel<Void> done = Done.of(endSource);
      if (Done.isNever(done)) {
        return null;
      }
      if (done.isDrained()) {
        return EndReason.of(endSource);
      }
      node = Contexts.nodeBehindCustom(endSource, done);
      if (node == null) {
        tellTest(endSource);
        AfterFunc custom = endSource.afterFunc(() -> onCustomParentEnd(EndReason.of(endSource)));
        FOLLOWED.setRelease(this, custom); // release is enough: see Modes
        return null;
      }
    }
    tellTest(node);
    FOLLOWED.setRelease(this, node); // before it joins: a sweep reads it behind the set's lock
    return node.adopt(this) ? null : reasonFrom(parent);
  }

  private void tellTest(Context above) {
    if (TestKit.PRESENT != null) {
      TestKit.PRESENT.follows(whole(), above);
    }
  }

  /** How this child ends with the context above, of which {@code parent} is, or which it hides. */
  final EndReason reasonFrom(Context parent) {
    CancelContext node = (CancelContext) Objects.requireNonNull(followed);
    Context endSource = Contexts.endSourceOf(parent);
    return endSource == node ? node.reason() : node.reason().through(endSource);
  }

  final boolean isBelowCustom() {
    return followed instanceof AfterFunc;
  }

  /** Whether there may be something to {@link #detach} from; a hint. */
  final boolean mayBeAttached() {
    return prev != null || isBelowCustom();
  }

  /**
   * Makes this child hear nothing any more.
   *
   * @return whether it would have heard something otherwise
   */
  final boolean detach() {
    Object above = followed;
    if (above instanceof AfterFunc custom) {
      boolean stopped = custom.stop();
      followed = null;
      return stopped;
    }
    return above instanceof CancelContext node && node.dismiss(this);
  }

  // VarHandle mechanics
  private static final VarHandle FOLLOWED =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "followed", VarHandle.class, Child.class, Object.class);
}
