package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Derives contexts, and finds out where in the tree another one stands. */
final class Contexts {

  /**
   * A context of this package that can end answers with what stands for it. So it is found behind
   * custom contexts, which pass on what they do not know, and get to see this key.
   */
  static final Key<Handle> CANCELABLE = Key.named("cancelable");

  private Contexts() {}

  static CancelableContext withCancel(Context parent) {
    CancelContext context = new CancelContext(plain(parent));
    LiveContexts.begin();
    try {
      context.follow(parent);
      return Leaks.watch(context);
    } catch (Throwable failure) {
      context.discard();
      throw failure;
    }
  }

  /** When a context ends by itself; null if it does not. */
  static @Nullable Deadline deadlineOf(Context context) {
    Context endSource = endSourceOf(context);
    CancelContext node = nodeOf(endSource);
    return node == null ? Deadline.ofCustom(endSource.deadline()) : node.deadline;
  }

  static CancelableContext withDeadline(
      Context parent, Instant deadline, @Nullable Throwable cause) {
    Objects.requireNonNull(deadline, "deadline");
    TimeSource time = TimeSource.current();
    Duration left = Duration.between(time.instant(), deadline);
    Deadline inherited = deadlineOf(parent);
    if (inherited != null && inherited.instant.isBefore(deadline)) {
      return withCancel(parent);
    }
    Deadline own = new Deadline(deadline, time, time.deadlineIn(left));
    return withDeadline(parent, own, left, time, cause);
  }

  static CancelableContext withTimeout(
      Context parent, Duration timeout, @Nullable Throwable cause) {
    Objects.requireNonNull(timeout, "timeout");
    TimeSource time = TimeSource.current();
    Deadline own = new Deadline(sum(time.instant(), timeout), time, time.deadlineIn(timeout));
    Deadline inherited = deadlineOf(parent);
    if (inherited != null && inherited.isBefore(own)) {
      return withCancel(parent);
    }
    return withDeadline(parent, own, timeout, time, cause);
  }

  private static CancelableContext withDeadline(
      Context parent, Deadline own, Duration left, TimeSource time, @Nullable Throwable cause) {
    DeadlineContext context = new DeadlineContext(plain(parent), own, time, cause);
    LiveContexts.begin();
    try {
      context.follow(parent);
      context.start(left);
      return Leaks.watch(context);
    } catch (Throwable failure) {
      context.discard();
      throw failure;
    }
  }

  private static Instant sum(Instant moment, Duration span) {
    try {
      return moment.plus(span);
    } catch (DateTimeException | ArithmeticException e) {
      return span.isNegative() ? Instant.MIN : Instant.MAX;
    }
  }

  static Context withValue(Context parent, Key<?> key, @Nullable Object value) {
    return new ValueContext(plain(parent), Objects.requireNonNull(key, "key"), value);
  }

  static Context withoutCancel(Context parent) {
    return new DetachedContext(plain(parent));
  }

  static CancelableContext anyOf(Context... contexts) {
    Context[] parents = Objects.requireNonNull(contexts, "contexts").clone();
    if (parents.length == 0) {
      throw new IllegalArgumentException("anyOf of no contexts");
    }
    for (int i = 0; i < parents.length; i++) {
      parents[i] = plain(Objects.requireNonNull(parents[i], "context"));
    }
    AnyContext context = new AnyContext(parents);
    LiveContexts.begin();
    try {
      context.followAll();
      return Leaks.watch(context);
    } catch (Throwable failure) {
      context.discard();
      throw failure;
    }
  }

  static AfterFunc afterFunc(Context context, Task function) {
    Objects.requireNonNull(function, "function");
    Context endSource = endSourceOf(context);
    ReceiveChannel<Void> done = null;
    CancelContext node = nodeOf(endSource);
    if (node == null) {
      done = Done.of(endSource);
      if (Done.isNever(done)) {
        return never();
      }
      node = nodeBehindCustom(endSource, done);
    }
    return node != null
        ? FunctionChild.below(node, function)
        : Watcher.start(Objects.requireNonNull(done), function);
  }

  /** To call off what does not happen anyway. */
  private static AfterFunc never() {
    AtomicBoolean pending = new AtomicBoolean(true);
    return () -> pending.getAndSet(false);
  }

  /**
   * The cause for a context that does not say one itself: as in Go, that of the context whose
   * values it passes on, if that has ended, though it may have ended otherwise itself.
   */
  static @Nullable Throwable causeOf(Context context) {
    ContextDoneException err = context.err();
    if (err == null) {
      return null;
    }
    Handle handle = context.value(CANCELABLE);
    Throwable cause = handle == null ? null : handle.context.cause();
    return cause == null ? err : cause;
  }

  /** The nearest context, outwards, that decides about the end; a custom one does so itself. */
  static Context endSourceOf(Context context) {
    return context instanceof OwnContext own ? own.endSource() : context;
  }

  /** The nearest context, outwards, to look for values at; null if there is none. */
  static @Nullable Context valuesOf(Context context) {
    return context instanceof OwnContext own ? own.values() : context;
  }

  /** What an end source is if it is of this package and can end; else null. */
  static @Nullable CancelContext nodeOf(Context endSource) {
    return endSource instanceof CancelContext node ? node : null;
  }

  /** The context of this package whose done channel this is, if {@code custom} lets it through. */
  static @Nullable CancelContext nodeBehindCustom(Context custom, ReceiveChannel<Void> done) {
    Handle handle = custom.value(CANCELABLE);
    return handle != null && handle.context.done().equals(done) ? handle.context : null;
  }

  /** Without the watch against leaks: so what is derived does not keep the handle alive. */
  private static Context plain(Context context) {
    return context instanceof OwnContext own ? own.plain() : context;
  }
}
