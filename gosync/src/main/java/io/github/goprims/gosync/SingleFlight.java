package io.github.goprims.gosync;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.Rethrow;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.internal.ContextLink;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work once for all that want it at the same time. Semantics of Go's {@code
 * golang.org/x/sync/singleflight}.
 *
 * {@snippet file="io/github/goprims/gosync/SingleFlightSamples.java" region="run"}
 *
 * <p>The first caller for a key is the leader: it runs its work, in its own thread. Callers that
 * come before the work has ended are followers: they run nothing, wait, and get the leader's {@link
 * Result}, all the same object. Then the key is free again: nothing is kept, neither values nor
 * failures. Keys are told apart by {@code equals} and {@code hashCode}; they must not change while
 * their work runs. Runs for different keys never wait for each other.
 *
 * <p>Failures: whatever the work throws, an exception, an {@link Error} or an {@link
 * InterruptedException}, is the outcome of the run, the same object for the leader and for all
 * followers. It does not leave {@code run} by itself, {@link Result#get} throws it. The leader's
 * work is ended by nothing but what the work itself listens to, such as an interrupt of the leader;
 * since others may wait for the work, it should not depend on which of them was first. If an {@link
 * InterruptedException} has ended it, the leader returns with the interrupt flag set.
 *
 * <p>A follower may give up at any time, by an interrupt or by the end of its context; that ends
 * its own wait, and neither the work nor the wait of others.
 *
 * <p>A run that nobody joins costs two short locks and two small objects. Room that many keys at
 * the same time have needed is kept, about as much as a hash table of that size takes.
 *
 * <p>Memory consistency effects: the end of the work <i>happens-before</i> the return of each call
 * that gets its result, and before the receive of it from a channel of {@link #runAsync}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values; they may be null
 */
public final class SingleFlight<K, V extends @Nullable Object> {
  /*
   * State.       flights   what runs, by key; an end, a join and a forget of one key exclude each other
   *                        there, so that each follower belongs to one run, and the leader knows
   *                        whether there are any
   * The way of a leader. It puts a flight into the table, runs the work, writes the outcome into the flight,
   * takes it out, and then tells the followers. So a follower that has been told finds the key free.
   * Linearization points. In FlightTable. Giving up: the follower settling its own waiter, unless it finds
   * afterwards that the end had come before.
   * Why no follower is overlooked. It has joined before it queues. If the leader detached the queue
   * before that, ended was true, by the lock of the queue, and it does not wait.
   * Failures. All that the leader needs to end its flight is there before the work begins, and the
   * outcome is written into the flight, so that the followers get it even if the leader has no memory for a
   * result. A leader that has no stack to tell them marks the flight as ended, which is a write;
   * the next call for the key tells them.
   */

  private static final String RUN = "run of";

  final FlightTable<K, V> flights = new FlightTable<>();
  volatile @Nullable String name;

  /** Makes one with no work running. */
  public SingleFlight() {
    Rehearsal.ensure();
    TestKit.made(this);
  }

  /**
   * How the work for a key has ended.
   *
   * @param value what the work has returned, which may be null; null if it failed
   * @param error what the work has thrown; null if it returned
   * @param shared whether there was a follower; the same for all that get this result, the leader
   *     included. One that has given up counts
   * @param <V> the type of the value
   */
  public record Result<V extends @Nullable Object>(
      @Nullable V value, @Nullable Throwable error, boolean shared) {

    /**
     * The value, or else the failure, thrown as the same object for all callers. If threads may
     * throw it at the same time, wrap it: each may add to its suppressed exceptions.
     *
     * <p>An {@link InterruptedException} is thrown like any other failure. It tells of the thread
     * that ran the work, which need not be this one; {@link #error} can be asked first.
     *
     * @return the value
     * @throws Exception the failure of the work; also an {@link Error}
     */
    @SuppressWarnings("NullAway") // without an error the value is what the work has returned
    public V get() throws Exception {
      if (error != null) {
        throw Rethrow.<Exception>asItIs(error);
      }
      return value;
    }
  }

  /**
   * Gives this object a name, which {@link #toString} and error messages show from now on, and the
   * text of the blocker of a thread that waits here, {@code LockSupport.getBlocker(thread)}. Thread
   * dumps of the JDK show at most the class of a blocker.
   *
   * @param name the name
   * @return this object
   * @throws NullPointerException "name"
   */
  public SingleFlight<K, V> named(String name) {
    SyncGauges.SINGLEFLIGHT.name(this, Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Runs {@code work} in this thread, or, if work for the key is running already, waits for that
   * and ignores {@code work}.
   *
   * @param key what the work is for
   * @param work what to run, outside of all locks; it may use this object for other keys. Two works
   *     that wait for each other's keys wait for ever
   * @return the outcome, also if it is a failure
   * @throws IllegalStateException "sync: SingleFlight is called for a key from within its own work:
   *     …" instead of a deadlock, if this thread is running the work for the key; nothing has
   *     changed then. Only calls by the thread itself are noticed
   * @throws InterruptedException if the thread is interrupted at entry, or while it waits for the
   *     work of another thread, which goes on. An interrupt during its own work is for the work
   * @throws NullPointerException "key" or "work"
   */
  public Result<V> run(K key, Callable<V> work) throws InterruptedException {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(work, "work");
    Waiter.refuseInterrupted();
    TestKit.use(this, RUN);
    return run(key, work, null);
  }

  /**
   * As {@link #run(Object, Callable)}, but the end of {@code context} ends the wait for the work of
   * another thread. It does not end the work: not that of others, and not {@code work} if this
   * thread gets to run it. Work that is to end with a context has to look at one itself, better not
   * at that of a single caller.
   *
   * @param context how long to wait
   * @param key what the work is for
   * @param work what to run
   * @return the outcome, also if it is a failure
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, at entry
   *     (also where nothing is to be waited for) or while this thread waits
   * @throws IllegalStateException as {@link #run(Object, Callable)}
   * @throws InterruptedException as {@link #run(Object, Callable)}
   * @throws NullPointerException "context", "key" or "work"
   */
  public Result<V> run(Context context, K key, Callable<V> work) throws InterruptedException {
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(work, "work");
    SyncWaits.enter(context);
    TestKit.use(this, RUN);
    return run(key, work, context);
  }

  /**
   * Runs {@code work} in a goroutine, or, if work for the key is running already, ignores {@code
   * work} and waits for no one: the result arrives on a channel. It has room for the result, which
   * need not be received, and is never closed. Never blocks. A caller that wants to choose between
   * the result and other things selects on the channel:
   *
   * {@snippet file="io/github/goprims/gosync/SingleFlightSamples.java" region="runAsync"}
   *
   * <p>Work may call this for its own key, as long as it does not wait for the channel.
   *
   * @param key what the work is for
   * @param work what to run, if nothing runs for the key
   * @return a new channel, which gets one result, also if it is a failure
   * @throws NullPointerException "key" or "work"
   */
  public ReceiveChannel<Result<V>> runAsync(K key, Callable<V> work) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(work, "work");
    TestKit.use(this, RUN);
    Flight.Answer<V> answer = newAnswer();
    ReceiveChannel<Result<V>> answers = answer.channel.receiveOnly();
    Flight<K, V> mine = new Flight<>(key, answer);
    AsyncLeader<K, V> leader = new AsyncLeader<>(flights, mine, work);
    try {
      if (flights.enter(mine, answer, this) == mine) {
        Go.go(leader);
      }
      return answers;
    } catch (Throwable failure) { // it has not started: those that joined get the same failure
      mine.error = failure;
      mine.ended = true; // before a call that may fail as well
      flights.end(mine);
      throw failure;
    }
  }

  /**
   * Lets the next call for {@code key} start anew, although work for the key is running. That goes
   * on, and those that wait for it get its result. Does nothing if there is none. Never blocks.
   *
   * @param key what the work is for
   * @throws NullPointerException "key"
   */
  public void forget(K key) {
    Objects.requireNonNull(key, "key");
    TestKit.use(this, "forget of");
    flights.forget(key, Flight.hash(key));
  }

  /**
   * The name, and how many runs are under way at this moment: {@code pages(running=2)}, or {@code
   * singleflight@1f2e3d(running=0)} without a name. Runs whose key was forgotten count.
   */
  @Override
  public String toString() {
    return Names.of(this, "singleflight", name) + "(running=" + flights.size() + ")";
  }

  private Flight.Answer<V> newAnswer() {
    // Whoever runs the work sends there: so it belongs where this does.
    return TestKit.PRESENT == null
        ? new Flight.Answer<>()
        : TestKit.PRESENT.makeFor(this, () -> new Flight.Answer<>());
  }

  private Result<V> run(K key, Callable<V> work, @Nullable Context context)
      throws InterruptedException {
    Flight<K, V> mine = new Flight<>(key, Thread.currentThread());
    Flight<K, V> flight = null;
    try {
      flight = flights.enter(mine, null, this);
      if (flight == mine) {
        mine.value = work.call(); // in the frame of this try: from enter on, nothing gets past it
      }
    } catch (Throwable thrown) {
      mine.error = thrown;
    }
    if (flight != null && flight != mine) {
      return follow(flight, context);
    }
    try {
      flights.end(mine);
    } catch (Throwable failure) {
      mine.ended = true; // a write needs no stack: a thread that comes upon the flight ends it
      throw failure;
    }
    if (flight == null) {
      throw Rethrow.<RuntimeException>asItIs(Objects.requireNonNull(mine.error));
    }
    if (mine.error instanceof InterruptedException) {
      Thread.currentThread().interrupt(); // the caller has not seen it yet
    }
    return mine.result();
  }

  /** Waits for the end of a flight that this thread has joined. */
  Result<V> follow(Flight<K, V> flight, @Nullable Context context) throws InterruptedException {
    StackProbe.touch(StackProbe.PARK);
    LockedWaitQueue queue = Objects.requireNonNull(flight.waiters);
    SingleFlightWait waiter = new SingleFlightWait(this);
    try (ContextLink link = SyncWaits.link(context, waiter)) {
      if (flight.enqueue(queue, waiter)) {
        Object outcome = await(queue, waiter, TimeSource.FOREVER);
        SyncWaits.refuseEnded(link, outcome);
        SyncWaits.inTime(outcome);
      }
    }
    return flight.result();
  }

  /** The wait of a thread whose waiter is in the queue. */
  static Object await(LockedWaitQueue queue, SyncWaiter waiter, long deadline) {
    Object outcome = null;
    try {
      outcome = waiter.await(deadline);
    } finally {
      // One that gave up, but is out of the queue, was there as the flight ended.
      if (outcome != Flight.ENDED && !queue.remove(waiter) && outcome != null) {
        outcome = SyncWaits.settledBefore(outcome, Flight.ENDED);
      }
    }
    return outcome;
  }

  /** Runs the work of {@link #runAsync}. Not a lambda: the first use of one needs much stack. */
  private static final class AsyncLeader<K, V extends @Nullable Object> implements Task {
    private final FlightTable<K, V> flights;
    private final Flight<K, V> flight;
    private final Callable<V> work;

    AsyncLeader(FlightTable<K, V> flights, Flight<K, V> flight, Callable<V> work) {
      this.flights = flights;
      this.flight = flight;
      this.work = work;
    }

    @Override
    public void run() {
      flight.leader = Thread.currentThread();
      try {
        flight.value = work.call();
      } catch (Throwable thrown) {
        flight.error = thrown; // everybody gets it, and nobody else
      }
      flights.end(flight);
    }
  }
}
