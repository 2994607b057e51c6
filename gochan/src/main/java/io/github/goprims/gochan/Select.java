package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.AdaptiveSpin;
import io.github.goprims.gochan.internal.TimeSource;
import io.github.goprims.gochan.internal.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
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
 * <p>Results are read from the case that was returned; they last until the next await.
 *
 * <p>A select and its cases belong to one thread at a time. Use by two at once is detected if luck
 * has it, and is then an {@link IllegalStateException}.
 *
 * <p>Cost: while a case is ready, one try for each case looked at, and nothing is allocated. To
 * decide that none is ready, or to wait, all channels are locked together, in a fixed order; a wait
 * allocates one object, and one for each case. The losing cases leave their queues in O(1) each.
 *
 * <p>Memory consistency effects: those of the send or receive that took place, see {@link Channel}.
 */
public final class Select {
  /*
   * First pass.  Tries the cases one by one, in random order, without locks. The first that
   *              succeeds is the choice: the first ready one of a random permutation is uniform
   *              among those ready.
   * Spinning.    Then the same for a moment again and again: to wait, even to find out together that
   *              nothing is ready, sends the counterparts to the locks and the parking lot.
   * Second pass. Locks all channels in the order of their ids (no deadlock between selects), and
   *              tries again. A case that fails leaves its channel such that it cannot become ready
   *              before the unlock (QueuedCore: insertOrShut, removeOrShut). So when all have
   *              failed there is one instant at which none was ready: that decides poll. To wait,
   *              one waiter for each case is put in its queue before the locks are released, all
   *              with the same owner.
   * A select never meets itself, since its waiters enter the queues after all tries.
   * Timers.      A timer's case fails at a moment of its own, and may be due before the others have
   *              failed. So with timers among the cases all are tried once more: the channels, now
   *              shut, fail again, and the instant at which none was ready is the first look at a
   *              timer. A wait has nobody to end it when a timer comes due: its thread looks by
   *              itself, and serves the timer's queue, in which it stands.
   * Linearization points. First pass: that of the operation tried. A wait: the settling of its
   * SelectWait, one compare-and-set for all cases (SELECT-17).
   */

  /** A deadline that has passed: look, but do not wait. */
  private static final long POLL = 0;

  private static final int UNKNOWN = -1;

  private final List<SelectCase> cases;
  private final AdaptiveSpin spin;
  private long random = ThreadLocalRandom.current().nextLong() | 1;
  private boolean ordered;

  /** The case that holds a result. */
  private @Nullable SelectCase chosen;

  /** The thread in await or poll; racy on purpose. */
  private @Nullable Thread user;

  // Derived from the cases, anew after a change.
  private boolean changed = true;
  private SelectCase[] active = {};
  private int activeCount;

  // Derived from the active cases, when first needed.
  private QueuedCore[] locks = {};
  private int lockCount = UNKNOWN;
  private boolean timed;

  Select(AdaptiveSpin spin, int size) {
    this.spin = spin;
    cases = new ArrayList<>(size);
  }

  /**
   * Makes a select without cases.
   *
   * @return a new select
   */
  public static Select create() {
    return new Select(new AdaptiveSpin(), 4);
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
    changing();
    ReceiveCase<T> added = new ReceiveCase<>(this, cases.size(), channelOf(channel));
    cases.add(added);
    return added;
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
    changing();
    SendCase<T> added = new SendCase<>(this, cases.size(), channelOf(channel));
    cases.add(added);
    return added;
  }

  /**
   * Makes the first listed of the ready cases win from now on, instead of a random one.
   *
   * @return this select
   * @throws IllegalStateException "select is in use by …"
   */
  public Select ordered() {
    changing();
    ordered = true;
    return this;
  }

