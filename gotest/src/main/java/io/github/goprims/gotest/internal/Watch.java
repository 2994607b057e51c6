package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.TestKit.Unfinished;
import io.github.goprims.gochan.internal.time.Alarm;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what some threads start and make, and what the goroutines do that they start, and so on.
 */
public final class Watch {
  /*
   * A thread is under at most one watch; a goroutine comes under that of the thread that starts it.
   * So tests that run at the same time are told apart. A watch within another reports to both.
   * Contexts are kept until they end, since a forgotten one is garbage soon. Timers can be set again
   * after they have rung, so they are kept as long as they are there; pending ones are.
   */

  private static final ConcurrentHashMap<Thread, Watch> WATCHED = new ConcurrentHashMap<>();

  private static final int FEW = 64;

  private final @Nullable Watch outer;
  private final Set<Thread> goroutines = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean ended;

  // Guarded by the lock.
  private final List<Made> made = new ArrayList<>();
  private int many = FEW;

  /** Something that has to be ended, and the stack that it was made by. */
  static final class Made {
    private final Supplier<@Nullable Object> what;
    private final @Nullable World world;
    private final Throwable origin = new Throwable();

    /** A timer that was pending when its bubble ended; written by the host of that. */
    private volatile @Nullable Object left;

    Made(Object primitive, @Nullable World world) {
      this.world = world;
      if (primitive instanceof Alarm alarm) {
        what = new WeakReference<Object>(alarm)::get;
        if (world != null) {
          world.alarms.watch(alarm, this);
        }
      } else {
        what = () -> primitive;
      }
    }

    void isLeft(Alarm timer) {
      left = timer;
    }

    /** What is still unfinished; null if it is not. */
    @Nullable Object unfinished() {
      Object primitive = left != null ? left : what.get();
      return primitive instanceof Unfinished unfinished && lasts(unfinished) ? primitive : null;
    }

    private boolean lasts(Unfinished primitive) {
      if (primitive instanceof Alarm alarm && world != null) {
        return left != null || world.alarms.isPending(alarm);
      }
      return primitive.isUnfinished();
    }

    boolean isForGood() {
      Object primitive = left != null ? left : what.get();
      return primitive == null || (!(primitive instanceof Alarm) && unfinished() == null);
    }
  }

  /** Begins, within the watch that the calling thread is under; that thread is not under it yet. */
  public Watch() {
    outer = current();
  }

  /** The watch that the calling thread is under. */
  public static @Nullable Watch current() {
    return WATCHED.isEmpty() ? null : WATCHED.get(Thread.currentThread());
  }

  /** From now on the calling thread is under {@code watch}, or under none. */
  public static void set(@Nullable Watch watch) {
    if (watch == null) {
      WATCHED.remove(Thread.currentThread());
    } else {
      WATCHED.put(Thread.currentThread(), watch);
    }
  }

  /** The calling thread starts a goroutine. */
  static void enters(Thread goroutine) {
    Watch watch = current();
    if (watch != null && WATCHED.putIfAbsent(goroutine, watch) == null) {
      for (Watch each = watch; each != null; each = each.outer) {
        if (!each.ended) {
          each.goroutines.add(goroutine);
        }
      }
    }
  }

  /** A goroutine has ended. */
  static void leaves(Thread goroutine) {
    Watch watch = WATCHED.isEmpty() ? null : WATCHED.remove(goroutine);
    for (Watch each = watch; each != null; each = each.outer) {
      each.goroutines.remove(goroutine);
    }
  }

  /** The calling thread makes something. */
  static void made(Object primitive, @Nullable World world) {
    Watch watch = current();
    if (watch != null && primitive instanceof Unfinished) {
      Made one = new Made(primitive, world);
      for (Watch each = watch; each != null; each = each.outer) {
        each.keep(one);
      }
    }
  }

  private void keep(Made one) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      if (made.size() >= many) {
        made.removeIf(Made::isForGood);
        many = Math.max(FEW, 2 * made.size());
      }
      made.add(one);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is nothing left but the calling thread. */
  public boolean isClean() {
    return goroutinesLeft().isEmpty() && madeLeft().isEmpty();
  }

  private List<Thread> goroutinesLeft() {
    return goroutines.stream()
        .filter(thread -> thread.isAlive() && thread != Thread.currentThread())
        .sorted((a, b) -> Long.compare(a.threadId(), b.threadId()))
        .toList();
  }

  private List<Made> madeLeft() {
    lock.lock();
    try {
      return made.stream().filter(one -> one.unfinished() != null).toList();
    } finally {
      lock.unlock();
    }
  }

  /** What is left, in words; empty if there is nothing. */
  public String report() {
    List<Thread> threads = goroutinesLeft();
    List<Made> things = madeLeft();
    int count = threads.size() + things.size();
    StringBuilder text = new StringBuilder();
    if (count > 0) {
      text.append("leak: ").append(count).append(" left behind:");
      Report.addGoroutines(threads, text);
      for (Made one : things) {
        Object primitive = one.unfinished();
        if (primitive != null) {
          Report.addMade(primitive, one.origin.getStackTrace(), text);
        }
      }
    }
    return text.toString();
  }

  /** Ends it: what is still there comes under the watch around this one, or under none. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      made.clear();
    } finally {
      lock.unlock();
    }
    for (Thread goroutine : goroutines) {
      release(goroutine);
    }
    goroutines.clear();
  }

  /** Lets go a thread that is under this watch, to the next one around it that has not ended. */
  public void release(Thread thread) {
    Watch around = outer;
    while (around != null && around.ended) {
      around = around.outer;
    }
    Watch next = around;
    WATCHED.computeIfPresent(thread, (unused, watch) -> watch == this ? next : watch);
  }

  /** How many threads are watched. */
  static int watched() {
    return WATCHED.size();
  }
}
