package io.github.goprims.gochan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code defer} statement: actions that run when a scope is left, last in, first out.
 *
 * {@snippet file="io/github/goprims/gochan/DeferSamples.java" region="defer"}
 *
 * <p>All actions run, whatever happens. The first failure leaves {@link #close}, with the later
 * ones suppressed in it: unchecked exceptions and errors as they are, a checked one as the cause of
 * a {@link CompletionException}. An {@link InterruptedException} also sets the interrupt flag
 * again.
 *
 * <p>If the body of the statement has failed as well, Java adds what leaves {@code close} to that
 * as a suppressed exception. If both are the same object, it throws the {@link
 * IllegalArgumentException} "Self-suppression not permitted" instead: so throw new ones. Among
 * actions the same object counts once.
 *
 * <p>A scope belongs to the thread that made it and is not thread-safe.
 */
public final class Defer implements AutoCloseable {

  private final Deque<Task> actions = new ArrayDeque<>();
  private boolean closed;

  private Defer() {}

  /**
   * Opens a scope, for a try-with-resources statement.
   *
   * @return a new scope without actions
   */
  public static Defer scope() {
    return new Defer();
  }

  /**
   * Adds an action to run at {@link #close}, before all that were added earlier. An action may add
   * further ones while it runs; they run next.
   *
   * @param action what to run
   * @throws NullPointerException "action"
   * @throws IllegalStateException "defer on closed scope"
   */
  public void defer(Task action) {
    Objects.requireNonNull(action, "action");
    if (closed) {
      throw new IllegalStateException("defer on closed scope");
    }
    actions.push(action);
  }

  /**
   * Runs the actions. A second call does nothing.
   *
   * @throws CompletionException if the first failure is a checked exception: its cause
   */
  @Override
  public void close() {
    Throwable failure = null;
    for (Task action = actions.poll(); action != null; action = actions.poll()) {
      try {
        action.run();
      } catch (Throwable thrown) {
        if (thrown instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        failure = firstOf(failure, thrown);
      }
    }
    closed = true;
    rethrow(failure);
  }

  private static Throwable firstOf(@Nullable Throwable first, Throwable later) {
    if (first == null) {
      return later;
    }
    if (first != later) {
      first.addSuppressed(later);
    }
    return first;
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new CompletionException(failure);
    }
  }
}
