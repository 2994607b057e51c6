package io.github.goprims.gocontext;

import io.github.goprims.gochan.Go;

/**
 * A function that runs at the end of a context. Either the sweep takes it out of the context's set,
 * or stop does, in one step: so exactly one of the two has it.
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
    sweep.addLate(this);
  }

  @Override
  void afterSweep() {
    Go.go(function::run);
  }

  @Override
  void foreignEnded(End end) {
    throw new AssertionError("only below contexts of this package");
  }
}