  /**
   * Waits until a case has taken place. Without cases, or with all switched off, it waits for ever.
   *
   * @return the case
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; no case
   *     took place
   * @throws ChannelClosedException "send on closed channel: …" if the case chosen is a send and its
   *     channel is closed
   * @throws IllegalStateException "send case … has no value", "select is in use by …"; no case took
   *     place
   */
  public SelectCase await() throws InterruptedException {
    return Objects.requireNonNull(awaitUntil(TimeSource.FOREVER));
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
   *     channel is closed
   * @throws IllegalStateException "send case … has no value", "select is in use by …"; no case took
   *     place
   */
  public @Nullable SelectCase await(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    return awaitUntil(timeout.isPositive() ? TimeSource.deadlineAfter(timeout) : POLL);
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
   *     channel is closed
   * @throws IllegalStateException "send case … has no value", "select is in use by …"; no case took
   *     place
   */
  public @Nullable SelectCase poll() {
    enter();
    try {
      prepare();
      SelectCase winner = tryEach();
      // A single try has been exact already.
      return winner == null && activeCount > 1 ? tryTogether(null) : winner;
    } finally {
      user = null;
    }
  }

  /**
   * Waits until one of the clauses has taken place, runs its handler and returns what that returns.
   *
   * {@snippet file="io/github/goprims/gochan/SelectSamples.java" region="first"}
   *
   * <p>The handler runs after the choice is final, outside of all locks; what it throws leaves this
   * method unchanged. Of several timeouts the shortest counts, and with an {@code otherwise} none.
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
   * @throws NullPointerException "clause"
   */
  @SafeVarargs
  public static <R extends @Nullable Object, X extends Exception> R first(Clause<R, X>... clauses)
      throws X, InterruptedException {
    OneShot<R, X> select = new OneShot<>(clauses.length);
    for (Clause<R, X> clause : clauses) {
      select.add(clause);
    }
    return select.run();
  }

  /**
   * As {@link #first(Clause...)}.
   *
   * @param first an alternative
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits
   */
  public static <R extends @Nullable Object, X extends Exception> R first(Clause<R, X> first)
      throws X, InterruptedException {
    return new OneShot<R, X>(1).add(first).run();
  }

  /**
   * As {@link #first(Clause...)}.
   *
   * @param first an alternative
   * @param second an alternative
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits
   */
  public static <R extends @Nullable Object, X extends Exception> R first(
      Clause<R, X> first, Clause<R, X> second) throws X, InterruptedException {
    return new OneShot<R, X>(2).add(first).add(second).run();
  }

  /**
   * As {@link #first(Clause...)}.
   *
   * @param first an alternative
   * @param second an alternative
   * @param third an alternative
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits
   */
  public static <R extends @Nullable Object, X extends Exception> R first(
      Clause<R, X> first, Clause<R, X> second, Clause<R, X> third) throws X, InterruptedException {
    return new OneShot<R, X>(3).add(first).add(second).add(third).run();
  }

  /**
   * As {@link #first(Clause...)}.
   *
   * @param first an alternative
   * @param second an alternative
   * @param third an alternative
   * @param fourth an alternative
   * @param <R> the type of the result
   * @param <X> what the handlers may throw
   * @return the result of the handler
   * @throws X what the handler threw
   * @throws InterruptedException if the thread is interrupted at entry or while it waits
   */
  public static <R extends @Nullable Object, X extends Exception> R first(
      Clause<R, X> first, Clause<R, X> second, Clause<R, X> third, Clause<R, X> fourth)
      throws X, InterruptedException {
    return new OneShot<R, X>(4).add(first).add(second).add(third).add(fourth).run();
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
   * @throws NullPointerException "value" or "handler"
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

  private @Nullable SelectCase awaitUntil(long deadline) throws InterruptedException {
    Waiter.refuseInterrupted();
    if (deadline == POLL) {
      return poll();
    }
    enter();
    try {
      prepare();
      SelectCase winner = tryEach();
      if (winner == null) {
        winner = trySpinning();
      }
      if (winner == null) {
        SelectWait wait = new SelectWait(this, activeCount > 0);
        winner = tryTogether(wait);
        if (winner == null) {
          winner = awaitQueued(wait, deadline);
        }
      }
      return winner;
    } finally {
      user = null;
    }
  }

  private void enter() {
    requireIdle();
    user = Thread.currentThread();
  }

  private void prepare() {
    if (chosen != null) {
      chosen.clearResult();
      chosen = null;
    }
    if (changed) {
      refresh();
    }
    for (int i = 0; i < activeCount; i++) {
      active[i].requireComplete();
    }
  }

  /** First pass. */
  private @Nullable SelectCase tryEach() {
    for (int i = 0; i < activeCount; i++) {
      if (!ordered && i < activeCount - 1) {
        swap(i, i + nextInt(activeCount - i));
      }
      SelectCase next = active[i];
      if (next.tryNow()) {
        return choose(next);
      }
    }
    return null;
  }

  private @Nullable SelectCase trySpinning() {
    int rounds = spin.rounds();
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
      SelectCase winner = tryEach();
      if (winner != null) {
        spin.hit();
        return winner;
      }
    }
    if (rounds > 0) {
      spin.miss();
    }
    return null;
  }

  /** Second pass; joins the queues on behalf of {@code wait}, if given, when no case is ready. */
  private @Nullable SelectCase tryTogether(@Nullable SelectWait wait) {
    if (lockCount == UNKNOWN) {
      collectLocks();
    }
    int held = 0;
    try {
      for (; held < lockCount; held++) {
        locks[held].lock.lock();
      }
      SelectCase winner = tryLocked();
      if (winner == null && timed) {
        winner = tryLocked();
      }
      if (winner != null) {
        return winner;
      }
      for (int i = 0; i < activeCount && wait != null; i++) {
        active[i].enqueue(wait);
      }
      return null;
    } finally {
      while (held > 0) {
        locks[--held].leave();
      }
    }
  }

  /** With all locks held. */
  private @Nullable SelectCase tryLocked() {
    for (int i = 0; i < activeCount; i++) {
      SelectCase next = active[i];
      if (next.tryLocked()) {
        return choose(next);
      }
    }
    return null;
  }

  private @Nullable SelectCase awaitQueued(SelectWait wait, long deadline)
      throws InterruptedException {
    Object outcome = wait.await(deadline);
    SelectCase winner = null;
    for (int i = 0; i < activeCount; i++) {
      SelectCase next = active[i];
      if (next.isOutcome(outcome)) {
        winner = next;
      } else {
        next.dequeue();
      }
    }
    if (outcome == Waiter.INTERRUPTED) {
      throw new InterruptedException();
    }
    if (winner != null) {
      winner.complete();
      choose(winner);
    }
    return winner;
  }

  /** When the thread that waits has to look at its timers. */
  long lookTime() {
    return timed ? nextTimer().lookTime() : TimeSource.FOREVER;
  }

  /** Serves those who wait for the timer that is due first, this select perhaps among them. */
  void look() {
    nextTimer().look();
  }

  private QueuedCore nextTimer() {
    QueuedCore next = locks[0];
    for (int i = 1; i < lockCount; i++) {
      if (locks[i].lookTime() < next.lookTime()) {
        next = locks[i];
      }
    }
    return next;
  }

  private SelectCase choose(SelectCase winner) {
    chosen = winner;
    return winner;
  }

  private void swap(int i, int j) {
    SelectCase moved = active[i];
    active[i] = active[j];
    active[j] = moved;
  }

  /** Xorshift; the upper bits of the product are uniform enough below bounds of a few thousand. */
  private int nextInt(int bound) {
    long next = random;
    next ^= next << 13;
    next ^= next >>> 7;
    next ^= next << 17;
    random = next;
    return (int) (((next >>> 33) * bound) >>> 31);
  }

  private void refresh() {
    if (active.length < cases.size()) {
      active = new SelectCase[cases.size()];
    }
    activeCount = 0;
    for (SelectCase next : cases) {
      if (next.activeCore() != null) {
        active[activeCount++] = next;
      }
    }
    lockCount = UNKNOWN;
    changed = false;
  }

  private void collectLocks() {
    if (locks.length < activeCount) {
      locks = new QueuedCore[activeCount];
    }
    lockCount = 0;
    timed = false;
    for (int i = 0; i < activeCount; i++) {
      QueuedCore core = active[i].core();
      addLock(core);
      timed |= core instanceof TimerCore;
    }
  }

  /** Inserts by id, unless there. */
  private void addLock(QueuedCore core) {
    int i = lockCount;
    for (; i > 0 && locks[i - 1].id() >= core.id(); i--) {
      if (locks[i - 1] == core) {
        return;
      }
    }
    System.arraycopy(locks, i, locks, i + 1, lockCount - i);
    locks[i] = core;
    lockCount++;
  }

  void changing() {
    requireIdle();
    changed = true;
  }

  void requireIdle() {
    Thread other = user;
    if (other != null) {
      throw new IllegalStateException("select is in use by " + other);
    }
  }

  static <T> @Nullable Channel<T> channelOf(@Nullable ReceiveChannel<T> end) {
    return switch (end) {
      case null -> null;
      case Channel<T> channel -> channel;
      case ReceiveOnly<T> view -> view.channel;
    };
  }

  static <T> @Nullable Channel<T> channelOf(@Nullable SendChannel<T> end) {
    return switch (end) {
      case null -> null;
      case Channel<T> channel -> channel;
      case SendOnly<T> view -> view.channel;
    };
  }

  /** The cases in the order of their indexes. */
  @Override
  public String toString() {
    return cases.stream().map(SelectCase::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
