package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Names;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function the first time only. Semantics of Go's {@code sync.Once}.
 *
 * {@snippet file="io/github/goprims/gosync/OnceSamples.java" region="value"}
 *
 * <p>Memory consistency effects: the end of the function <i>happens-before</i> the return of each
 * call, whether that ran it or not.
 */
public final class Once {
  /*
   * State.       done     false -> true, by the thread that has run the function and holds the lock
   *              lock     held during the run; threads that come meanwhile wait for it
   *              runner   the thread that runs the function now; read without the lock, but a thread
   *                       compares it with itself only, and sees its own writes
   * Linearization point: the write of done.
   */

  private volatile boolean done;
  private final Mutex lock = new Mutex();
  private @Nullable Thread runner;
  private volatile @Nullable String name;

  /** Makes one that has not run anything. */
  public Once() {}

  /**
   * A supplier whose first call runs {@code function}, and which gives every caller that one
   * result. If the function fails, every call throws the same exception object, with the stack
   * trace of the first. The function is let go after its run.
   *
   * <p>Calls that come during the run wait for its end, as in {@link #run}; one by the function
   * itself is an {@link IllegalStateException} that names the function.
   *
   * <p>Because it is one object, a {@code try} whose body throws it, and whose resource throws it
   * again when it is closed, ends with the {@link IllegalArgumentException} "Self-suppression not
   * permitted" of Java. Wrap it in an exception of your own where that may happen.
   *
   * @param function where the value is from; it may be null
   * @param <T> the type of the value
   * @return a new supplier
   * @throws NullPointerException "function"
   */
  public static <T extends @Nullable Object> Supplier<T> value(Supplier<T> function) {
    return new OnceValue<>(Objects.requireNonNull(function, "function"));
  }

  /**
   * As {@link #value}, for a function without a result.
   *
   * @param function what to run
   * @return runs the function with its first call, and throws what that threw with every call
   * @throws NullPointerException "function"
   */
  public static Runnable func(Runnable function) {
    Objects.requireNonNull(function, "function");
    OnceValue<@Nullable Void> value =
        new OnceValue<>(
            () -> {
              function.run();
              return null;
            });
    return value::get;
  }

  /**
   * Gives this object a name, which {@link #toString} and error messages show from now on.
   *
   * @param name the name
   * @return this object
   * @throws NullPointerException "name"
   */
  public Once named(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Runs {@code function} if this is the first call for this object; another function in a later
   * call is ignored. Calls that come during the run wait for its end, which no interrupt shortens;
   * the flag stays set. After the run a call costs one volatile read.
   *
   * <p>If the function throws, the first caller gets that; it counts as run, and later calls return
   * normally.
   *
   * @param function what to run
   * @throws IllegalStateException "sync: Once is called from within its own function: …" instead of
   *     a deadlock; nothing has changed then
   * @throws NullPointerException "function"; the object is not used up by that
   */
  public void run(Runnable function) {
    run(Objects.requireNonNull(function, "function"), this);
  }

  /** As {@link #run}; an error shows {@code shown}, the object that the user sees. */
  void run(Runnable function, Object shown) {
    if (!done) { // volatile: after the run, this read sees what the function has written
      runFirst(function, shown);
    }
  }

  private void runFirst(Runnable function, Object shown) {
    if (runner == Thread.currentThread()) {
      throw new IllegalStateException(
          "sync: Once is called from within its own function: %s, which would wait for itself: take the call out of the function"
              .formatted(shown));
    }
    lock.lock();
    try {
      if (!done) { // again: another thread may have run it before this one got the lock
        runner = Thread.currentThread();
        try {
          function.run();
        } finally {
          runner = null; // it would keep the thread from being collected
          done = true; // also if the function failed
        }
      }
    } finally {
      lock.giveBack();
    }
  }

  /** The name and the state: {@code setUp(done)}, or {@code once@1f2e3d(not done)} without one. */
  @Override
  public String toString() {
    return Names.of(this, "once", name) + (done ? "(done)" : "(not done)");
  }
}
