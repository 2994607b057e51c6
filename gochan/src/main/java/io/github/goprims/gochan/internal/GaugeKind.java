package io.github.goprims.gochan.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All primitives of one kind that have a name, by weak references, and how their state is read as
 * numbers. Also the lock that guards them.
 *
 * @param <T> the kind
 */
public abstract class GaugeKind<T> extends BackoffLock {
  /*
   * State, guarded by the lock.
   *              newest  the entry that came last; each points to the one before it and after it
   *              hand    which entry the next naming looks at; null for newest
   *              an entry that was taken out keeps its pointer to the one before it
   * Naming.      The entry of a primitive that had no name joins in one step with the name: of two
   *              threads that name it first, one enters it. Later names change nothing here.
   * Garbage.     A naming looks at two entries, and takes out those whose primitive has been collected;
   *              a read takes out all that it comes by. So the entries are at most twice as many as
   *              there are primitives, those included that the collector has not got to: with each
   *              round of the hand half as many have come as it has looked at. No thread does it, and
   *              no queue of the collector. Where there are MOST, newcomers get no entry.
   * Reading.     In batches, with the lock given back in between. New entries come at the other end. One
   *              that is taken out under a reader leads on to what is older; where that has been taken out,
   *              too, it leads on likewise. So a primitive that has had its name since before the read
   *              is not missed, and none is read twice.
   * Failures.    A naming that has no memory or no stack has changed nothing.
   */

  /** The entries are alive until the collector has been: there must not be any number of them. */
  static final int MOST = 1_000_000;

  private static final int LOOKS = 2;
  private static final int BATCH = 256;

  /** A primitive that has a name. */
  private static final class Entry<T> extends WeakReference<T> {
    @Nullable Entry<T> older;
    @Nullable Entry<T> newer;
    boolean out;

    Entry(T primitive) {
      super(primitive);
    }
  }

  private final String kind;
  private final List<String> quantities;
  private @Nullable Entry<T> newest;
  private @Nullable Entry<T> hand;
  private int size;

  /**
   * Makes a kind of which none has a name.
   *
   * @param kind what such a primitive is called where it has no name: {@code mutex}
   * @param quantities what {@link #addTo} counts, in its order
   */
  protected GaugeKind(String kind, String... quantities) {
    this.kind = kind;
    this.quantities = List.of(quantities);
  }

  /** The name that {@link #setName} has written last; null if none. Calls nothing. */
  protected abstract @Nullable String nameOf(T primitive);

  /** Writes the name of {@code primitive}. Calls nothing, and allocates nothing. */
  protected abstract void setName(T primitive, String name);

  /** Adds the state of {@code primitive} to {@code sums}. Called without the lock. */
  protected abstract void addTo(T primitive, long[] sums);

  /** What such a primitive is called. */
  public final String kind() {
    return kind;
  }

  /** What is counted of each, in the order of the sums. */
  public final List<String> quantities() {
    return quantities;
  }

  /** Gives {@code primitive} a name, by which its state can be read from now on. */
  public final void name(T primitive, String name) {
    Entry<T> entry = new Entry<>(primitive); // before the lock, and before the name is there
    StackProbe.touch(StackProbe.STEP);
    lock();
    try {
      boolean isFirst = nameOf(primitive) == null;
      setName(primitive, name);
      for (int i = 0; i < LOOKS; i++) {
        turnHand();
      }
      if (isFirst && size < MOST) {
        add(entry);
      }
    } finally {
      held = false;
    }
  }

  /**
   * Reads the state of all that have a name.
   *
   * @return for each name the sums over those that have it, and how many these are in front
   */
  public final SortedMap<String, long[]> read() {
    SortedMap<String, long[]> byName = new TreeMap<>();
    List<T> batch = new ArrayList<>(BATCH);
    Entry<T> next = null;
    do {
      next = collect(next, batch);
      for (T primitive : batch) {
        String name = nameOf(primitive);
        if (name != null) {
          long[] sums = byName.computeIfAbsent(name, any -> new long[1 + quantities.size()]);
          sums[0]++;
          addTo(primitive, sums);
        }
      }
      batch.clear();
    } while (next != null);
    return byName;
  }

  /** How many entries there are, those of garbage included. */
  final int size() {
    return size;
  }

  /** Adds what is next to {@code batch}, from {@code from} or from the newest; what comes then. */
  private @Nullable Entry<T> collect(@Nullable Entry<T> from, List<T> batch) {
    StackProbe.touch(StackProbe.STEP);
    lock();
    try {
      Entry<T> entry = from == null ? newest : from;
      for (int i = 0; i < BATCH && entry != null; i++) {
        T primitive = entry.get();
        if (primitive == null) {
          remove(entry);
        } else {
          batch.add(primitive); // it has the room
        }
        entry = entry.older;
      }
      return entry;
    } finally {
      held = false;
    }
  }

  private void add(Entry<T> entry) {
    Entry<T> before = newest;
    entry.older = before;
    if (before != null) {
      before.newer = entry;
    }
    newest = entry;
    size++;
  }

  private void turnHand() {
    Entry<T> seen = hand == null ? newest : hand;
    if (seen != null) {
      hand = seen.older;
      if (seen.refersTo(null)) {
        remove(seen);
      }
    }
  }

  private void remove(Entry<T> entry) {
    if (entry.out) { // a reader that follows what was taken out may come by twice
      return;
    }
    Entry<T> older = entry.older;
    Entry<T> newer = entry.newer;
    if (older != null) {
      older.newer = newer;
    }
    if (newer != null) {
      newer.older = older;
    } else {
      newest = older;
    }
    if (hand == entry) {
      hand = older;
    }
    entry.newer = null;
    entry.out = true;
    size--;
  }
}
