package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.internal.Sentinel;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** One run of the work for a key: its outcome, and those that wait for it. */
final class Flight<K, V extends @Nullable Object> {
  /*
   * State.       linked    false -> true -> false: whether it is in the table
   *              forgotten false -> true: it cannot be joined any more
   *              shared    false -> true: somebody has joined
   *              value, error   the outcome; written by the leader, before ended
   *              ended     false -> true; stays false if nobody waits
   *              waiters   the followers that are not settled; present if somebody may wait
   *              answers   the channels that are to get the result
   *              result    the object that all callers get; made by the first that needs it
   * Guarded by the bin of the table: previous, linked, forgotten (readers without the lock look again),
   * shared, waiters (which never becomes null again), and answers while it is linked. By the lock of the
   * waiters: answers afterwards.
   */

  /** The outcome of a wait that the end of the run has ended. */
  static final Sentinel ENDED = new Sentinel("ended");

  /** What a channel gets if there is no memory for the result. */
  private static final SingleFlight.Result<?> NO_MEMORY =
      new SingleFlight.Result<>(null, new OutOfMemoryError("no memory for the result"), true);

  final K key;
  final int hash;

  /** The thread that runs the work; compared with the calling thread only. */
  @Nullable Thread leader;

  /** A flight that came into the bin earlier; kept when this one leaves, for those that read it. */
  volatile @Nullable Flight<K, V> next;

  @Nullable Flight<K, V> previous;
  boolean linked;
  boolean forgotten;
  boolean shared;
  @Nullable LockedWaitQueue waiters;
  @Nullable Answer<V> answers;

  @Nullable V value;
  @Nullable Throwable error;
  volatile boolean ended;
  private volatile SingleFlight.@Nullable Result<V> result;

  Flight(K key, @Nullable Thread leader) {
    this.key = key;
    this.leader = leader;
    this.hash = hash(key);
  }

  static int hash(Object key) {
    int code = key.hashCode();
    return code ^ (code >>> 16); // the table looks at the lower bits first
  }

  /** A flight whose leader is started later, and whose first caller gets an answer. */
  Flight(K key, Answer<V> answer) {
    this(key, (Thread) null);
    answers = answer;
    waiters = new LockedWaitQueue();
  }

  /** A channel that is to get the result, in a list of such. */
  static final class Answer<V extends @Nullable Object> {
    final Channel<SingleFlight.Result<V>> channel = Channel.make(1);
    @Nullable Answer<V> next;
  }

  /** What all callers get. For those that know the outcome. */
  SingleFlight.Result<V> result() {
    SingleFlight.Result<V> seen = result;
    if (seen != null) {
      return seen;
    }
    SingleFlight.Result<V> made = new SingleFlight.Result<>(value, error, shared);
    if (waiters == null) {
      return made; // nobody else asks
    }
    SingleFlight.Result<V> first = exchangeResult(made);
    return first != null ? first : made;
  }

  /** Queues a follower that has joined, unless the outcome is there. */
  boolean enqueue(LockedWaitQueue queue, SyncWaiter waiter) {
    queue.lock();
    try {
      if (ended) {
        return false;
      }
      queue.add(waiter);
      return true;
    } finally {
      queue.held = false;
    }
  }

  /**
   * Ends all waits with the outcome. For the thread that has taken the flight out, and has made
   * sure of the stack; again does no harm.
   */
  void tell(LockedWaitQueue queue) {
    ended = true; // before the lock: a thread that comes to the queue later looks here
    SyncWaiter first;
    Answer<V> unanswered;
    queue.lock();
    try {
      first = queue.detach();
      unanswered = answers;
      answers = null; // each channel gets one result
    } finally {
      queue.held = false;
    }
    try {
      WaitQueue.settleAll(first, ENDED);
    } finally {
      if (unanswered != null) {
        answer(unanswered);
      }
    }
  }

  @SuppressWarnings("unchecked") // NO_MEMORY has no value
  private void answer(Answer<V> first) {
    SingleFlight.Result<V> told;
    try {
      told = result();
    } catch (OutOfMemoryError e) {
      told = (SingleFlight.Result<V>) NO_MEMORY; // nobody waits for ever
    }
    for (Answer<V> answer = first; answer != null; answer = answer.next) {
      answer.channel.trySend(told); // it is empty: nobody else sends
    }
  }

  private SingleFlight.@Nullable Result<V> exchangeResult(SingleFlight.Result<V> made) {
    return (SingleFlight.Result<V>) RESULT.compareAndExchange(this, null, made);
  }

  // VarHandle mechanics
  private static final VarHandle RESULT =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(),
          "result",
          VarHandle.class,
          Flight.class,
          SingleFlight.Result.class);
}
