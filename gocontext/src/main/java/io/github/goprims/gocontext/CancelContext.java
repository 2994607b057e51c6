package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.events.EndEvent;
import io.github.goprims.gochan.internal.threads.Couriers;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A context that can be canceled: the inner node of the tree. */
class CancelContext extends Child
    implements CancelableContext, OwnContext, TestKit.Unfinished, Runnable {
  /*
   * State.       end       null -> how it ended; decides everything
   *              done      null -> a channel, when first asked for; or the one closed channel that
   *                        is shared by all that ended before
   *              children  null -> a set, when the first child comes -> NONE, or null -> NONE
   *                all three written by compare-and-set from null (children to NONE at the end of a
   *                sweep by a plain volatile write: nothing can be in the set any more)
   * Invariants.  E1  no answer shows the end, be it err or done, before both would show it
   *              E2  children is taken by a sweep, or NONE, only after end is set
   *              E3  a child is in the set of a context that has not ended, or a sweep that will
   *                  take it is on its way, or it has ended itself and is about to leave
   * Linearization point of cancel, deadline and the end of the parent: the compare-and-set of end.
   * Why E1.      done is made first and end read after; end is set first and done read after: so one
   *              of the two threads sees the write of the other, and closes the channel. A thread
   *              that finds end set closes the channel, too, before it says so: in err, done, cause
   *              and each further cancel.
   * Why no child is missed. A child is added under the lock of the set, unless that has been taken;
   *              it is taken after end was set. So a child that comes before is taken along, and one
   *              that comes after is refused and finds end.
   * Order of an end. end, the own channel, the children, then the way out of the parent's set. All
   *              but the first may be done twice, by any thread: so a thread that runs out of stack
   *              or memory on the way leaves the rest to a courier, or to the next thread that
   *              cancels.
   * Deadlines.   The thread of the alarms only sets end, and sends a courier if more is to be done.
   * Events.      One for each end that has not come from above, written by the thread that has done
   *              the rest of it, under no lock and after all else.
   * Locks.       only that of one ChildSet at a time.
   */

  private static final int ENDED_BEFORE = -1;

  private final Context parent;

  /** Where to look for values; null if there are none. */
  private final @Nullable Context values;

  final @Nullable Deadline deadline;
  private volatile @Nullable EndReason end;
  private volatile @Nullable Done done;
  private volatile @Nullable ChildSet children;

  CancelContext(Context parent) {
    this(parent, Contexts.deadlineOf(parent));
  }

  CancelContext(Context parent, @Nullable Deadline deadline) {
    this.parent = parent;
    this.values = Contexts.valuesOf(parent);
    this.deadline = deadline;
    TestKit.made(this);
  }

  /** Ends with the parent from now on; at once if that has ended. */
  final void follow(Context followed) {
    EndReason over = attach(followed);
    if (over != null) {
      decide(over);
    }
  }

  /** Ends a context that no user gets to see, because making it has failed. */
  final void discard() {
    endAndLeave(EndReason.canceled(null));
  }

  @Override
  public final @Nullable Instant deadline() {
    Deadline when = deadline;
    return when == null ? null : when.instant;
  }

  @Override
  public final ReceiveChannel<Void> done() {
    Done made = done;
    if (made == null) {
      Done mine = end == null ? newDone() : Done.CLOSED;
      // From null only: all callers get the channel of the thread that was first.
      made = (Done) DONE.compareAndExchange(this, null, mine);
      if (made == null) {
        made = mine;
      }
    }
    if (end != null) { // read after done was set: E1
      made.close();
    }
    return made.view;
  }

  private Done newDone() {
    // Whoever asks first: the channel belongs where the context does.
    return TestKit.PRESENT == null ? new Done() : TestKit.PRESENT.makeFor(this, Done::new);
  }

  @Override
  public final @Nullable ContextDoneException err() {
    EndReason how = end;
    if (how == null) {
      return null;
    }
    closeDone(); // before the answer shows the end: E1
    return how.err;
  }

  @Override
  public final @Nullable Throwable cause() {
    EndReason how = end;
    if (how == null) {
      return null;
    }
    closeDone(); // before the answer shows the end: E1
    return how.cause();
  }

  @Override
  @SuppressWarnings("unchecked") // the type of that key
  public <V> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    return key == Contexts.CANCELABLE ? (V) new Handle(this) : ValueContext.find(values, key);
  }

  @Override
  public final void cancel(@Nullable Throwable cause) {
    TestKit.use(this, "cancel of");
    endAndLeave(end == null ? EndReason.canceled(cause) : reason());
  }

  /** How this context has ended, which it must have. */
  final EndReason reason() {
    return Objects.requireNonNull(end);
  }

  final boolean isEnded() {
    return end != null;
  }

  @Override
  public final boolean isUnfinished() {
    return end == null;
  }

  /** Ends this context, if it has not, and all below it, and returns when that is done. */
  final void endAndLeave(EndReason how) {
    EndEvent event = EndEvents.begun();
    int ended = endAll(how);
    if (event != null && ended != ENDED_BEFORE) {
      EndEvents.write(event, this, ended);
    }
  }

  /** Returns how many have ended below it, as far as that is known, or ENDED_BEFORE. */
  private int endAll(EndReason how) {
    try {
      int ended = 0;
      boolean first = decide(how);
      try {
        ended = endChildren(true);
      } finally {
        if (first || mayHaveToLeave()) {
          leave();
        }
      }
      return first ? ended : ENDED_BEFORE;
    } catch (VirtualMachineError failure) {
      leaveToOthers();
      throw failure;
    }
  }

  /** Returns how many have ended, as far as that is known. */
  private int endChildren(boolean waits) {
    ChildSet set = lastChildren();
    if (set != ChildSet.NONE && set.sweep(waits)) {
      children = ChildSet.NONE; // only lets go of memory: the set refuses since it was taken
    }
    return set.ended;
  }

  /** A thread that cannot even call a courier leaves the rest to the next one that cancels. */
  private void leaveToOthers() {
    try {
      Couriers.send(this);
    } catch (VirtualMachineError ignored) {
      // The first one is thrown.
    }
  }

  /** For a courier: does what is left of the end, and waits for no other thread. */
  @Override
  public final void run() {
    if (end != null) {
      EndEvent event = EndEvents.begun();
      int ended = 0;
      try {
        closeDone();
      } finally {
        try {
          ended = endChildren(false);
        } finally {
          leave();
        }
      }
      EndEvents.write(event, this, ended);
    }
  }

  /** Ends this context from an alarm; needs neither much time nor memory. */
  final void onAlarm(EndReason how) {
    if (end == null && END.compareAndSet(this, null, how)) { // the linearization point
      LiveContexts.end();
      // done is read after end was set: E1. The last set is NONE: a later child is refused, E3.
      if (done == null && lastChildren() == ChildSet.NONE && !isBelowCustom()) {
        leave();
        EndEvents.write(EndEvents.begun(), this, 0); // last: nothing is to depend on it
      } else {
        Couriers.send(this);
      }
    }
  }

  /** Lets go of what this context followed; may be done twice. */
  void leave() {
    detach();
  }

  /** Whether {@link #leave} may have been left undone; a hint. */
  boolean mayHaveToLeave() {
    return mayBeAttached();
  }

  @Override
  final int onParentEnd(CancelSweep sweep) {
    return endInSweep(reasonFrom(parent), sweep) ? NOTHING : MET;
  }

  /** Ends this context as part of a sweep. False if another sweep ends what is below. */
  final boolean endInSweep(EndReason how, CancelSweep sweep) {
    decide(how);
    ChildSet set = lastChildren();
    if (set == ChildSet.NONE) {
      return true;
    }
    CancelSweep by = set.giveTo(sweep);
    return by == sweep || by.isComplete();
  }

  @Override
  final CancelSweep taker() {
    ChildSet set = children;
    CancelSweep by = set == null ? null : set.taker();
    return by == null ? CancelSweep.NOTHING : by;
  }

  @Override
  final void onCustomParentEnd(EndReason how) {
    EndEvent event = EndEvents.begun();
    try {
      boolean first = decide(how);
      int ended = endChildren(true);
      if (first) {
        EndEvents.write(event, this, ended);
      }
    } catch (VirtualMachineError failure) {
      leaveToOthers();
      throw failure;
    }
  }

  private boolean decide(EndReason how) {
    // The linearization point. The read before it saves a write to a word that others read.
    boolean first = end == null && END.compareAndSet(this, null, how);
    if (first) {
      LiveContexts.end();
      onEnd();
    }
    closeDone(); // done is read after end was set: E1; by the losers, too
    return first;
  }

  /** What else has to be given up; called once, by the thread that ended this context. */
  void onEnd() {
    // Nothing else.
  }

  private void closeDone() {
    Done made = done;
    if (made != null) {
      made.close();
    }
  }

  /** The set of children, which is the last one, because this context has ended. */
  private ChildSet lastChildren() {
    // A compare-and-set, since a first child may come at this moment: one of the two sets wins, and
    // the loser goes by that. E2: end has been set.
    ChildSet set = (ChildSet) CHILDREN.compareAndExchange(this, null, ChildSet.NONE);
    return set == null ? ChildSet.NONE : set;
  }

  /** Takes a child, unless this context has ended. */
  final boolean adopt(Child child) {
    if (end != null) {
      return false;
    }
    ChildSet set = children;
    if (set == null) {
      ChildSet made = new ChildSet();
      // From null only: another thread may bring the first child, or the end may put NONE: E3.
      set = (ChildSet) CHILDREN.compareAndExchange(this, null, made);
      if (set == null) {
        set = made;
      }
    }
    return set.add(child); // refused if a sweep has taken the set meanwhile: E3
  }

  /** Lets a child go: false if it had gone, or is being ended. */
  final boolean dismiss(Child child) {
    ChildSet set = children;
    return set != null && set.remove(child);
  }

  /** Whether there are children to hear of the end; for tests. */
  final boolean hasChildren() {
    ChildSet set = children;
    return set != null && !set.isEmpty();
  }

  @Override
  public @Nullable Context values() {
    return values;
  }

  @Override
  public @Nullable Context origin() {
    return parent;
  }

  @Override
  public String text() {
    return ".WithCancel";
  }

  @Override
  public final String toString() {
    return ContextText.of(this);
  }

  // VarHandle mechanics
  private static final VarHandle END = handle("end", EndReason.class);
  private static final VarHandle DONE = handle("done", Done.class);
  private static final VarHandle CHILDREN = handle("children", ChildSet.class);

  private static VarHandle handle(String field, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), field, VarHandle.class, CancelContext.class, type);
  }
}
