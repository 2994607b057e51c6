package io.github.goprims.gosync;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.Sentinel;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task that was given to {@link ErrGroup#submit}: its value or its failure, once
 * the group has been awaited.
 *
 * {@snippet file="io/github/goprims/gosync/ErrGroupSamples.java" region="submit"}
 *
 * <p>Nothing here waits.
 *
 * <p>Memory consistency effects: what the task has done <i>happens-before</i> actions after a
 * {@code get} that returns its value or throws its failure, and after a {@code failure} that is not
 * null.
 *
 * @param <T> the type of the value
 */
public final class Subtask<T extends @Nullable Object> {
  /*
   * State.   state     RUNNING -> SUCCEEDED or FAILED, in the goroutine of the task, or -> NOT_STARTED
   *          value     and failure are written before that, and read after it
   */

  private static final Sentinel RUNNING = new Sentinel("running");
  private static final Sentinel SUCCEEDED = new Sentinel("succeeded");
  private static final Sentinel FAILED = new Sentinel("failed");
  private static final Sentinel NOT_STARTED = new Sentinel("not started");

  private volatile Sentinel state = RUNNING;
  private @Nullable T value;
  private @Nullable Throwable failure;

  Subtask() {}

  /** It will not run. */
  void refuse() {
    state = NOT_STARTED;
  }

  /**
   * The value of the task.
   *
   * @return what it returned, which may be null
   * @throws Exception the failure of the task, as the same object each time; an {@link
   *     InterruptedException} as the cause of a {@link java.util.concurrent.CompletionException}
   * @throws IllegalStateException "errgroup: subtask has not ended: …" while it runs: await the
   *     group first; "errgroup: subtask was not started: …" if {@link ErrGroup#go} would have
   *     answered false
   */
  @SuppressWarnings("NullAway") // null only if that is a T
  public T get() throws Exception {
    Sentinel seen = state;
    if (seen == SUCCEEDED) {
      return value;
    }
    if (seen == FAILED) {
      throw Rethrow.<Exception>asItIs(Objects.requireNonNull(failure));
    }
    throw new IllegalStateException(
        seen == RUNNING
            ? "errgroup: subtask has not ended: await the group before its values are read"
            : "errgroup: subtask was not started: the group ended before there was a place for it");
  }

  /**
   * What made the task fail.
   *
   * @return null if it has not failed: it has a value, runs still, or was not started
   */
  public @Nullable Throwable failure() {
    return state == FAILED ? failure : null;
  }

  /** Such as {@code subtask(succeeded)}, {@code running}, {@code failed} or {@code not started}. */
  @Override
  public String toString() {
    return "subtask(" + state + ")";
  }

  /** What runs in the goroutine. */
  static final class Body<T extends @Nullable Object> implements Task {
    private final Subtask<T> subtask;
    private final Callable<T> callable;

    Body(Subtask<T> subtask, Callable<T> callable) {
      this.subtask = subtask;
      this.callable = callable;
    }

    @Override
    public void run() throws Exception {
      try {
        subtask.value = callable.call();
        subtask.state = SUCCEEDED;
      } catch (Throwable thrown) {
        Throwable failure = ErrGroup.asFailure(thrown);
        subtask.failure = failure;
        subtask.state = FAILED;
        throw Rethrow.<Exception>asItIs(failure);
      }
    }
  }
}
