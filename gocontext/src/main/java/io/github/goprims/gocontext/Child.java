package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What hears of the end of a context: one derived from it, or a function that is to run then. */
abstract class Child {
  /*
   * State.       above      in whose set this child is, or has been
   *              following  how to be forgotten by a context of another make
   *                both written once, before others can know this child, except for that context
   *              next, prev the ring of the set while in it, guarded by its lock; then next chains
   *                what a Sweep has to do, and is its thread's own
   */

  private @Nullable CancelContext above;
  private @Nullable AfterFunc following;
  @Nullable Child next;
  @Nullable Child prev;

  /** The context above has ended. Called once, by the thread that sweeps, under no lock. */
  abstract void aboveEnded(Sweep sweep);

  /** A context of another make has ended. Called in some thread of its choice. */
  abstract void foreignEnded(End end);

  /** The rest of what the end means for this child, when the sweep is over. */
  void afterSweep() {
    // Nothing is left.
  }

  /**
   * Makes this child hear of the end of {@code parent}.
   *
   * @return the end, if that has come already, and this child has nothing to wait for; else null
   */
  final @Nullable End attach(Context parent) {
    Context ending = Tree.endingOf(parent);
    CancelContext node = Tree.nodeOf(ending);
    if (node == null) {
      ReceiveChannel<Void> done = ending.done();
      if (Done.isNever(done)) {
        return null;
      }
      if (done.isDrained()) {
        return End.of(ending);
      }
      node = Tree.nodeBehind(ending, done);
      if (node == null) {
        following = ending.afterFunc(() -> foreignEnded(End.of(ending)));
        return null;
      }
    }
    above = node;
    return node.adopt(this) ? null : endFrom(parent);
  }

  /** How this child ends with the context above, of which {@code parent} is, or which it hides. */
  final End endFrom(Context parent) {
    CancelContext node = Objects.requireNonNull(above);
    Context ending = Tree.endingOf(parent);
    return ending == node ? node.end() : node.end().through(ending);
  }

  final boolean isBelowForeign() {
    return following != null;
  }

  /**
   * Makes this child hear nothing any more.
   *
   * @return whether it would have heard something otherwise
   */
  final boolean detach() {
    AfterFunc foreign = following;
    if (foreign != null) {
      return foreign.stop();
    }
    CancelContext node = above;
    return node != null && node.dismiss(this);
  }
}
