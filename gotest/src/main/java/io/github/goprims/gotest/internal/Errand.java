package io.github.goprims.gotest.internal;

/**
 * What the library has to do beside its callers, in a thread of the bubble that is no goroutine.
 */
record Errand(World world, Runnable errand) implements Runnable {
  @Override
  public void run() {
    try {
      errand.run();
    } catch (Throwable thrown) {
      world.failed(thrown);
    } finally {
      Member me = Kit.member();
      if (me != null) {
        world.leave(me);
      }
    }
  }
}
