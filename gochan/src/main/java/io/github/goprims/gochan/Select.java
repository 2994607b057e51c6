package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.AdaptiveSpin;
import io.github.goprims.gochan.internal.Waiter;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
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
public final class Select extends SelectClauses {
  /*
   * State.       user   the thread that waits, tries, or changes a case; by compare-and-set, so that
   *                     of two at once one is refused before it has touched anything. Given back by
   *                     a write, which needs no stack
   *              cases  in the order of their indexes, null from their number on; read without
   *                     being the user for printing, which may miss what has just been added
   * All else is for the user alone: each sees what the one before it has left, by user. How a case
   * is chosen: Selection.
   */

  private static final SelectCase[] NO_CASES = {};

  private final Selection selection;
  volatile @Nullable Thread user;
  private SelectCase[] cases;
  private int count;

  /** Whether the cases are other than the selection knows. */
  private boolean changed = true;

  /** The case that holds a result. */
  private @Nullable SelectCase chosen;

  Select(@Nullable AdaptiveSpin spin, int size) {
    selection = new Selection(spin);
    cases = size == 0 ? NO_CASES : new SelectCase[size];
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
    enter();
    try {
      selection.ordered = true;
      changed(); // chance may have moved the cases
      return this;
    } finally {
      user = null;
    }
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
    enter();
    try {
      prepare();
      SelectCase winner = selection.poll();
      chosen = winner;
      leave();
      return winner;
    } catch (Throwable failure) {
      user = null;
      throw failure;
    }
  }

  private @Nullable SelectCase awaitFor(@Nullable Duration timeout) throws InterruptedException {
    Waiter.refuseInterrupted();
    enter();
    try {
      prepare();
      SelectCase winner = selection.await(this, timeout);
      chosen = winner;
      leave();
      return winner;
    } catch (Throwable failure) {
      user = null;
      throw failure;
    }
  }

  /** Refuses what cannot take place, which changes nothing; then forgets the last result. */
  private void prepare() {
    if (changed) {
      selection.refresh(cases);
      changed = false;
    }
    selection.requireComplete();
    if (chosen != null) {
      chosen.clearResult();
      chosen = null;
    }
  }

  /** For the user, or for who alone knows this select. */
  <T> ReceiveCase<T> addReceive(@Nullable ReceiveChannel<T> channel) {
    ReceiveCase<T> added = new ReceiveCase<>(this, count, channelOf(channel));
    add(added);
    return added;
  }

  /** For the user, or for who alone knows this select. */
  <T> SendCase<T> addSend(@Nullable SendChannel<T> channel) {
    SendCase<T> added = new SendCase<>(this, count, channelOf(channel));
    add(added);
    return added;
  }

  private void add(SelectCase added) {
    SelectCase[] grown = cases;
    if (count == grown.length) {
      grown = Arrays.copyOf(grown, Math.max(4, 2 * count));
    }
    grown[count] = added;
    cases = grown;
    count++;
    changed();
  }

  /** For the user: a case is another now. */
  void changed() {
    changed = true;
    selection.forgetChannels();
  }

  /** Makes the calling thread the user. */
  void enter() {
    Object other = USER.compareAndExchange(this, (Thread) null, Thread.currentThread());
    if (other != null) {
      throw new IllegalStateException("select is in use by " + other);
    }
  }

  /** For the user: is none any more. A write of null to user does the same, and cannot fail. */
  void leave() {
    USER.setRelease(this, (Thread) null);
  }

  /** See {@link Selection#dueTime}. */
  long dueTime(SelectWait wait) {
    return selection.dueTime(wait);
  }

  /** See {@link Selection#serveDue}. */
  void serveDue(SelectWait wait) {
    selection.serveDue(wait);
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
    StringJoiner text = new StringJoiner("; ", "[", "]");
    SelectCase[] shown = cases;
    for (int i = 0; i < shown.length && shown[i] != null; i++) {
      text.add(shown[i].toString());
    }
    return text.toString();
  }

  // VarHandle mechanics
  private static final VarHandle USER =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "user", VarHandle.class, Select.class, Thread.class);
}
