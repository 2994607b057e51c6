package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.threads.GoroutineBody;

/** The goroutine that runs the body of a bubble. */
final class Root extends GoroutineBody {
  private final World world;
  private final Task task;

  Root(World world, Task task) {
    this.world = world;
    this.task = task;
  }

  @Override
  protected void body() {
    Throwable thrown = null;
    try {
      task.run();
    } catch (Throwable failure) {
      thrown = failure;
    }
    world.rootEnds(thrown);
  }
}
