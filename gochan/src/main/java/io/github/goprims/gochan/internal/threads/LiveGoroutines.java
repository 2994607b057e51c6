package io.github.goprims.gochan.internal.threads;

import org.jspecify.annotations.Nullable;

/**
 * The goroutines that there are: those that the library has started, and those of its thread
 * factories that have begun to run. Its own errands and helpers are none.
 *
 * <p>They are spread over some {@linkplain GoroutineList lists}, so that threads that start and end
 * goroutines seldom meet.
 */
public final class LiveGoroutines {

  private static final GoroutineList[] LISTS = new GoroutineList[lists()];

  /** How many are passed under one lock. */
  private static final int BATCH = 32;

  static {
    for (int i = 0; i < LISTS.length; i++) {
      LISTS[i] = new GoroutineList();
    }
  }

  private LiveGoroutines() {}

  /** A power of two. */
  private static int lists() {
    int processors = Math.min(Runtime.getRuntime().availableProcessors(), 32);
    return 8 * Integer.highestOneBit(2 * processors - 1);
  }

  /** What is shown the goroutines. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * Sees one goroutine, which may have ended meanwhile. Called without locks.
     *
     * @param creationSite where it was started; null without {@code goprims.debug=goroutines} and
     *     without a test kit, and where the library has started it by itself
     */
    void visit(Thread thread, @Nullable StackTraceElement creationSite);
  }

  /** How many there are: exact while none begins or ends. */
  public static int count() {
    long count = 0;
    for (GoroutineList list : LISTS) {
      count += list.size();
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  /**
   * Shows each goroutine that is there throughout, once; of those that come or go meanwhile some.
   * Never stops anybody for longer than a few dozen steps, and needs the same memory for a million
   * as for one.
   */
  public static void forEach(Visitor visitor) {
    GoroutineBody[] batch = new GoroutineBody[BATCH];
    for (GoroutineList list : LISTS) {
      GoroutineList.Walk walk = list.walk();
      try {
        for (int count = walk.next(batch); count > 0; count = walk.next(batch)) {
          for (int i = 0; i < count; i++) {
            visit(batch[i], visitor);
          }
        }
      } finally {
        walk.end();
      }
    }
  }

  private static void visit(GoroutineBody body, Visitor visitor) {
    Thread thread = body.thread();
    if (thread.getState() == Thread.State.TERMINATED) {
      remove(body); // it was never run
    } else {
      visitor.visit(thread, body.creationSite());
    }
  }

  static void add(GoroutineBody body) {
    listOf(body).add(body);
  }

  static void remove(GoroutineBody body) {
    listOf(body).remove(body);
  }

  /**
   * Ids are given one after the other, so goroutines that follow each other are in different lists.
   */
  private static GoroutineList listOf(GoroutineBody body) {
    return LISTS[(int) body.thread().threadId() & (LISTS.length - 1)];
  }

  /** Makes the first calls of all that a goroutine needs, for {@link ThreadsColdStart}. */
  static void rehearse() {
    GoroutineBody unused = new Unused();
    unused.enter(Thread.currentThread());
    remove(unused);
  }

  private static final class Unused extends GoroutineBody {
    @Override
    protected void body() {}
  }
}
