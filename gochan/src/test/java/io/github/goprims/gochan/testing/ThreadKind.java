package io.github.goprims.gochan.testing;

import io.github.goprims.gochan.Task;
import java.util.concurrent.Callable;

/**
 * Starts the threads of a test, all of one kind. They belong to the test that starts them, or on
 * whose behalf they are started: see {@link LeakCheck}, which each test class needs that uses this.
 */
public enum ThreadKind {
  VIRTUAL {
    @Override
    Thread.Builder builder() {
      return Thread.ofVirtual();
    }
  },
  PLATFORM {
    @Override
    Thread.Builder builder() {
      return Thread.ofPlatform().daemon();
    }
  };

  abstract Thread.Builder builder();

  /** Starts a thread. Whatever it throws fails the test. */
  public Thread start(String name, Task task) {
    TestThreads threads = TestThreads.current();
    return threads.add(
        builder()
            .name(name)
            .start(
                () -> {
                  try {
                    task.run();
                  } catch (Throwable failure) {
                    threads.fail(failure);
                  }
                }));
  }

  /** Starts a thread for one operation whose result or failure the test wants to see. */
  public <T> Attempt<T> attempt(String name, Callable<T> operation) {
    TestThreads threads = TestThreads.current();
    Attempt<T> attempt = new Attempt<>(operation);
    attempt.startedIn(threads.add(builder().name(name).unstarted(attempt)));
    threads.add(attempt);
    return attempt;
  }

  /** Starts a thread for one operation without a result. */
  public Attempt<Void> attempt(String name, Task operation) {
    return attempt(
        name,
        () -> {
          operation.run();
          return null;
        });
  }

  /** The other kind. */
  public ThreadKind other() {
    return this == VIRTUAL ? PLATFORM : VIRTUAL;
  }
}
