package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.SendChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.ThrowingConsumer;
import io.github.goprims.gochan.ThrowingSupplier;
import io.github.goprims.gochan.internal.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells work when to stop, and carries values that belong to a request. Semantics of Go's {@code
 * context.Context}.
 *
 * <p>Contexts form a tree. The root is {@link #background}; code that starts a piece of work
 * derives a context for it, by {@link #withCancel}, {@link #withTimeout}, {@link #withValue} and so
 * on, and passes that on as an argument. When a context ends, all that were derived from it end as
 * well, with the same {@link #err} and {@link #cause}; its parent does not notice.
 *
 * {@snippet file="io/github/goprims/gocontext/ContextSamples.java" region="select"}
 *
 * <p>A context has ended, or is <i>done</i>, once {@link #done} is closed and {@link #err} is not
 * null. Nobody sees one of them without the other.
 *
 * <p>All methods may be called by any number of threads at once, and answers do not contradict
 * earlier ones.
 *
 * <p>Users may implement this interface, as <i>custom contexts</i>: {@link #deadline}, {@link
 * #done}, {@link #err} and {@link #value} are enough. A context that is derived from such a one
 * follows its {@code done}: by its {@link #afterFunc} if it has an own one, else by one goroutine
 * that waits; and by neither if {@code done} and {@code value} are those of a context of this
 * package. If deriving from it fails, nothing stays registered with it by this package; if it fails
 * to answer for its error or cause when it has ended, what was derived from it ends all the same,
 * and that failure is the cause.
 *
 * <p>Memory consistency effects: actions before a context is canceled <i>happen-before</i> actions
 * after a receive from {@link #done} that reports the end, after an {@link #err} or {@link #cause}
 * that is not null, and the functions of {@link #afterFunc}; the same holds for all contexts that
 * end with it.
 */
public interface Context {

  /**
   * The root of all trees: never ends, has no deadline and no values.
   *
   * @return always the same context
   */
  static Context background() {
    Rehearsal.ensure();
    return RootContext.BACKGROUND;
  }

  /**
   * As {@link #background}, for where it is not clear yet which context to use.
   *
   * @return always the same context
   */
  static Context todo() {
    Rehearsal.ensure();
    return RootContext.TODO;
  }

  /**
   * A context that ends when the first of {@code contexts} does, with its error and cause. Its
   * deadline is the earliest of theirs; a value is that of the first which has one for the key.
   *
   * @param contexts at least one; one that has ended already ends the new one at once
   * @return a new context, to be canceled when the work is over
   * @throws IllegalArgumentException "anyOf of no contexts"
   * @throws NullPointerException "contexts" or "context"
   */
  static CancelableContext anyOf(Context... contexts) {
    Rehearsal.ensure();
    return Contexts.anyOf(contexts);
  }

  /**
   * When this context will end by itself, at the latest.
   *
   * @return null if it has no deadline
   */
  @Nullable Instant deadline();

  /**
   * The channel that is closed when this context ends; nothing is ever sent on it. Made when it is
   * first asked for.
   *
   * @return equal channels each time; one that is never ready, such as {@link Channel#nil()}, if
   *     this context never ends. This package takes a null from custom contexts for that
   */
  ReceiveChannel<Void> done();

  /**
   * Why this context has ended. In contexts of this package a volatile read while it lives.
   *
   * @return null while it has not; from then on the same {@link CanceledException#instance()} or
   *     {@link DeadlineExceededException#instance()}
   */
  @Nullable ContextDoneException err();

  /**
   * What {@link CancelableContext#cancel(Throwable)} or the deadline that ended this context, or
   * the one it was derived from, gave as the reason. The first end counts.
   *
   * <p>The default, as in Go, is that of the context of this package whose {@link #value} this one
   * passes on, if that has ended; or else {@link #err()}.
   *
   * @return null while this context has not ended; {@link #err()} if no reason was given
   */
  default @Nullable Throwable cause() {
    return Contexts.causeOf(this);
  }

  /**
   * The value for {@code key}: that of the innermost {@link #withValue} with this key. Readable
   * also after the end.
   *
   * <p>O(number of values between here and there); where these are many, less for contexts that are
   * asked again and again.
   *
   * @param key which one
   * @param <V> the type of the value
   * @return null if there is none, or if it is null
   * @throws NullPointerException "key"
   */
  <V> @Nullable V value(Key<V> key);

  /**
   * Derives a context that can be canceled.
   *
   * @return a new context, to be canceled when the work is over; ended already if this one has
   */
  default CancelableContext withCancel() {
    return Contexts.withCancel(this);
  }

  /**
   * Derives a context that ends at {@code deadline} with {@link DeadlineExceededException}, unless
   * it ends earlier. If this context has an earlier deadline, that one stays in force.
   *
   * <p>The span until the deadline is taken from the wall clock now; from then on the monotonic
   * clock counts. Never early. At the deadline the context itself ends at once; what is derived
   * from it follows on a thread of the library, so that other deadlines and timers need not wait,
   * nor does any of this need the carrier of a goroutine. The thread that waits for all deadlines
   * is a daemon; it ends when nothing has been pending for ten seconds, canceled deadlines not
   * counted, and starts again when needed.
   *
   * @param deadline when; one that has passed gives a context that has ended
   * @return a new context, to be canceled when the work is over
   * @throws NullPointerException "deadline"
   */
  default CancelableContext withDeadline(Instant deadline) {
    return withDeadline(deadline, null);
  }

  /**
   * As {@link #withDeadline(Instant)}, with a reason.
   *
   * @param deadline when
   * @param cause what {@link #cause} will be if this deadline ends the context; null if there is no
   *     reason to give
   * @return a new context, to be canceled when the work is over
   * @throws NullPointerException "deadline"
   */
  default CancelableContext withDeadline(Instant deadline, @Nullable Throwable cause) {
    return Contexts.withDeadline(this, deadline, cause);
  }

  /**
   * As {@link #withDeadline(Instant)}, at {@code timeout} from now. Which of this and an inherited
   * deadline of this package is earlier goes by the monotonic clock, too.
   *
   * @param timeout how long, to the nanosecond; zero or negative gives a context that has ended,
   *     more than about 292 years never comes
   * @return a new context, to be canceled when the work is over
   * @throws NullPointerException "timeout"
   */
  default CancelableContext withTimeout(Duration timeout) {
    return withTimeout(timeout, null);
  }

  /**
   * As {@link #withTimeout(Duration)}, with a reason.
   *
   * @param timeout how long
   * @param cause as in {@link #withDeadline(Instant, Throwable)}
   * @return a new context, to be canceled when the work is over
   * @throws NullPointerException "timeout"
   */
  default CancelableContext withTimeout(Duration timeout, @Nullable Throwable cause) {
    return Contexts.withTimeout(this, timeout, cause);
  }

  /**
   * Derives a context with a value: for what belongs to a request and passes through code that does
   * not know it, not for optional arguments.
   *
   * @param key the name of the value; an outer value of the same key is hidden
   * @param value the value; null hides an outer one
   * @param <V> the type of the value
   * @return a new context, which ends with this one
   * @throws NullPointerException "key"
   */
  default <V> Context withValue(Key<V> key, @Nullable V value) {
    return Contexts.withValue(this, key, value);
  }

  /**
   * Derives a context that has the values of this one and nothing else: it does not end, also if
   * this one does, and has no deadline. For work that is to go on when the request is over. The new
   * context is no way to end this one.
   *
   * @return a new context
   */
  default Context withoutCancel() {
    return Contexts.withoutCancel(this);
  }

  /**
   * Runs {@code function} in a goroutine of its own once this context has ended; at once if it has
   * ended already. Several functions are independent of each other. A function may throw anything,
   * so that {@code afterFunc(socket::close)} will do; what it throws reaches the uncaught-exception
   * handler as the same object, except for what is a normal end with {@link
   * io.github.goprims.gochan.Go#go Go.go}. If there is no memory for the goroutine, the {@link
   * OutOfMemoryError} reaches the handler of the thread that ends the context. A {@code Runnable r}
   * is passed as {@code r::run}.
   *
   * <p>The goroutine has the name {@code Context.afterFunc}, which the function may change. It
   * inherits nothing, neither from the thread that registers the function nor from the one that
   * ends the context: no thread-locals, and not the context class loader, which is the system class
   * loader.
   *
   * <p>Contexts of this package start the function after all that end with them have ended, and
   * need no thread until then. The default, for custom contexts, waits in a goroutine, and runs it
   * there.
   *
   * @param function what to run
   * @return to call it off; either the function is started or a {@code stop} returns true
   * @throws NullPointerException "function"
   */
  default AfterFunc afterFunc(Task function) {
    return Contexts.afterFunc(this, function);
  }

  /**
   * Throws if this context has ended.
   *
   * @throws ContextDoneException if it has: of the type of {@link #err}, made anew, with {@link
   *     #cause} as its cause if that is another
   */
  default void throwIfDone() {
    if (err() != null) {
      throw ContextWaits.doneException(this);
    }
  }

  /**
   * Receives a value, unless this context ends first. If a value is there and the context has ended
   * meanwhile, either may be chosen, as in a select.
   *
   * @param channel from where
   * @param <T> the type of the values
   * @return the value, or null if the channel is closed and drained
   * @throws ContextDoneException if this context has ended, at entry or while waiting; nothing was
   *     received
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; nothing
   *     was received
   * @throws NullPointerException "channel"
   */
  default <T> @Nullable T receive(ReceiveChannel<T> channel) throws InterruptedException {
    return ContextWaits.receive(this, Objects.requireNonNull(channel, "channel"));
  }

  /**
   * Receives until the channel is closed and drained, and hands each value to {@code action}; the
   * end of this context ends it earlier. It is {@link ReceiveChannel#forEachReceived} by {@link
   * #receive}.
   *
   * {@snippet file="io/github/goprims/gocontext/ContextSamples.java" region="range"}
   *
   * <p>The context is looked at before each value and while waiting for one; an action that is
   * running is left to it. Whatever ends the loop, each value received so far has been handed to
   * the action, and what is left stays in the channel.
   *
   * @param channel from where
   * @param action what to do with each value; may throw, which ends the loop
   * @param <T> the type of the values
   * @param <X> what the action throws; Kotlin does not infer it: {@code forEachReceived<_,
   *     Exception>(channel) { … }}
   * @throws X what the action threw
   * @throws ContextDoneException if this context has ended, at entry, between two values or while
   *     waiting for one
   * @throws InterruptedException if the thread is interrupted, at entry, between two values or
   *     while it waits for one
   * @throws NullPointerException "channel" or "action"
   */
  default <T, X extends Exception> void forEachReceived(
      ReceiveChannel<T> channel, ThrowingConsumer<? super T, X> action)
      throws X, InterruptedException {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(action, "action");
    for (T value = receive(channel); value != null; value = receive(channel)) {
      action.accept(value);
    }
  }

  /**
   * Sends a value, unless this context ends first. If there is room or a receiver and the context
   * has ended meanwhile, either may be chosen, as in a select.
   *
   * @param channel where to
   * @param value the value
   * @param <T> the type of the values
   * @throws ContextDoneException if this context has ended, at entry or while waiting; nothing was
   *     sent
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits; nothing
   *     was sent
   * @throws io.github.goprims.gochan.ChannelClosedException "send on closed channel: …"
   * @throws NullPointerException "channel" or "value is null: …"
   */
  default <T> void send(SendChannel<T> channel, T value) throws InterruptedException {
    Objects.requireNonNull(channel, "channel");
    ContextWaits.send(this, channel, Values.checked(value));
  }

  /**
   * Blocks the calling thread for {@code duration}, unless this context ends first.
   *
   * @param duration how long, to the nanosecond; zero or negative returns at once, more than about
   *     292 years waits for the context alone
   * @throws ContextDoneException if this context has ended, at entry or while waiting
   * @throws InterruptedException if the thread is interrupted, at entry or while it waits
   * @throws NullPointerException "duration"
   */
  default void sleep(Duration duration) throws InterruptedException {
    ContextWaits.sleep(this, Objects.requireNonNull(duration, "duration"));
  }

  /**
   * Runs {@code body} in the calling thread and interrupts that if this context ends meanwhile: for
   * blocking methods that know nothing of contexts.
   *
   * {@snippet file="io/github/goprims/gocontext/ContextSamples.java" region="call"}
   *
   * <p>The thread is interrupted while the body runs and never after it has returned, and the flag
   * does not stay set by it. If the flag is set already when the context ends, that is the
   * interrupt. Calls may be nested: when an inner one returns, the flag is set once more if the
   * context of an outer one has ended meanwhile. If the body returns a result nevertheless, that
   * stands. If it ends with an {@link InterruptedException}, or in one of the ways in which I/O
   * reports an interrupt, this method throws {@link ContextDoneException} with that as a suppressed
   * exception. Anything else that the body throws passes as it is.
   *
   * <p>An interrupt from elsewhere stays what it is: what came before the end of the context is
   * reported by an {@link InterruptedException}, or is still there when this method returns. Only
   * one that comes after that end and before this method has returned cannot be told from the one
   * of the context.
   *
   * <p>A thread of the library interrupts, after all contexts that end with this one have ended; it
   * needs no carrier of a goroutine, and only this method waits for it, which does not return in
   * the middle of it. An interrupt closes a channel of {@code java.nio.channels} that the thread is
   * blocked in, and takes as long as that does: on some JDKs for ever, if the thread is virtual and
   * the channel a {@code FileChannel} on a pipe or a terminal. More than 1,024 that take so long at
   * a time hold up others.
   *
   * @param body what to run
   * @param <R> the type of the result
   * @param <X> what the body may throw; Kotlin does not infer it: {@code call<_, Exception> { … }}
   * @return the result of the body
   * @throws X what the body threw
   * @throws ContextDoneException if this context has ended, at entry or so that it ended the body
   * @throws InterruptedException if the thread is interrupted at entry, or by others while the body
   *     runs
   * @throws NullPointerException "body"
   */
  default <R extends @Nullable Object, X extends Exception> R call(ThrowingSupplier<R, X> body)
      throws X, InterruptedException {
    return Interruption.call(this, Objects.requireNonNull(body, "body"));
  }
}
