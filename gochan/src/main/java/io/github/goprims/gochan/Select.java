package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.WaitPolicy;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several sends and receives: Go's {@code select} statement.
 *
 * <p>A select is prepared once and awaited as often as needed:
 *
 * {@snippet file="io/github/goprims/gochan/SelectSamples.java" region="prepared"}
 *
 * <p>Exactly one case takes place. If several can, one of them is chosen at random, each case being
 * equally likely (a channel in two cases counts twice); after {@link #ordered()} the first listed.
 * If none can, {@link #await()} waits, in line with the plain sends and receives on each channel,
 * and {@link #poll()} returns null: the {@code default} clause. Null channels and the nil channel
 * are never ready: a case is switched off by {@link ReceiveCase#channel channel(null)} or {@link
 * SelectCase#enabled enabled(false)}. A receive from a closed and drained channel is always ready,
 * with no value; so is a send on a closed channel, which throws if it is the one chosen.
 *
 * <p>Results are read from the case that was returned; they last until the next await. One that is
 * refused with an {@link IllegalStateException} leaves them as they are.
 *
 * <p>A select and its cases belong to one thread at a time. While one waits, tries or changes a
 * case, every other that does so gets an {@link IllegalStateException}, and has changed nothing.
 *
 * <p>Cost: while a case is ready, one try for each case looked at, and nothing is allocated. To
 * decide that none is ready, or to wait, all channels are locked together, in a fixed order; a wait
 * allocates one object, and one for each case. After a change the next await looks at all cases
 * once. The losing cases leave their queues in O(1) each.
 *
 * <p>Memory consistency effects: those of the send or receive that took place, see {@link Channel}.
 */
public final class Select extends SelectState {

  Select(@Nullable WaitPolicy policy, int size) {
    super(policy, size);
  }

  /**
   * Makes a select without cases.
   *
   * @return a new select
   */
  public static Select create() {
    Rehearsal.ensure();
    return new Select(new WaitPolicy(true), 4);
  }

  /**
   * Adds a case that receives.
   *
   * @param channel from where; null for a case that is switched off for now
   * @param <T> the type of the values
   * @return the case
   * @throws IllegalStateException "select is in use by …"
   */
  public <T> ReceiveCase<T> onReceive(@Nullable ReceiveChannel<T> channel) {
    enter();
    try {
      return addReceive(channel);
    } finally {
      user = null;
    }
  }

  /**
   * Adds a case that sends. Give it a value before the next await.
   *
   * @param channel where to; null for a case that is switched off for now
   * @param <T> the type of the values
   * @return the case
   * @throws IllegalStateException "select is in use by …"
   */
  public <T> SendCase<T> onSend(@Nullable SendChannel<T> channel) {
    enter();
    try {
      return addSend(channel);
    } finally {
      user = null;
    }
  }

  /**
   * Makes the first listed of the ready cases win from now on, instead of a random one.
   *
   * @return this select
   * @throws IllegalStateException "select is in use by …"
   */
  public Select ordered() {
    order();
    return this;
  }

  /**
   * Waits until a case has taken place. Without cases, or with all switched off, it waits for ever.
   *
   * @return the case
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; no case
   *     took place
   * @throws ChannelClosedException "send on closed channel: …" if the case chosen is a send and its
   *     channel is closed; {@link ChannelClosedException#selectCase()} is that case
   * @throws IllegalStateException "send case … has no value", "select is in use by …"; no case took
   *     place
   */
  public SelectCase await() throws InterruptedException {
    return Objects.requireNonNull(awaitFor(null));
  }

  /**
   * Waits until a case has taken place, unless that takes longer than {@code timeout}. A case that
   * is ready when the time is over wins.
   *
   * @param timeout how long to wait, to the nanosecond; zero or negative looks once without
   *     waiting, more than about 292 years means no limit
   * @return the case; null if the time was over first and no case took place
   * @throws NullPointerException "timeout"
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; no case
   *     took place
   * @throws ChannelClosedException "send on closed channel: …" if the case chosen is a send and its
   *     channel is closed; {@link ChannelClosedException#selectCase()} is that case
   * @throws IllegalStateException "send case … has no value", "select is in use by …"; no case took
   *     place
   */
  public @Nullable SelectCase await(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isPositive()) {
      return awaitFor(timeout);
    }
    Waiter.refuseInterrupted();
    return poll();
  }

  /**
   * Runs a case if one is ready: a select with a {@code default} clause. Ignores the interrupt
   * flag.
   *
   * <p>The answer is exact: null means that there was one instant during the call at which none of
   * the cases was ready.
   *
   * @return the case; null if none was ready and none took place
   * @throws ChannelClosedException "send on closed channel: …" if the case chosen is a send and its
   *     channel is closed; {@link ChannelClosedException#selectCase()} is that case
   * @throws IllegalStateException "send case … has no value", "select is in use by …"; no case took
   *     place
   */
  public @Nullable SelectCase poll() {
    return pollCases();
  }

  /**
   * Waits until one of the clauses has taken place, runs its handler and returns what that returns.
   *
   * {@snippet file="io/github/goprims/gochan/SelectSamples.java" region="first"}
   *
   * <p>The handler runs after the choice is final, outside of all locks; what it throws leaves this
   * method unchanged. For handlers without a result there is {@link #receiveThen} and its like. Of
   * several timeouts the shortest counts, and with an {@code otherwise} none. Without any clause,
   * or with all channels nil, it waits until an interrupt, as Go's {@code select {}} does for ever.
   *
   * <p>The type of the result comes from where it goes. {@code println}, which takes several types,
   * says too little, and the compiler may call it ambiguous: assign the result to a variable.
   *
   * <p>Allocates a few objects for each call; a prepared select does not.
   *
   * @param clauses the alternatives
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; no clause
   *     took place
   * @throws ChannelClosedException "send on closed channel: …" if the clause chosen is a send and
   *     its channel is closed
   * @throws IllegalArgumentException "more than one otherwise clause"
   * @throws NullPointerException "clauses" or "clause"
   */
  @SafeVarargs
  public static <R extends @Nullable Object, X extends Exception> R first(Clause<R, X>... clauses)
      throws X, InterruptedException {
    OneShot<R, X> select = new OneShot<>(Objects.requireNonNull(clauses, "clauses").length);
    for (Clause<R, X> clause : clauses) {
      select.add(clause);
    }
    return select.run();
  }

  /**
   * As {@link #first(Clause...)}, with clauses whose number is not known in the program.
   *
   * @param clauses the alternatives; without any it waits until an interrupt
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; no clause
   *     took place
   * @throws ChannelClosedException "send on closed channel: …" if the clause chosen is a send and
   *     its channel is closed
   * @throws IllegalArgumentException "more than one otherwise clause"
   * @throws NullPointerException "clauses" or "clause"
   */
  public static <R extends @Nullable Object, X extends Exception> R first(
      Collection<? extends Clause<R, X>> clauses) throws X, InterruptedException {
    return new OneShot<R, X>(Objects.requireNonNull(clauses, "clauses").size())
        .addAll(clauses)
        .run();
  }

  /**
   * As {@link #first(Clause...)}, but of several clauses that are ready the first listed wins, as
   * after {@link #ordered()}.
   *
   * @param clauses the alternatives, the most urgent first
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; no clause
   *     took place
   * @throws ChannelClosedException "send on closed channel: …" if the clause chosen is a send and
   *     its channel is closed
   * @throws IllegalArgumentException "more than one otherwise clause"
   * @throws NullPointerException "clauses" or "clause"
   */
  @SafeVarargs
  public static <R extends @Nullable Object, X extends Exception> R firstOrdered(
      Clause<R, X>... clauses) throws X, InterruptedException {
    OneShot<R, X> select = new OneShot<>(Objects.requireNonNull(clauses, "clauses").length);
    select.cases.ordered();
    for (Clause<R, X> clause : clauses) {
      select.add(clause);
    }
    return select.run();
  }

  /**
   * As {@link #firstOrdered(Clause...)}, with clauses whose number is not known in the program.
   *
   * @param clauses the alternatives, in the order of their iteration; without any it waits until an
   *     interrupt
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; no clause
   *     took place
   * @throws ChannelClosedException "send on closed channel: …" if the clause chosen is a send and
   *     its channel is closed
   * @throws IllegalArgumentException "more than one otherwise clause"
   * @throws NullPointerException "clauses" or "clause"
   */
  public static <R extends @Nullable Object, X extends Exception> R firstOrdered(
      Collection<? extends Clause<R, X>> clauses) throws X, InterruptedException {
    OneShot<R, X> select = new OneShot<>(Objects.requireNonNull(clauses, "clauses").size());
    select.cases.ordered();
    return select.addAll(clauses).run();
  }

  /**
   * A clause for {@link #first}: receives from a channel.
   *
   * @param channel from where; null is never ready
   * @param handler gets the value, or null if the channel is closed and drained
   * @param <T> the type of the values
   * @param <R> the type of the result
   * @param <X> what the handler may throw
   * @return the clause
   * @throws NullPointerException "handler"
   */
  public static <T, R extends @Nullable Object, X extends Exception> Clause<R, X> receive(
      @Nullable ReceiveChannel<T> channel,
      ThrowingFunction<? super @Nullable T, ? extends R, ? extends X> handler) {
    return new Clause.Receive<>(channel, handler);
  }

  /**
   * A clause for {@link #first}: sends a value to a channel.
   *
   * @param channel where to; null is never ready
   * @param value the value
   * @param handler runs when the value has been sent
   * @param <T> the type of the values
   * @param <R> the type of the result
   * @param <X> what the handler may throw
   * @return the clause
   * @throws NullPointerException "value is null: …" or "handler"
   */
  public static <T, R extends @Nullable Object, X extends Exception> Clause<R, X> send(
      @Nullable SendChannel<T> channel,
      T value,
      ThrowingSupplier<? extends R, ? extends X> handler) {
    return new Clause.Send<>(channel, value, handler);
  }

  /**
   * A clause for {@link #first}: ends the wait when a time is over and no other clause is ready.
   *
   * @param timeout how long to wait, as in {@link #await(Duration)}
   * @param handler runs when the time is over
   * @param <R> the type of the result
   * @param <X> what the handler may throw
   * @return the clause
   * @throws NullPointerException "timeout" or "handler"
   */
  public static <R extends @Nullable Object, X extends Exception> Clause<R, X> timeout(
      Duration timeout, ThrowingSupplier<? extends R, ? extends X> handler) {
    return new Clause.Timeout<>(timeout, handler);
  }

  /**
   * A clause for {@link #first}: the {@code default} clause, chosen at once when no other is ready.
   *
   * @param handler runs when no other clause is ready
   * @param <R> the type of the result
   * @param <X> what the handler may throw
   * @return the clause
   * @throws NullPointerException "handler"
   */
  public static <R extends @Nullable Object, X extends Exception> Clause<R, X> otherwise(
      ThrowingSupplier<? extends R, ? extends X> handler) {
    return new Clause.Otherwise<>(handler);
  }

  /**
   * As {@link #receive}, with a handler that has no result.
   *
   * {@snippet file="io/github/goprims/gochan/SelectSamples.java" region="statements"}
   *
   * @param channel from where; null is never ready
   * @param handler gets the value, or null if the channel is closed and drained
   * @param <T> the type of the values
   * @param <X> what the handler may throw
   * @return the clause, whose result is null
   * @throws NullPointerException "handler"
   */
  @SuppressWarnings("NullAway") // it does not see the nullable argument behind "? super"
  public static <T, X extends Exception> Clause<@Nullable Void, X> receiveThen(
      @Nullable ReceiveChannel<T> channel,
      ThrowingConsumer<? super @Nullable T, ? extends X> handler) {
    Objects.requireNonNull(handler, "handler");
    return new Clause.Receive<>(
        channel,
        value -> {
          handler.accept(value);
          return null;
        });
  }

  /**
   * As {@link #send}, with a handler that has no result: see {@link #receiveThen}.
   *
   * @param channel where to; null is never ready
   * @param value the value
   * @param handler runs when the value has been sent
   * @param <T> the type of the values
   * @param <X> what the handler may throw
   * @return the clause, whose result is null
   * @throws NullPointerException "value is null: …" or "handler"
   */
  public static <T, X extends Exception> Clause<@Nullable Void, X> sendThen(
      @Nullable SendChannel<T> channel, T value, ThrowingRunnable<? extends X> handler) {
    return new Clause.Send<>(channel, value, withoutResult(handler));
  }

  /**
   * As {@link #timeout}, with a handler that has no result: see {@link #receiveThen}.
   *
   * @param timeout how long to wait, as in {@link #await(Duration)}
   * @param handler runs when the time is over
   * @param <X> what the handler may throw
   * @return the clause, whose result is null
   * @throws NullPointerException "timeout" or "handler"
   */
  public static <X extends Exception> Clause<@Nullable Void, X> timeoutThen(
      Duration timeout, ThrowingRunnable<? extends X> handler) {
    return new Clause.Timeout<>(timeout, withoutResult(handler));
  }

  /**
   * As {@link #otherwise}, with a handler that has no result: see {@link #receiveThen}.
   *
   * @param handler runs when no other clause is ready
   * @param <X> what the handler may throw
   * @return the clause, whose result is null
   * @throws NullPointerException "handler"
   */
  public static <X extends Exception> Clause<@Nullable Void, X> otherwiseThen(
      ThrowingRunnable<? extends X> handler) {
    return new Clause.Otherwise<>(withoutResult(handler));
  }

  private static <X extends Exception> ThrowingSupplier<@Nullable Void, X> withoutResult(
      ThrowingRunnable<? extends X> handler) {
    Objects.requireNonNull(handler, "handler");
    return () -> {
      handler.run();
      return null;
    };
  }
}
