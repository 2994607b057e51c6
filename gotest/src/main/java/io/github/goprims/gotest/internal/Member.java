package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gotest.internal.Belongings.Home;
import org.jspecify.annotations.Nullable;

/** A thread that belongs to a bubble. */
public final class Member {

  final World world;
  final Thread thread;

  // Guarded by the lock of the world.

  /** What it is parked for, durably; null if it runs, or waits for something that is not ours. */
  @Nullable Waiter waiter;

  /** When its wait ends by itself. */
  private long end;

  /** Since when it is parked, in the time of the bubble. */
  long since;

  // Its place among the parked, the last to come being the first.
  @Nullable Member newer;
  @Nullable Member older;

  /** A wait that somebody outside can end, too, whatever it shows; its own. */
  @Nullable Object foreign;

  /** A wait that ends with a context made inside below one from outside; its own. */
  @Nullable Object open;

  /** Whether what it is parked for, durably, ends with a context from outside. */
  boolean isOpen;

  /** Within how many steps it is that are not to be cut short, see TestKit.holdsOn; its own. */
  int holdsOn;

  /** How often it was told that the bubble is over; its own. */
  int toldOver;

  Member(World world, Thread thread) {
    this.world = world;
    this.thread = thread;
  }

  /** The bubble that it belongs to. */
  public World world() {
    return world;
  }

  /** Whether only the bubble can end {@code wait}, which is about to begin; for itself. */
  boolean isDurable(Waiter wait) {
    boolean[] seen = {wait != foreign, wait == open};
    wait.forEachPrimitive(
        primitive -> {
          Home home = Belongings.homeOf(primitive);
          seen[0] &= home != null && home.world() == world;
          seen[1] |= home != null && home.isOpen();
        });
    isOpen = seen[1];
    return seen[0];
  }

  void park(Waiter blocker, long deadline, long now) {
    waiter = blocker;
    end = deadline;
    since = now;
  }

  /** When it goes on by itself; for one that is parked. */
  long due() {
    Waiter parkedFor = waiter;
    return parkedFor == null ? TimeSource.FOREVER : Math.min(end, parkedFor.dueTime());
  }

  /** Whether it is parked, but will go on, though its time has not come. */
  boolean isWoken() {
    Waiter parkedFor = waiter;
    return parkedFor != null && (parkedFor.isSettled() || thread.isInterrupted());
  }

  /** The name of a thread, or its id if it has none. */
  static String nameOf(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? "thread #" + thread.threadId() : "\"" + name + "\"";
  }

  @Override
  public String toString() {
    return nameOf(thread);
  }
}
