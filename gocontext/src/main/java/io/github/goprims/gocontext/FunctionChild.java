package io.github.goprims.gocontext;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.threads.Detached;
import io.github.goprims.gochan.internal.waiting.SettleTask;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs at the end of a context. Either the sweep takes this child out of the
 * context's set, or {@link #stop} does, in one step: so exactly one of the two gets it. A function
 * of a user runs in a goroutine. (An end that was interrupted by an overflow may start two of them:
 * the first to run takes the function.) A {@link SettleTask} only settles a wait, so the thread
 * that sweeps runs it at once.
 */
final class FunctionChild extends Child implements AfterFunc, Detached.Body {

  /**
   * The function; null once it has been taken to be run, or has been called off. So a user who
   * keeps this object does not keep the function alive.
   */
  private volatile @Nullable Task function;

  private FunctionChild(Task function) {
    this.function = function;
  }

  /** Lets {@code function} run at the end of {@code node}; at once if that has ended. */
  static AfterFunc below(CancelContext node, Task function) {
    if (TestKit.PRESENT != null && function instanceof SettleTask link) {
      TestKit.PRESENT.alsoEnds(node, link.waiter());
    }
    FunctionChild child = new FunctionChild(function);
    try {
      if (child.attach(node) != null && !child.settles()) {
        Detached.startOfContext(child);
      }
      return child;
    } catch (Throwable failure) {
      child.function = null; // the child may be in the set: then a sweep finds nothing to run
      throw failure;
    }
  }

  @Override
  public boolean stop() {
    boolean stopped = detach();
    if (stopped) {
      function = null;
    }
    return stopped;
  }

  /** Runs the function if that only settles a wait; false if it needs a goroutine. */
  private boolean settles() {
    Task mine = function;
    if (mine instanceof SettleTask link) {
      link.run();
      return true;
    }
    return mine == null;
  }

  @Override
  int onParentEnd(CancelSweep sweep) {
    return settles() ? NOTHING : LATE;
  }

  @Override
  void afterSweep() {
    Detached.startOfContext(this);
  }

  /** Takes the function and runs it, in the goroutine. */
  @Override
  public void run() throws Exception {
    Task mine = (Task) FUNCTION.getAndSet(this, null); // of two goroutines one gets it
    if (mine != null) {
      mine.run();
    }
  }

  @Override
  void onCustomParentEnd(EndReason end) {
    throw new AssertionError("only below contexts of this package");
  }

  // VarHandle mechanics
  private static final VarHandle FUNCTION =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "function", VarHandle.class, FunctionChild.class, Task.class);
}
