package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.Debug;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects that are not in use at the moment, so that they need not be made again. Semantics
 * of Go's {@code sync.Pool}.
 *
 * {@snippet file="io/github/goprims/gosync/PoolSamples.java" region="buffers"}
 *
 * <p>Worth it for what is costly to make, such as buffers of some kilobytes. Small objects are made
 * faster than a pool hands them out.
 *
 * <p>A pool promises little: any object in it may vanish at any time, and neither order nor
 * identity of what it gives back says anything. What is not used goes in two steps: one garbage
 * collection sets it aside, the next drops it; there is at most one step a second. There are never
 * more than 512 objects in it, or 256 for each processor if that is more, and as many set aside;
 * what is put beyond that is dropped. The number of threads does not matter, so that a pool suits
 * millions of virtual ones.
 *
 * <p>No object is given to two callers, unless somebody puts it in twice, or goes on using it after
 * that. With the system property {@code goprims.debug=pool} a pool looks for the former, and drops
 * a quarter of what is put, to expose code that relies on getting it back.
 *
 * <p>No method blocks. Suppliers and resets run in the thread of the caller, several at once.
 *
 * <p>Memory consistency effects: actions before a {@code put} <i>happen-before</i> actions after
 * the {@code get} that returns the object.
 *
 * @param <T> the type of the objects
 */
public final class Pool<T extends @Nullable Object> {
  /*
   * State.       shelves   the objects in the pool: fresh, and set aside
   *              watched   whether a sentinel is out
   *              turned    the time of the last turn; for the thread that makes it
   * Aging.       A sentinel is an object that nobody refers to. When it has been collected, a turn
   *              sets the fresh objects aside and drops those that were. It then sends out the next
   *              sentinel, unless nothing had been put since the turn before: then the next put
   *              sends it.
   * Invariants.  P1 If something is in the pool, a sentinel is out, or a thread is about to send one: a
   *                 put writes used and then reads watched; a turn that sends no sentinel writes
   *                 watched and then reads used; one of them sees the other.
   *              P2 No object goes to two callers. The thread that puts it has it alone, and puts it in
   *                 one place, which a get empties in one step (PoolStripe). A thread that was held up,
   *                 and has shelves that were replaced meanwhile, finds the same places in them as
   *                 others do in what is set aside.
   * Failures.    A turn without memory for its sentinel is over, and the next put or get sends one. A
   *              put without memory drops what it was given.
   */

  private static final boolean CHECKED = Debug.isOn("pool");

  /** The least time between two turns. */
  private static final long TURN_NANOS = 1_000_000_000;

  private final @Nullable Supplier<? extends T> supplier;
  private final @Nullable Consumer<? super T> reset;
  private volatile PoolShelves shelves = new PoolShelves(null);
  private volatile boolean watched;
  private long turned = -TURN_NANOS;
  private volatile @Nullable String name;

  private Pool(@Nullable Supplier<? extends T> supplier, @Nullable Consumer<? super T> reset) {
    this.supplier = supplier;
    this.reset = reset;
  }

  /**
   * A pool that makes an object when it has none.
   *
   * @param supplier makes one; must not return null
   * @param <T> the type of the objects
   * @return a new pool
   * @throws NullPointerException "supplier"
   */
  public static <T> Pool<T> of(Supplier<? extends T> supplier) {
    return new Pool<>(Objects.requireNonNull(supplier, "supplier"), null);
  }

  /**
   * A pool that makes an object when it has none, and resets those that it gets back.
   *
   * @param supplier makes one; must not return null
   * @param reset what to do with an object before it is kept
   * @param <T> the type of the objects
   * @return a new pool
   * @throws NullPointerException "supplier" or "reset"
   */
  public static <T> Pool<T> of(Supplier<? extends T> supplier, Consumer<? super T> reset) {
    return new Pool<>(
        Objects.requireNonNull(supplier, "supplier"), Objects.requireNonNull(reset, "reset"));
  }

  /**
   * A pool that gives null when it has no object.
   *
   * @param <T> the type of the objects
   * @return a new pool
   */
  public static <T> Pool<@Nullable T> create() {
    return new Pool<>(null, null);
  }

  /**
   * Gives this pool a name, which {@link #toString} and error messages show from now on.
   *
   * @param name the name
   * @return this pool
   * @throws NullPointerException "name"
   */
  public Pool<T> named(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Takes an object out of the pool; if it has none, makes one with the supplier. What was set
   * aside is taken only if there is nothing else. O(number of processors) if there is nothing.
   *
   * @return the object, the caller's alone; null if there is none, and no supplier
   * @throws NullPointerException "supplier returned null: …"
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // only put() puts in; null without supplier only
  public T get() {
    PoolShelves from = shelves;
    Object item = from.take();
    if (!watched && from.mayHoldSomething()) {
      watch(); // P1: a turn has failed
    }
    if (item == null && supplier != null) {
      item = supplier.get();
      if (item == null) {
        throw new NullPointerException("supplier returned null: " + this);
      }
    }
    return (T) item;
  }

  /**
   * Resets an object and keeps it for a later {@link #get}, unless there are too many. The caller
   * must not use it any more.
   *
   * <p>If the reset throws, the object is dropped, and the caller gets the exception.
   *
   * @param item the object; null is ignored
   * @throws IllegalStateException with {@code goprims.debug=pool} only: "sync: Pool already has
   *     this object: …"
   */
  public void put(@Nullable T item) {
    if (item == null) {
      return;
    }
    if (CHECKED && shelves.contains(item)) {
      throw new IllegalStateException("sync: Pool already has this object: " + this);
    }
    if (reset != null) {
      reset.accept(item);
    }
    if (CHECKED && (TestKit.random() & 3) == 0) {
      return;
    }
    shelves.add(item); // P1: writes used, before the next line reads watched
    if (!watched) {
      watch();
    }
  }

  /** The name: {@code buffers}, or {@code pool@1f2e3d} without one. */
  @Override
  public String toString() {
    return Names.of(this, "pool", name);
  }

  /** Ages the pool after a garbage collection, unless the last time was less than a second ago. */
  void collected() {
    try {
      long now = TimeSource.current().nanoTime();
      if (now - turned < TURN_NANOS) {
        PoolSentinel.send(this);
      } else {
        turned = now;
        turn();
      }
    } catch (Throwable failure) {
      watched = false; // P1: the next put or get sends one
      throw failure;
    }
  }

  /** Sets aside what is fresh, and drops what was set aside. One thread at a time. */
  void turn() {
    PoolShelves old = shelves;
    shelves = old.next();
    if (old.isUsed()) {
      PoolSentinel.send(this);
    } else {
      watched = false; // P1: before the read of used
      if (shelves.isUsed()) {
        watch();
      }
    }
  }

  /** Whether a garbage collection will be noticed. */
  boolean isWatched() {
    return watched;
  }

  /** Whether something may be fresh. */
  boolean isUsed() {
    return shelves.isUsed();
  }

  private void watch() {
    if (WATCHED.compareAndSet(this, false, true)) { // several threads may find it false: one sends
      boolean sent = false;
      try {
        PoolSentinel.send(this);
        sent = true;
      } catch (OutOfMemoryError e) {
        // The next put or get tries again.
      } finally {
        if (!sent) {
          watched = false;
        }
      }
    }
  }

  // VarHandle mechanics
  private static final VarHandle WATCHED =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "watched", VarHandle.class, Pool.class, boolean.class);
}
