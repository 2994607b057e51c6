package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.Debug;
import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks for contexts that were never canceled, if the user wants that. */
final class Leaks {

  private static final boolean WANTED = Debug.isOn("leaks");

  /** Beyond that, all other places count as one. */
  private static final int MOST_PLACES = 1_000;

  private static final List<StackTraceElement> ELSEWHERE = List.of();

  private Leaks() {}

  /** What the user gets for {@code context}: that itself, unless leaks are looked for. */
  static CancelableContext watch(CancelContext context) {
    return WANTED && !context.isEnded() ? new WatchedContext(context) : context;
  }

  /** Reports {@code context} if it lives when {@code handle} is garbage. */
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

  /** So one place is reported a few times only, and the last report tells the magnitude. */
  private static boolean isPowerOfTen(int count) {
    int rest = count;
    while (rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }

  /** Loaded with the first watch. */
  private static final class Reports {
    static final Cleaner CLEANER = Cleaner.create();
    static final System.Logger LOGGER = System.getLogger(Leaks.class.getPackageName());

    /**
     * By where they were made; for the thread of the cleaner alone, since others have ended theirs.
     */
    private static final Map<List<StackTraceElement>, Integer> DROPPED = new HashMap<>();

    static int count(List<StackTraceElement> place) {
      boolean known = DROPPED.containsKey(place) || DROPPED.size() < MOST_PLACES;
      return DROPPED.merge(known ? place : ELSEWHERE, 1, Integer::sum);
    }
  }
}
