package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.threads.Couriers;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context with several parents. */
final class AnyContext extends CancelContext {
  /*
   * Idea.        In the set of each parent there is a member in place of the context. The first of
   *              them to hear of an end makes it the context's, and then all leave.
   * Invariant.   A1  when the context has ended and followAll has returned, each member has left or
   *                  a thread is about to make it leave
   * Why A1.      followAll writes what a member follows, then reads end. The thread that ends the
   *              context sets end, then reads what each member follows. Each has a full fence between
   *              its two steps: so at least one of them sees the write of the other, and makes the
   *              member leave. Leaving twice does no harm.
   */

  private final Member[] members;

  /** Whether all have left. */
  private volatile boolean left;

  AnyContext(Context[] contexts) {
    super(RootContext.BACKGROUND, earliestDeadline(contexts));
    members = new Member[contexts.length];
    for (int i = 0; i < contexts.length; i++) {
      members[i] = new Member(this, contexts[i]);
    }
  }

  private static @Nullable Deadline earliestDeadline(Context[] contexts) {
    Deadline earliest = null;
    for (Context context : contexts) {
      Deadline deadline = Contexts.deadlineOf(context);
      if (deadline != null && (earliest == null || deadline.isBefore(earliest))) {
        earliest = deadline;
      }
    }
    return earliest;
  }

  /** Ends with the first of the contexts from now on; at once if one has ended. */
  void followAll() {
    for (Member member : members) {
      EndReason over = member.attach(member.context);
      if (over != null) {
        endAndLeave(over);
      }
      VarHandle.fullFence(); // A1: followed is written with release only, and end is read next
      if (isEnded()) {
        leave();
        return;
      }
    }
  }

  @Override
  void leave() {
    VarHandle.fullFence(); // A1: end is set, and what the members follow is read next
    RuntimeException failure = null;
    for (Member member : members) {
      try {
        member.detach();
      } catch (RuntimeException e) { // of a custom context
        failure = e;
      }
    }
    left = true; // volatile: a sweep by another thread goes by it, and need not leave again
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  boolean mayHaveToLeave() {
    return !left;
  }

  private boolean hasCustomParent() {
    for (Member member : members) {
      if (member.isBelowCustom()) {
        return true;
      }
    }
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // the type of that key
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    return key == Contexts.CANCELABLE ? (V) new Handle(this) : ValueContext.find(this, key);
  }

  @Override
  public Context values() {
    return this;
  }

  @Override
  public @Nullable Context origin() {
    return null;
  }

  @Override
  public String text() {
    return "context.AnyOf(" + members.length + " contexts)";
  }

  int size() {
    return members.length;
  }

  /** One of the contexts, in the order in which they were given. */
  Context get(int index) {
    return members[index].context;
  }

  /** Stands for the context in the set of one parent. */
  private static final class Member extends Child {
    private final AnyContext whole;
    private final Context context;

    Member(AnyContext whole, Context context) {
      this.whole = whole;
      this.context = context;
    }

    @Override
    int onParentEnd(CancelSweep sweep) {
      boolean all = whole.endInSweep(reasonFrom(context), sweep);
      return (all ? NOTHING : MET) | (whole.left ? NOTHING : LATE);
    }

    @Override
    Object whole() {
      return whole;
    }

    @Override
    CancelSweep taker() {
      return whole.taker();
    }

    @Override
    void afterSweep() {
      if (whole.left) {
        return;
      }
      if (whole.hasCustomParent()) {
        Couriers.send(whole); // user code may take long, and others wait for this thread
      } else {
        whole.leave();
      }
    }

    @Override
    void onCustomParentEnd(EndReason end) {
      whole.endAndLeave(end);
    }
  }
}
