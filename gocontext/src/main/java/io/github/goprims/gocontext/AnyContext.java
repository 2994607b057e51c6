package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.Couriers;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context with several parents. */
final class AnyContext extends CancelContext {
  /*
   * Idea.        In the set of each parent there is a member in place of the context. The first of
   *              them to hear of an end makes it the context's, and then all leave.
   * Why none stays behind. A member that joins while that happens leaves by followAll, which looks
   *              for an end last: it writes what the member follows, then reads end; who ends the
   *              context sets end, then reads what each member follows. A full fence between the two
   *              on either side, so one of them sees the other. Leaving twice does no harm.
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
      VarHandle.fullFence();
      if (isEnded()) {
        leave();
        return;
      }
    }
  }

  @Override
  void leave() {
    VarHandle.fullFence();
    RuntimeException failure = null;
    for (Member member : members) {
      try {
        member.detach();
      } catch (RuntimeException e) { // of a custom context
        failure = e;
      }
    }
    left = true;
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
