package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.BackoffLock;
import io.github.goprims.gochan.internal.StackProbe;
import org.jspecify.annotations.Nullable;

/**
 * The flights of a {@link SingleFlight} by key: a hash table for entries that come and go, most of
 * them alone.
 */
final class FlightTable<K, V extends @Nullable Object> {
  /*
   * Why none of the JDK's. ConcurrentHashMap compares keys inside a monitor, whose heir may lack a
   * carrier (docs/adr/0012), and a removal may need memory. Here keys are compared outside of all
   * locks, and what gives a key back needs no memory.
   * State.       A tree: a bin has a chain of flights, the latest first, or, once it has been split, sixteen
   *              bins below it, of which four more bits of the hash choose one.
   *                first, next    for reading without the lock
   *                the rest       guarded by the lock of the bin
   * Invariants.  T1 At most one flight of a key is linked, not forgotten and not ended.
   *              T2 A flight comes to the front of a chain only, and keeps its next when it leaves. So
   *                 a thread that reads a chain meets all that were linked at the beginning and still are,
   *                 unless the bin is split meanwhile.
   * Linearization points. enter: the write of first, or the join. forget: the mark, or the read of first
   * if it finds none and the bin has not been split since. end: taking the flight out. All but that read
   * under the lock of the bin.
   * Why T1 holds. A thread looks for the key from some first on, and puts its flight before that only if
   * it is still the first, and the bin is not split. Nothing else has come in since (T2; flights are used
   * once), so there is none of the key.
   * Failures. Memory is taken before anything changes. A leader without the stack to take its flight out
   * and to tell it marks it as ended. Forgotten or not, it is still in then, and the next thread that
   * comes upon it does the rest.
   */

  private static final int FANOUT_BITS = 4;
  private static final int FANOUT = 1 << FANOUT_BITS;

  /** A bin with more flights is split, as long as there are bits to tell them apart. */
  private static final int MOST = 8;

  private final Bin<K, V> root = new Bin<>(0);

  FlightTable() {
    root.split();
  }

  /**
   * Joins the flight that has the key of {@code mine}, or else puts that one in.
   *
   * @param answer for a caller that does not wait, the channel to answer through
   * @return the flight of the key
   * @throws IllegalStateException if the calling thread, which would wait, is the leader of it
   */
  Flight<K, V> enter(Flight<K, V> mine, Flight.@Nullable Answer<V> answer, Object shown) {
    for (; ; ) {
      Bin<K, V> bin = leaf(mine.hash);
      Flight<K, V> first = bin.first;
      Flight<K, V> found = first == null ? null : find(first, mine.key, mine.hash);
      if (found != null) {
        if (answer == null && found.leader == Thread.currentThread()) {
          throw new IllegalStateException(
              "sync: SingleFlight is called for a key from within its own work: %s of %s, which would wait for itself: take the call out of the work, or forget the key first"
                  .formatted(mine.key, shown));
        }
        if (join(found, answer)) {
          return found;
        }
      } else if (bin.isFull()) {
        bin.split();
      } else if (bin.add(mine, first)) {
        return mine;
      }
    }
  }

  /** Lets nobody join the flight of {@code key} any more, if there is one. It flies on. */
  void forget(K key, int hash) {
    for (; ; ) {
      Bin<K, V> bin = leaf(hash);
      Flight<K, V> first = bin.first;
      Flight<K, V> found = first == null ? null : find(first, key, hash);
      Bin<K, V> locked = lockLeaf(hash);
      if (found != null) {
        found.forgotten = true; // if it is out by now, the key has been free during this call
      }
      locked.held = false;
      if (found != null || locked == bin) {
        return;
      } // else the bin was split meanwhile, which hides some (T2)
    }
  }

  /** Takes a flight out whose outcome is written, and tells it. Needs no memory. */
  void end(Flight<K, V> flight) {
    if (!takeOut(flight, true)) {
      StackProbe.touch(StackProbe.WAKE_ALL); // while it is in: others come upon it if this fails
      takeOut(flight, false);
      LockedWaitQueue queue = flight.waiters; // nobody joins any more
      if (queue != null) {
        flight.tell(queue);
      }
    }
  }

  /** How many there are; a guess while they come and go. */
  int size() {
    return root.count();
  }

  private Bin<K, V> leaf(int hash) {
    Bin<K, V> bin = root;
    for (Bin<K, V>[] below = bin.below; below != null; below = bin.below) {
      bin = below[(hash >>> bin.shift) & (FANOUT - 1)];
    }
    return bin;
  }

