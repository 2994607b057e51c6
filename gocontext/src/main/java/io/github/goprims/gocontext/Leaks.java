package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.Debug;
import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;

/** Looks for contexts that were never canceled, if the user wants that. */
final class Leaks {

  private static final boolean WANTED = Debug.isOn("leaks");

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
      Reports.LOGGER.log(
          System.Logger.Level.WARNING, "context was dropped uncanceled: " + context, origin);
    }
  }

  /** Loaded with the first watch. */
  private static final class Reports {
    static final Cleaner CLEANER = Cleaner.create();
    static final System.Logger LOGGER = System.getLogger(Leaks.class.getPackageName());
  }
}
