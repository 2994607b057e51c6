package io.github.goprims.gocontext;

import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.internal.ContextLink;

/**
 * A function that runs at the end of a context. Either the sweep takes it out of the context's set,
 * or stop does, in one step: so exactly one of the two has it. That of a user runs in a goroutine;
 * a link only settles a wait, so whoever sweeps runs it at once.
 */
final class FunctionChild extends Child implements AfterFunc {

  private final Runnable function;

  private FunctionChild(Runnable function) {
    this.function = function;
  }

  static AfterFunc below(CancelContext node, Runnable function) {
    FunctionChild child = new FunctionChild(function);
    if (child.attach(node) != null) {
      child.afterSweep();
    }
    return child;
  }

  @Override
  public boolean stop() {
    return detach();
  }

  @Override
  void aboveEnded(Sweep sweep) {
    if (function instanceof ContextLink link) {
      link.run();
    } else {
      sweep.addLate(this);
    }
  }

  @Override
  void afterSweep() {
    if (function instanceof ContextLink link) {
      link.run();
    } else {
      Go.go(function::run);
    }
  }

  @Override
  void foreignEnded(End end) {
    throw new AssertionError("only below contexts of this package");
  }
}
