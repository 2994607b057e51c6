package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Makes goroutines for executors and servers, with a name and a number each. */
public final class GoroutineFactory implements ThreadFactory {

  private final String prefix;
  private final AtomicLong number = new AtomicLong();

  /** Makes a factory of goroutines called {@code name-1}, {@code name-2} and so on. */
  public GoroutineFactory(String name) {
    ThreadsColdStart.ensure();
    GoroutineBody.ensure();
    prefix = name + "-";
  }

  @Override
  public Thread newThread(Runnable task) {
    Body body = new Body(Objects.requireNonNull(task, "task"));
    StackProbe.touch(StackProbe.GOROUTINE);
    Thread thread = body.unstarted(prefix.concat(Long.toString(number.incrementAndGet())));
    body.noteCreation();
    if (TestKit.PRESENT != null) {
      TestKit.PRESENT.enters(thread); // by the thread that makes it: any may start it
    }
    return thread;
  }

  @Override
  public String toString() {
    return "goroutines " + prefix + "…";
  }

  private static final class Body extends GoroutineBody {
    private final Runnable task;

    Body(Runnable task) {
      this.task = task;
    }

    @Override
    protected void body() {
      task.run();
    }
  }
}
