package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.threads.GoroutineBody;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The {@code go} statement: starts a virtual thread, here called a goroutine.
 *
 * <p>A task that fails ends its goroutine only; the failure reaches the thread's uncaught-exception
 * handler as the same object. To be told to stop, and to stop, is no failure: an {@link
 * InterruptedException} that leaves the task is a normal end, and so are an {@link
 * UncheckedInterruptedException} and the exception of a context that has ended.
 *
 * <p>Memory consistency effects: actions before {@code go} <i>happen-before</i> the task, and the
 * task <i>happens-before</i> a successful {@link Thread#join()} on the thread returned.
 */
public final class Go {

  private Go() {}

  /**
   * Runs {@code task} in a new virtual thread without a name. As any thread of Java it inherits the
   * inheritable thread-locals and the context class loader of its caller.
   *
   * @param task what to run
   * @return the thread, started
   * @throws NullPointerException "task"
   */
  public static Thread go(Task task) {
    return start(null, Objects.requireNonNull(task, "task"));
  }

  /**
   * Runs {@code task} in a new virtual thread, which inherits as with {@link #go(Task)}.
   *
   * @param name the thread's name, for dumps and logs
   * @param task what to run
   * @return the thread, started
   * @throws NullPointerException "name" or "task"
   */
  public static Thread go(String name, Task task) {
    Objects.requireNonNull(name, "name");
    return start(name, Objects.requireNonNull(task, "task"));
  }

  /**
   * Blocks the calling thread for at least {@code duration}; only an interrupt ends it earlier.
   *
   * @param duration how long, to the nanosecond; zero or negative returns at once, more than about
   *     292 years never ends
   * @throws NullPointerException "duration"
   * @throws InterruptedException if the thread is interrupted at entry or while it sleeps
   */
  public static void sleep(Duration duration) throws InterruptedException {
    Objects.requireNonNull(duration, "duration");
    Rehearsal.ensure();
    Waiter.refuseInterrupted();
    if (duration.isPositive()) {
      long deadline = TimeSource.deadlineAfter(duration);
      if (new SleepWait(duration).await(deadline) == Waiter.INTERRUPTED) {
        throw new InterruptedException();
      }
    }
  }

  private static Thread start(@Nullable String name, Task task) {
    Rehearsal.ensure();
    GoroutineBody.ensure();
    return new Body(task).start(name);
  }

  /** Not a lambda: the first use of one needs much stack. */
  static final class Body extends GoroutineBody {
    private final Task task;

    Body(Task task) {
      this.task = task;
    }

    @Override
    protected void body() throws Exception {
      task.run();
    }
  }
}
