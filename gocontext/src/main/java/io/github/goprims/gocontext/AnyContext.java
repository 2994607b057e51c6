package io.github.goprims.gocontext;

import io.github.goprims.gochan.Go;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context with several parents. */
final class AnyContext extends CancelContext {
  /*
   * In the set of each parent there is a member in place of the context. The first of them to hear
   * of an end makes it the context's, and then all leave. A member that joins while that happens
   * leaves by followAll, which looks for an end last.
   */

  private final Member[] members;

  AnyContext(Context[] contexts) {
    super(RootContext.BACKGROUND, earliestDeadline(contexts));
    members = new Member[contexts.length];
    for (int i = 0; i < contexts.length; i++) {
      members[i] = new Member(this, contexts[i]);
    }
  }

  private static @Nullable Instant earliestDeadline(Context[] contexts) {
    Instant earliest = null;
    for (Context context : contexts) {
      Instant deadline = context.deadline();
      if (deadline != null && (earliest == null || deadline.isBefore(earliest))) {
        earliest = deadline;
      }
    }
    return earliest;
  }

  /** Ends with the first of the contexts from now on; at once if one has ended. */
  void followAll() {
    for (Member member : members) {
      End over = member.attach(member.context);
      if (over != null) {
        endAndLeave(over);
      }
      if (isEnded()) {
        leave();
        return;
      }
    }
  }

  @Override
  void leave() {
    for (Member member : members) {
      member.detach();
    }
  }

  private boolean hasForeign() {
    for (Member member : members) {
      if (member.isBelowForeign()) {
        return true;
      }
    }
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // the type of that key
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    if (key == Tree.CANCELABLE) {
      return (V) this;
    }
    for (Member member : members) {
      V value = member.context.value(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  int size() {
    return members.length;
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
    void aboveEnded(Sweep sweep) {
      if (whole.end(endFrom(context), sweep)) {
        sweep.addLate(this);
      }
    }

    @Override
    void afterSweep() {
      if (whole.hasForeign()) {
        Go.go(whole::leave); // user code may take long, and others wait for this thread
      } else {
        whole.leave();
      }
    }

    @Override
    void foreignEnded(End end) {
      whole.endAndLeave(end);
    }
  }
}