  private Bin<K, V> lockLeaf(int hash) {
    for (; ; ) {
      Bin<K, V> bin = leaf(hash);
      bin.lock();
      if (bin.below == null) {
        return bin;
      }
      bin.held = false;
    }
  }

  private @Nullable Flight<K, V> find(Flight<K, V> first, K key, int hash) {
    for (Flight<K, V> flight = first; flight != null; flight = flight.next) {
      if (flight.hash == hash) {
        if (flight.ended) {
          end(flight); // its leader may have failed to
        } else if (!flight.forgotten && (flight.key == key || key.equals(flight.key))) {
          return flight;
        }
      }
    }
    return null;
  }

  private boolean join(Flight<K, V> flight, Flight.@Nullable Answer<V> answer) {
    LockedWaitQueue queue = flight.waiters; // a hint
    if (queue == null) {
      queue = new LockedWaitQueue();
    }
    Bin<K, V> bin = lockLeaf(flight.hash);
    try {
      if (!flight.linked || flight.forgotten || flight.ended) {
        return false;
      }
      flight.shared = true;
      if (flight.waiters == null) {
        flight.waiters = queue;
      }
      if (answer != null) {
        answer.next = flight.answers;
        flight.answers = answer;
      }
      return true;
    } finally {
      bin.held = false;
    }
  }

  /** Takes a flight out; says whether nobody is to be told. */
  private boolean takeOut(Flight<K, V> flight, boolean onlyIfAlone) {
    Bin<K, V> bin = lockLeaf(flight.hash);
    try {
      boolean alone = flight.waiters == null;
      if (flight.linked && (alone || !onlyIfAlone)) {
        bin.remove(flight);
      }
      bin.unlock();
      return alone;
    } catch (Throwable failure) {
      bin.held = false;
      throw failure;
    }
  }

  /** Some flights, and the lock that guards them. */
  private static final class Bin<K, V extends @Nullable Object> extends BackoffLock {

    /** How far to shift a hash for the bits that choose among the bins below this one. */
    final int shift;

    volatile @Nullable Flight<K, V> first;
    volatile Bin<K, V> @Nullable [] below;
    private int size;

    Bin(int shift) {
      this.shift = shift;
    }

    boolean isFull() {
      return size >= MOST && shift < Integer.SIZE;
    }

    /** Puts a flight in, unless {@code seen} is not the first any more. */
    boolean add(Flight<K, V> flight, @Nullable Flight<K, V> seen) {
      lock();
      try {
        boolean added = first == seen && below == null;
        if (added) {
          push(flight);
        }
        unlock();
        return added;
      } catch (Throwable failure) {
        held = false;
        throw failure;
      }
    }

    /** The writes go without a call, which might fail between them. */
    private void push(Flight<K, V> flight) {
      Flight<K, V> second = first;
      if (second != null) {
        flight.next = second; // before the write of first, by which others find it
        second.previous = flight;
      }
      flight.linked = true;
      size++;
      first = flight;
    }

    void remove(Flight<K, V> flight) {
      Flight<K, V> before = flight.previous;
      Flight<K, V> after = flight.next;
      flight.linked = false;
      flight.previous = null;
      size--;
      if (after != null) {
        after.previous = before;
      }
      if (before != null) {
        before.next = after;
      } else {
        first = after;
      }
    }

    /** Moves all flights into bins of their own. Those that read the chain meanwhile look again. */
    void split() {
      @SuppressWarnings({"unchecked", "rawtypes"})
      Bin<K, V>[] bins = new Bin[FANOUT];
      for (int i = 0; i < FANOUT; i++) {
        bins[i] = new Bin<>(shift + FANOUT_BITS);
      }
      StackProbe.touch(StackProbe.STEP); // half a split would lose flights
      lock();
      try {
        if (below == null) {
          for (Flight<K, V> flight = first; flight != null; ) {
            Flight<K, V> rest = flight.next;
            flight.next = null;
            flight.previous = null;
            bins[(flight.hash >>> shift) & (FANOUT - 1)].push(flight);
            flight = rest;
          }
          first = null;
          size = 0;
          below = bins; // last: until then others wait for the lock
        }
      } finally {
        held = false;
      }
    }

    int count() {
      Bin<K, V>[] bins = below;
      int sum = size;
      if (bins != null) {
        for (Bin<K, V> bin : bins) {
          sum += bin.count();
        }
      }
      return sum;
    }
  }
}
