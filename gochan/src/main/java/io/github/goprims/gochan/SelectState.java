package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.waiting.WaitPolicy;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cases of a {@link Select}, and whose turn it is to use them. */
abstract sealed class SelectState permits Select {
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

  SelectState(@Nullable WaitPolicy policy, int size) {
    selection = new Selection(policy);
    cases = size == 0 ? NO_CASES : new SelectCase[size];
  }

  final void order() {
    enter();
    try {
      selection.ordered = true;
      changed(); // chance may have moved the cases
    } finally {
      user = null;
    }
  }

  final @Nullable SelectCase pollCases() {
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

  final @Nullable SelectCase awaitFor(@Nullable Duration timeout) throws InterruptedException {
    Waiter.refuseInterrupted();
    enter();
    try {
      prepare();
      SelectCase winner = selection.await((Select) this, timeout);
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
    if (TestKit.PRESENT != null) {
      forEachActiveCore(core -> TestKit.use(core, "select on"));
    }
    selection.requireComplete();
    if (chosen != null) {
      chosen.clearResult();
      chosen = null;
    }
  }

  /** Adds a case. For the user of this select, or the thread that is making it. */
  <T> ReceiveCase<T> addReceive(@Nullable ReceiveChannel<T> channel) {
    ReceiveCase<T> added = new ReceiveCase<>((Select) this, count, channelOf(channel));
    add(added);
    return added;
  }

  /** Adds a case. For the user of this select, or the thread that is making it. */
  <T> SendCase<T> addSend(@Nullable SendChannel<T> channel) {
    SendCase<T> added = new SendCase<>((Select) this, count, channelOf(channel));
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

  /** Notes that a case has changed. For the user. */
  void changed() {
    changed = true;
    selection.forgetChannels();
  }

  /** Makes the calling thread the user. */
  void enter() {
    Object other = USER.compareAndExchange(this, (Thread) null, Thread.currentThread());
    if (other != null) {
      throw new IllegalStateException(
          "select is in use by " + other + "; each thread needs one of its own");
    }
  }

  /** Makes nobody the user; for the user. A write of null to user is the same, and cannot fail. */
  void leave() {
    USER.setRelease(this, (Thread) null);
  }

  /** When the thread that waits has to look at its timers: {@link Selection#dueTime}. */
  long dueTime(SelectWait wait) {
    return selection.dueTime(wait);
  }

  /** Serves the timer that is due first: {@link Selection#serveDue}. */
  void serveDue(SelectWait wait) {
    selection.serveDue(wait);
  }

  /** Shows the channels of all cases to {@code visitor}, also while another thread waits. */
  void forEachCore(Consumer<ChannelCore> visitor) {
    SelectCase[] seen = cases;
    for (int i = 0; i < seen.length && seen[i] != null; i++) {
      ChannelCore core = seen[i].shownCore();
      if (core != null) {
        visitor.accept(core);
      }
    }
  }

  /** Shows the channels of the cases that take part to {@code visitor}, as {@link #forEachCore}. */
  void forEachActiveCore(Consumer<Object> visitor) {
    SelectCase[] seen = cases;
    for (int i = 0; i < seen.length && seen[i] != null; i++) {
      ChannelCore core = seen[i].activeCore();
      if (core != null) {
        visitor.accept(core);
      }
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
          MethodHandles.lookup(), "user", VarHandle.class, SelectState.class, Thread.class);
}
