package io.github.goprims.gosync;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.threads.GoroutineBody;
import io.github.goprims.gochan.internal.threads.LibraryThreads;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of one piece of work, and tells of the first that fails. Semantics of {@code
 * errgroup.Group} of {@code golang.org/x/sync}.
 *
 * {@snippet file="io/github/goprims/gosync/ErrGroupSamples.java" region="fetch"}
 *
 * <p>Any thread may start tasks by {@link #go}, the tasks themselves included; each runs in a
 * goroutine of its own. {@link #await} waits for all of them and throws what failed first. A group
 * that is made by {@link #withContext} has a context for its tasks, which ends as soon as one of
 * them has failed: that is how the others are told that their work is not needed any more. It is up
 * to them to look at it; they are not interrupted, except in {@link Context#call}.
 *
 * <p>Whatever a task throws is a failure, an {@link Error} as well. The first in time counts. Later
 * ones are added to it as suppressed exceptions, 16 at most, but not the same object once more, nor
 * an exception that says no more than that the context of the group has ended. Those for which
 * there is no room, or whose suppression the first has disabled, reach the uncaught-exception
 * handler of their thread; and so does each {@code Error}, in addition. As with every thread, a
 * wait for the group may return before such a handler is called. An {@link InterruptedException} of
 * a task counts as a {@link CompletionException} with that as its cause.
 *
 * <p>The first {@code go} has to come before the {@code await} that is to wait for it, as with
 * {@link WaitGroup}. A group can be used again after an {@code await}, also while others return
 * from theirs; it keeps its first failure, and its context stays ended.
 *
 * <p>Memory consistency effects: actions before a {@code go} <i>happen-before</i> the task; what a
 * task has done <i>happens-before</i> actions after the return of each {@code await} and {@code
 * close} that waits for it, and, under a limit, before the return of the {@code go} that gets its
 * place. Actions before a failure of a task <i>happen-before</i> what follows the end of the
 * context that it has caused.
 */
public final class ErrGroup implements AutoCloseable {
  /*
   * State.       places      the tasks, their limit, and the threads that wait for a place: see there
   *              first       null -> the failure that counts
   *              suppressed  how many failures have asked to be added to that
   *              unseen      whether there is a failure that neither await nor a handler has told of
   * Linearization point of the first failure: the compare-and-set of first. Which comes first, the
   * failure or another end of the context, is for the context to decide, and changes only its cause.
   * Why no failure is lost. A task notes its failure before it leaves its place, so that it is known
   * to each thread that finds all tasks ended. One that cannot be added is thrown by the goroutine.
   * Why await does not miss unseen. It resets it after the wait and before it throws; what comes later
   * sets it again, and was not before the end of that wait.
   * Failures. Before a place is taken, the stack is made sure of that it takes to start a goroutine,
   * and to give the place back. A task leaves its place whatever fails before that; this needs no memory.
   */

  private static final int MOST_SUPPRESSED = 16;

  final Places places = new Places();
  private final @Nullable CancelableContext own;
  private volatile @Nullable Throwable first;
  private volatile int suppressed;
  private volatile boolean unseen;
  volatile @Nullable String name;

  private ErrGroup(@Nullable CancelableContext own) {
    this.own = own;
    TestKit.made(this);
  }

  /**
   * Makes a group without a limit and without a context of its own: a failure stops no other task.
   *
   * @return a new group
   */
  public static ErrGroup create() {
    return new ErrGroup(null);
  }

  /**
   * Makes a group without a limit, with a context that is derived from {@code parent}. That ends
   * with {@code parent}, with the first failure of a task, when an {@link #await} returns or throws
   * a failure, or with {@link #close}, whichever comes first; but not if {@code await} is
   * interrupted. Its error is {@link io.github.goprims.gocontext.CanceledException}, unless it ends
   * with its parent; its cause the first failure, if that has ended it.
   *
   * @param parent what the context is derived from
   * @return a new group, to be awaited or closed, else its context stays registered with {@code
   *     parent}
   * @throws NullPointerException "parent"
   */
  public static ErrGroup withContext(Context parent) {
    return new ErrGroup(Objects.requireNonNull(parent, "parent").withCancel());
  }

  /**
   * Gives this group a name, which {@link #toString} and error messages show from now on, and the
   * text of the blocker of a thread that waits here, {@code LockSupport.getBlocker(thread)}. Thread
   * dumps of the JDK show at most the class of a blocker.
   *
   * @param name the name
   * @return this group
   * @throws NullPointerException "name"
   */
  public ErrGroup named(String name) {
    SyncGauges.ERRGROUP.name(this, Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * The context for the tasks of this group.
   *
   * @return always the same; {@link Context#background} if the group has none of its own
   */
  public Context context() {
    CancelableContext mine = own;
    return mine == null ? Context.background() : mine;
  }

  /**
   * Limits the number of tasks that run at once. Threads that wait in {@link #go} because of a
   * limit of zero get the places that a higher one brings. Never blocks.
   *
   * @param most how many; negative for no limit, as in a new group; with zero nothing can start
   * @return this group
   * @throws IllegalStateException "errgroup: modify limit while 3 goroutines in the group are still
   *     active: …" while tasks run; the limit is then what it was
   */
  public ErrGroup limit(int most) {
    TestKit.use(this, "limit of");
    int running = places.limit(most);
    if (running != 0) {
      throw new IllegalStateException(
          "errgroup: modify limit while %d goroutines in the group are still active: limit(%d) of %s: set it before the first go, or after await"
              .formatted(running, most, this));
    }
    return this;
  }

  /**
   * Starts {@code task} in a goroutine. If as many tasks run as the limit allows, waits until one
   * of them has ended, first come first served, or until the context of the group ends, or until it
   * is closed. Below the limit it does not look at the context: tasks start after a failure, too. A
   * task must not wait here if all that have a place do so.
   *
   * @param task what to run
   * @return whether it was started. With all places taken, false as soon as the context of the
   *     group has ended, also with that it is derived from, or {@link #close} is called; after
   *     {@code close} always false
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; nothing
   *     is started then
   * @throws NullPointerException "task"
   */
  public boolean go(Task task) throws InterruptedException {
    return enterAndStart(null, Objects.requireNonNull(task, "task"));
  }

  /**
   * As {@link #go(Task)}, in a goroutine with a name.
   *
   * @param name the thread's name, for dumps and logs
   * @param task what to run
   * @return whether it was started, as {@link #go(Task)}
   * @throws InterruptedException as {@link #go(Task)}
   * @throws NullPointerException "name" or "task"
   */
  public boolean go(String name, Task task) throws InterruptedException {
    Objects.requireNonNull(name, "name");
    return enterAndStart(name, Objects.requireNonNull(task, "task"));
  }

  private boolean enterAndStart(@Nullable String name, Task task) throws InterruptedException {
    Waiter.refuseInterrupted();
    TestKit.use(this, "go of");
    ensureRoom();
    return places.enter(this, own) && start(name, task);
  }

  /**
   * Starts {@code task} in a goroutine if the limit allows it now. Never waits, and ignores the
   * interrupt flag.
   *
   * @param task what to run
   * @return whether it was started; false at the limit, and after {@link #close}
   * @throws NullPointerException "task"
   */
  public boolean tryGo(Task task) {
    Objects.requireNonNull(task, "task");
    TestKit.use(this, "go of");
    ensureRoom();
    return places.tryEnter() && start(null, task);
  }

  /**
   * As {@link #go(Task)}, for a task that has a result. Its failure is a failure of the group, too.
   *
   * @param task what to run
   * @param <T> the type of the result
   * @return where the result will be
   * @throws InterruptedException as {@link #go(Task)}
   * @throws NullPointerException "task"
   */
  public <T extends @Nullable Object> Subtask<T> submit(Callable<T> task)
      throws InterruptedException {
    Objects.requireNonNull(task, "task");
    Subtask<T> subtask = new Subtask<>();
    if (!go(new Subtask.Body<>(subtask, task))) {
      subtask.refuse();
    }
    return subtask;
  }

  /** Before a place is taken: for the start, and for the way back if that fails. */
  private static void ensureRoom() {
    GoroutineBody.ensure();
    StackProbe.touch(StackProbe.COUNTED_GOROUTINE);
  }

  /** Starts a task that has a place; that is given back if there is no memory for a goroutine. */
  private boolean start(@Nullable String name, Task task) {
    boolean started = false;
    try {
      Member member = new Member(this, task);
      member.start(member.unstarted(name));
      started = true;
    } finally {
      if (!started) {
        places.leave();
      }
    }
    return true;
  }

  /**
   * Waits until all tasks have ended, and throws the first failure, if there was one. Ends the
   * context of the group if it has one. May be called again, also by several threads at once, with
   * the same answer. A task that calls it waits for itself.
   *
   * <p>Tasks that were not started, or that have ended early without throwing, since the context
   * that this one is derived from has ended, are no failure: if it matters, ask that context
   * afterwards, by {@link Context#throwIfDone}.
   *
   * <p>An {@link InterruptedException} always means the calling thread: those of tasks arrive as
   * the cause of a {@link CompletionException}.
   *
   * @throws Exception the first failure, the same object each time, with later ones suppressed in
   *     it; an {@link Error} as it is
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; the
   *     context of the group goes on then
   */
  public void await() throws Exception {
    Waiter.refuseInterrupted();
    TestKit.use(this, "await of");
    if (places.tasks.count() != 0) {
      SyncWaits.inTime(places.tasks.await(new ErrGroupWait(this), true));
    }
    endContext();
    Throwable failure = first; // noted before its task left
    if (failure != null) {
      unseen = false;
      throw Rethrow.<Exception>asItIs(failure);
    }
  }

  /**
   * Ends the context of this group, if it has one, and waits until all tasks have ended. An
   * interrupt does not end the wait, and the flag stays set. Threads that wait at the limit get no
   * place any more; below the limit tasks start until the last has ended. When this method has
   * returned, nothing starts any more. A second call waits as well. A task that calls it waits for
   * itself.
   *
   * <p>If a task has failed and nobody has been told, by {@link #await} or a handler, the first
   * failure reaches the uncaught-exception handler of the calling thread, with later ones
   * suppressed in it; once more if one of those came after it was told. So none gets lost in a
   * {@code try} whose body throws something else. A failure that says no more than that the context
   * of the group has ended is not reported: that is what tasks were asked for.
   */
  @Override
  public void close() {
    TestKit.use(this, "close of");
    StackProbe.touch(StackProbe.PARK);
    endContext();
    places.dismissWaiters();
    do {
      places.tasks.await(new ErrGroupWait(this), false);
    } while (!places.close());
    Throwable failure = first;
    // Of several threads that close, one reports it.
    if (failure != null
        && unseen
        && (boolean) UNSEEN.getAndSet(this, false)
        && !isOwnEnd(failure)) {
      LibraryThreads.report(failure);
    }
  }

  /**
   * The name and the state at this moment: {@code fetches(running=3, limit=8, waiting=1)}, or
   * {@code errgroup@1f2e3d(…)} without a name; the limit and those that wait in {@link #go} if
   * there are any. A group that has been closed says so.
   */
  @Override
  public String toString() {
    return Names.of(this, "errgroup", name) + "(" + places.text() + ")";
  }

  private void endContext() {
    CancelableContext mine = own;
    if (mine != null) {
      mine.cancel();
    }
  }

  /** What counts as the failure of a task that has thrown {@code thrown}. */
  static Throwable asFailure(Throwable thrown) {
    try {
      return thrown instanceof InterruptedException ? new CompletionException(thrown) : thrown;
    } catch (OutOfMemoryError e) {
      return e; // better that than a failure that looks like an interrupt of the waiter
    }
  }

  /** Notes how a task has failed; false if the handler of its thread has to be told. */
  private boolean note(Throwable failure) {
    Throwable counts = (Throwable) FIRST.compareAndExchange(this, null, failure);
    if (counts != null && (counts == failure || isOwnEnd(failure) || isIn(counts, failure))) {
      return true; // it says nothing new
    }
    boolean told = (counts == null || suppress(counts, failure)) && !(failure instanceof Error);
    if (told) {
      unseen = true;
    }
    if (counts == null && own != null) {
      own.cancel(failure); // last: if the stack does not suffice, all else is done
    }
    return told;
  }

  /** Adds a later failure to the one that counts; false if that is not possible. */
  private boolean suppress(Throwable counts, Throwable later) {
    if (suppressed >= MOST_SUPPRESSED || (int) SUPPRESSED.getAndAdd(this, 1) >= MOST_SUPPRESSED) {
      return false;
    }
    try {
      counts.addSuppressed(later);
    } catch (VirtualMachineError e) {
      return false;
    }
    return isIn(counts, later); // some take none
  }

  /** Whether {@code later} is suppressed in {@code counts} already; false if memory does not do. */
  private static boolean isIn(Throwable counts, Throwable later) {
    try {
      for (Throwable suppressed : counts.getSuppressed()) {
        if (suppressed == later) { // not equals, which is not ours
          return true;
        }
      }
    } catch (VirtualMachineError e) {
      return false;
    }
    return false;
  }

  /** Whether {@code failure} says only that the context of this group has ended. */
  private boolean isOwnEnd(Throwable failure) {
    CancelableContext mine = own;
    if (mine == null || !(failure instanceof ContextDoneException)) {
      return false;
    }
    ContextDoneException err = mine.err();
    if (err == null || err.getClass() != failure.getClass()) {
      return false;
    }
    Throwable why = failure.getCause(); // as throwIfDone makes it: none if there is no other cause
    return (failure == err || (why == null ? err : why) == mine.cause()) && carriesNothing(failure);
  }

  /** Whether nothing is suppressed in it but the interrupt by which {@link Context#call} ended. */
  private static boolean carriesNothing(Throwable failure) {
    for (Throwable suppressed : failure.getSuppressed()) {
      if (!(suppressed instanceof InterruptedException && suppressed.getSuppressed().length == 0)) {
        return false;
      }
    }
    return true;
  }

  /** For {@link Rehearsal}: what a task does at its end. */
  void rehearse() {
    Member unused = new Member(this, () -> {});
    places.rehearse(this);
    note(asFailure(new InterruptedException()));
    note(new CompletionException(null));
    unseen = false;
    close();
  }

  /** The goroutine of a task. */
  static final class Member extends GoroutineBody {
    private final ErrGroup group;
    private final Task task;

    Member(ErrGroup group, Task task) {
      this.group = group;
      this.task = task;
    }

    /** Leaves the place whatever happens, without memory. */
    @Override
    protected void body() throws Exception {
      Throwable untold = null;
      try {
        task.run();
      } catch (Throwable thrown) {
        Throwable failure = asFailure(thrown);
        if (!group.note(failure)) {
          untold = failure;
        }
      } finally {
        group.places.leave();
      }
      if (untold != null) {
        throw Rethrow.<Exception>asItIs(untold);
      }
    }
  }

  // VarHandle mechanics
  private static final VarHandle FIRST = handle("first", Throwable.class);
  private static final VarHandle SUPPRESSED = handle("suppressed", int.class);
  private static final VarHandle UNSEEN = handle("unseen", boolean.class);

  private static VarHandle handle(String field, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), field, VarHandle.class, ErrGroup.class, type);
  }
}
