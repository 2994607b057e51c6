package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * What the races have in common: operations whose outcome is a word or the value, so that a result
 * reads like the interleaving it stands for, and parties that wait already when the race begins.
 *
 * <p>Such a party has no thread. It is put where it waits in the way the channel's own slow path
 * does it, and whoever plays it later lets its wait run to the end through the channel's own code,
 * with a deadline that has passed or an interrupt that has come. So three parties race on two
 * processors, and the third is in its place for certain.
 */
final class Race {

  /** What nobody ended by then was lost. */
  static final Duration LONG = Duration.ofSeconds(10);

  /** Over as soon as it has begun. */
  static final Duration SHORT = Duration.ofNanos(1);

  private static final long PASSED = 0;

  private static final VarHandle SLOT;

  static {
    try {
      SLOT =
          MethodHandles.privateLookupIn(RendezvousCore.class, MethodHandles.lookup())
              .findVarHandle(RendezvousCore.class, "slot", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Race() {}

  // Operations

  /** "sent", "closed" or, where the partner was missed, "never". */
  static String send(Channel<Integer> channel, int value) {
    try {
      return channel.send(value, LONG) ? "sent" : "never";
    } catch (ChannelClosedException e) {
      return "closed";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends, however long that takes. */
  static void sendForever(Channel<Integer> channel, int value) {
    try {
      channel.send(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** "sent", "closed" or "refused". */
  static String trySend(Channel<Integer> channel, int value) {
    try {
      return channel.trySend(value) ? "sent" : "refused";
    } catch (ChannelClosedException e) {
      return "closed";
    }
  }

  /** The value, "closed" or, where the partner was missed, "never". */
  static Object receive(Channel<Integer> channel) {
    try {
      Integer value = channel.receive(LONG);
      return value != null ? value : channel.isDrained() ? "closed" : "never";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value or "none". */
  static Object tryReceive(Channel<Integer> channel) {
    Integer value = channel.tryReceive();
    return value != null ? value : "none";
  }

  /** The case that took place; null where a partner was missed. */
  static SelectCase await(Select select) {
    try {
      return select.await(LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an operation returned: "sent" or "refused", a value or "none". */
  static Object outcomeOf(Operation operation) {
    try {
      Object outcome = operation.run();
      return switch (outcome) {
        case null -> "none";
        case Boolean sent -> sent ? "sent" : "refused";
        default -> outcome;
      };
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The values left, oldest first, and a complaint if somebody is still registered with the
   * channel, or a mode was not left.
   */
  static String rest(Channel<Integer> channel) {
    StringJoiner rest = new StringJoiner(" ");
    for (Integer next = channel.tryReceive(); next != null; next = channel.tryReceive()) {
      rest.add(next.toString());
    }
    QueuedCore core = core(channel);
    core.lock();
    try {
      if (core.senders != null || core.receivers != null || isSeated(core)) {
        rest.add("and a waiter");
      }
      if (!core.isConsistent()) {
        rest.add("and a broken invariant");
      }
    } finally {
      core.unlock();
    }
    return rest.toString();
  }

  private static boolean isSeated(QueuedCore core) {
    return core instanceof RendezvousCore && SLOT.getVolatile(core) instanceof ChannelWaiter;
  }

  /** A result has to be serializable. */
  static Object shown(Object value) {
    return value instanceof Sentinel ? value.toString() : value;
  }

  static QueuedCore core(Channel<?> channel) {
    return (QueuedCore) channel.core();
  }

  static Channel<Integer> channelOf(int capacity, int values) {
    Channel<Integer> channel = Channel.make(capacity);
    for (int value = 1; value <= values; value++) {
      channel.trySend(value);
    }
    return channel;
  }

  static Thread virtually(Runnable party) {
    return Thread.startVirtualThread(party);
  }

  static void join(Thread party) {
    try {
      if (!party.join(LONG)) {
        throw new IllegalStateException("still there: " + party);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // Parties that wait already

  /** A sender alone on an unbuffered channel: in the slot. */
  static ChanSendWait seatedSender(Channel<Integer> channel, int value) {
    return seat(channel, new ChanSendWait(channel.core(), value));
  }

  /** A receiver alone on an unbuffered channel: in the slot. */
  static ChanReceiveWait seatedReceiver(Channel<Integer> channel) {
    return seat(channel, new ChanReceiveWait(channel.core()));
  }

  private static <W extends ChannelWaiter> W seat(Channel<Integer> channel, W waiter) {
    if (!SLOT.compareAndSet(channel.core(), null, waiter)) {
      throw new IllegalStateException("taken: " + channel);
    }
    return waiter;
  }

  /** A sender in the queue. */
  static ChanSendWait queuedSender(Channel<Integer> channel, int value) {
    QueuedCore core = core(channel);
    ChanSendWait waiter = new ChanSendWait(core, value);
    core.lock();
    try {
      if (core.sendStep(value) != QueuedCore.NOT_NOW) {
        throw new IllegalStateException("need not wait: " + channel);
      }
      core.senders = WaitQueue.add(core.senders, waiter);
    } finally {
      core.wake(core.exit());
    }
    return waiter;
  }

  /** A receiver in the queue. */
  static ChanReceiveWait queuedReceiver(Channel<Integer> channel) {
    return queue(channel, new ChanReceiveWait(core(channel)));
  }

  /** A receiver in the queue: one case of {@code select}. */
  static ChanReceiveWait queuedReceiver(Channel<Integer> channel, SelectWait select) {
    return queue(channel, new ChanReceiveWait(core(channel), select));
  }

  private static ChanReceiveWait queue(Channel<Integer> channel, ChanReceiveWait waiter) {
    QueuedCore core = core(channel);
    core.lock();
    try {
      if (core.receiveStep() != null) {
        throw new IllegalStateException("need not wait: " + channel);
      }
      core.receivers = WaitQueue.add(core.receivers, waiter);
    } finally {
      core.wake(core.exit());
    }
    return waiter;
  }

  // How their waits end

  /** Its time is over: "sent", "closed" or "gave up". */
  static String giveUp(Channel<Integer> channel, ChanSendWait waiter) {
    try {
      return core(channel).awaitSend(waiter, PASSED) ? "sent" : "gave up";
    } catch (ChannelClosedException e) {
      return "closed";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its time is over: the value, "closed" or "gave up". */
  static Object giveUp(Channel<Integer> channel, ChanReceiveWait waiter) {
    try {
      Object value = core(channel).awaitReceive(waiter, PASSED);
      boolean closed = waiter.await(PASSED) == ChannelWaiter.CLOSED;
      return value != null ? value : closed ? "closed" : "gave up";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It is interrupted: "sent" with the flag kept, or "interrupted" with the flag cleared. */
  static String interrupt(Channel<Integer> channel, ChanSendWait waiter) {
    Thread.currentThread().interrupt();
    return interruptible(
        () -> core(channel).awaitSend(waiter, TimeSource.FOREVER) ? "sent" : "never");
  }

  /** It is interrupted: the value with the flag kept, or "interrupted" with the flag cleared. */
  static String interrupt(Channel<Integer> channel, ChanReceiveWait waiter) {
    Thread.currentThread().interrupt();
    return interruptible(() -> core(channel).awaitReceive(waiter, TimeSource.FOREVER));
  }

  /**
   * The outcome of an operation that is interrupted for certain before it ends. The flag is clear
   * afterwards.
   */
  static String interruptible(Operation operation) {
    String outcome;
    boolean flagExpected;
    try {
      outcome = String.valueOf(operation.run());
      flagExpected = true;
    } catch (InterruptedException e) {
      outcome = "interrupted";
      flagExpected = false;
    }
    return Thread.interrupted() == flagExpected ? outcome : outcome + " but the flag is wrong";
  }

  /** Something that may wait. */
  interface Operation {
    Object run() throws InterruptedException;
  }
}
