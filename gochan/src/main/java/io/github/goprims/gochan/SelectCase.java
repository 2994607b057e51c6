package io.github.goprims.gochan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One case of a {@link Select}: a receive or a send. Like its select, it is for one thread at a
 * time.
 */
public abstract sealed class SelectCase permits ReceiveCase, SendCase {

  final Select select;
  private final int index;
  private boolean enabled = true;

  /** The channel to wait on; null if there is none, or the nil channel. */
  private @Nullable QueuedCore core;

  SelectCase(Select select, int index, @Nullable Channel<?> channel) {
    this.select = select;
    this.index = index;
    this.core = coreOf(channel);
  }

  private static @Nullable QueuedCore coreOf(@Nullable Channel<?> channel) {
    return channel != null && channel.core() instanceof QueuedCore queued ? queued : null;
  }

  /**
   * The place of this case in its select.
   *
   * @return zero for the case that was added first
   */
  public final int index() {
    return index;
  }

  /**
   * Switches this case on or off. Switched off, it is never ready, like a case on the nil channel.
   *
   * @param on whether it takes part from the next await on
   * @return this case
   * @throws IllegalStateException "select is in use by …"
   */
  public abstract SelectCase enabled(boolean on);

  final void switchTo(boolean on) {
    select.enter();
    try {
      turn(on);
    } finally {
      select.user = null;
    }
  }

  /** For the user of the select: switches, unless that is so already. */
  final void turn(boolean on) {
    if (enabled != on) {
      enabled = on;
      select.changed();
    }
  }

  final void moveTo(@Nullable Channel<?> channel) {
    select.enter();
    try {
      core = coreOf(channel);
      select.changed();
    } finally {
      select.user = null;
    }
  }

  /** Where this case waits; null while it takes no part. */
  final @Nullable QueuedCore activeCore() {
    return enabled ? core : null;
  }

  /** The channel, also while this case takes no part; for any thread. */
  final @Nullable QueuedCore shownCore() {
    return core;
  }

  /** Where this case waits; only while it takes part. */
  final QueuedCore core() {
    return Objects.requireNonNull(core);
  }

  /** Throws if this case takes part and cannot. */
  abstract void requireComplete();

  /** Forgets the result of an earlier await. */
  abstract void clearResult();

  /** Does the operation if it is possible at once, as the channel's own try does. */
  abstract boolean tryNow();

  /** With the lock held: does the operation, or makes it impossible for as long as it is held. */
  abstract boolean tryLocked();

  /** After the unlock: fails if what {@link #tryLocked} did says so. */
  abstract void finish();

  /** Makes the waiter with which this case is going to wait, on behalf of {@code wait}. */
  abstract void prepare(SelectWait wait);

  /** With the lock held: joins the queue. */
  abstract void enqueue();

  /** Drops the waiter, which has joined no queue. */
  abstract void forget();

  /** Leaves the queue, if still in. */
  abstract void dequeue();

  /** Whether {@code outcome} says that this case was chosen while it was in the queue. */
  abstract boolean isOutcome(Object outcome);

  /** Takes over what a counterpart did to this case in the queue. */
  abstract void complete();

  /** The direction, for printing. */
  abstract String verb();

  /** What this case does and where: {@code receive from orders(length=0, capacity=4)}. */
  @Override
  public final String toString() {
    QueuedCore shown = core; // once: another thread may be changing it
    return verb() + " " + (shown == null ? NilCore.INSTANCE : shown) + (enabled ? "" : " (off)");
  }
}
