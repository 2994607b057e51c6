package io.github.goprims.gochan.internal.threads;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the line of a program that starts a goroutine, or makes what may be left behind. */
public final class CreationSite {

  /** What may stand between that line and the start, or the constructor. */
  private static final Set<String> OURS =
      Set.of(
          "gochan.FunctionTimer",
          "gochan.Go",
          "gochan.Timer",
          "gochan.internal.TestKit",
          "gocontext.AnyContext",
          "gocontext.CancelContext",
          "gocontext.Context",
          "gocontext.Contexts",
          "gocontext.DeadlineContext",
          "gosync.WaitGroup",
          "gosync.ErrGroup",
          "gosync.SingleFlight",
          "gotest.Bubble",
          "gotest.Session");

  private static final String ROOT = "io.github.goprims.";
  private static final String KIT = ROOT + "gochan.internal.threads.";
  private static final String TEST_KIT = ROOT + "gotest.internal.";

  private CreationSite() {}

  /** The line of a program that has led here; null if there is none. */
  static @Nullable StackTraceElement ofCaller() {
    return in(new Throwable().getStackTrace());
  }

  /** The innermost line of a program in {@code stack}; null if there is none. */
  public static @Nullable StackTraceElement in(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (!isOurs(name) && !name.startsWith("java.")) {
        return frame;
      }
    }
    return null;
  }

  private static boolean isOurs(String name) {
    return name.startsWith(ROOT)
        && (name.startsWith(KIT)
            || name.startsWith(TEST_KIT)
            || OURS.contains(name.substring(ROOT.length())));
  }
}
