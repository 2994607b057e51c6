package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.Debug;
import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reports contexts that were dropped without a cancel, if {@code goprims.debug} asks for that. */
final class Leaks {

  private static final boolean WANTED = Debug.isOn("leaks");

  /** How many places are counted, each by itself; all others count as one place. */
  private static final int MOST_PLACES = 1_000;

  private static final List<StackTraceElement> ELSEWHERE = List.of();

  private Leaks() {}

  /**
   * What the user gets in place of {@code context}: that itself, unless leaks are to be reported.
   */
  static CancelableContext watch(CancelContext context) {
    return WANTED && !context.isEnded() ? new WatchedContext(context) : context;
  }

  /** Arranges for a report if {@code context} has not ended when {@code handle} is garbage. */
  static Cleanable reportUncanceled(WatchedContext handle, CancelContext context) {
    Throwable origin = new Throwable("it was made here");
    return Reports.CLEANER.register(handle, () -> report(context, origin));
  }

  private static void report(CancelContext context, Throwable origin) {
    if (!context.isEnded()) {
      int count = Reports.count(List.of(origin.getStackTrace()));
      if (isPowerOfTen(count)) {
        Reports.LOGGER.log(
            System.Logger.Level.WARNING,
            "context was dropped uncanceled%s: %s"
                .formatted(
                    count == 1 ? "" : ", the %,dth from this place".formatted(count), context),
            origin);
      }
    }
  }

  /**
   * Whether to report the drop with this number: a place is reported a few times, not each time.
   */
  private static boolean isPowerOfTen(int count) {
    int rest = count;
    while (rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }

  /** What the reports need; loaded with the first watch, and so never if none is wanted. */
  private static final class Reports {
    static final Cleaner CLEANER = Cleaner.create();
    static final System.Logger LOGGER = System.getLogger(Leaks.class.getPackageName());

    /**
     * How many contexts were dropped, by the place where they were made. Only the thread of the
     * cleaner counts here: other threads come to the report with a context that has ended.
     */
    private static final Map<List<StackTraceElement>, Integer> DROPPED = new HashMap<>();

    static int count(List<StackTraceElement> place) {
      boolean known = DROPPED.containsKey(place) || DROPPED.size() < MOST_PLACES;
      return DROPPED.merge(known ? place : ELSEWHERE, 1, Integer::sum);
    }
  }
}
