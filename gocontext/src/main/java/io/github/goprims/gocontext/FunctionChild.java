package io.github.goprims.gocontext;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.threads.Detached;
import io.github.goprims.gochan.internal.waiting.SettleTask;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs at the end of a context. Either the sweep takes it out of the context's set,
 * or stop does, in one step: so exactly one of the two has it. That of a user runs in a goroutine,
 * and if there should be two for it then in the first that comes; a link only settles a wait, so
 * the thread that sweeps runs it at once.
 */
final class FunctionChild extends Child implements AfterFunc, Detached.Body {

  /**
   * Null once it has been started or called off: an object that refers to this does not keep that
   * alive.
   */
  private volatile @Nullable Task function;

  private FunctionChild(Task function) {
    this.function = function;
  }

  static AfterFunc below(CancelContext node, Task function) {
    FunctionChild child = new FunctionChild(function);
    try {
      if (child.attach(node) != null && !child.settles()) {
        Detached.startOfContext(child);
      }
      return child;
    } catch (Throwable failure) {
      child.function = null; // it may be in the set
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

  /** Runs the function if it only settles a wait; false if it needs a goroutine. */
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

  /** For the goroutine. */
  @Override
  public void run() throws Exception {
    Task mine = (Task) FUNCTION.getAndSet(this, null);
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
