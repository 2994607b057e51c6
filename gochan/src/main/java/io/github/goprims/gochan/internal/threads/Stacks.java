package io.github.goprims.gochan.internal.threads;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Leaves of a stack what tells a user something: from the method of the library, or of the JDK,
 * that the program has called, down to the task that the goroutine runs.
 */
public final class Stacks {

  /** How many frames are shown of one stack. */
  public static final int MOST_FRAMES = 64;

  private static final String ROOT = "io.github.goprims.";

  /** The types whose methods users call, and that may block. */
  private static final Set<String> FACES =
      Set.of(
          "gochan.Channel",
          "gochan.Go",
          "gochan.ReceiveChannel",
          "gochan.Select",
          "gochan.SendChannel",
          "gocontext.CancelableContext",
          "gocontext.Context",
          "gosync.Cond",
          "gosync.ErrGroup",
          "gosync.Mutex",
          "gosync.Once",
          "gosync.RWMutex",
          "gosync.SingleFlight",
          "gosync.WaitGroup",
          "gosync.WeightedSemaphore",
          "gotest.Bubble");

  /** What one of those may call another through. */
  private static final Set<String> BETWEEN =
      Set.of(
          "gochan.OneShot",
          "gochan.ReceiveIterator",
          "gochan.ReceiveOnly",
          "gochan.SendOnly",
          "gocontext.ContextWaits",
          "gosync.RWMutexState");

  /** What the library calls a task by, beside what is in this package. */
  private static final Set<String> STARTS =
      Set.of(
          "gochan.Go$Body",
          "gosync.ErrGroup$Member",
          "gosync.WaitGroup$Member",
          "gotest.internal.Root");

  /** Where a virtual thread of the JDK parks, and where it begins. */
  private static final List<String> CARRIAGE =
      List.of(
          "java.lang.VirtualThread",
          "java.lang.BaseVirtualThread",
          "java.lang.System$",
          "java.lang.Access",
          "java.lang.Thread.run",
          "java.lang.Thread.runWith",
          "java.util.concurrent.locks.LockSupport.",
          "jdk.internal.");

  private Stacks() {}

  /** The frames of {@code stack} that are shown, innermost first. */
  public static List<StackTraceElement> shown(StackTraceElement[] stack) {
    int end = stack.length;
    while (end > 0 && (isCarriage(stack[end - 1]) || isStart(stack[end - 1]))) {
      end--;
    }
    int begin = 0;
    while (begin < end && isCarriage(stack[begin])) {
      begin++;
    }
    int face = begin;
    while (face < end && isLibrary(stack[face]) && !isFace(stack[face])) {
      face++;
    }
    for (int i = face; i < end && (isFace(stack[i]) || isBetween(stack[i])); i++) {
      if (isFace(stack[i])) {
        begin = i;
      }
    }
    return List.of(Arrays.copyOfRange(stack, begin, Math.min(end, begin + MOST_FRAMES)));
  }

  /** As a stack trace shows a frame, without the names of modules and loaders. */
  public static String text(StackTraceElement frame) {
    String file = frame.getFileName();
    String place =
        frame.isNativeMethod()
            ? "Native Method"
            : file == null
                ? "Unknown Source"
                : frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber();
    return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
  }

  private static boolean isLibrary(StackTraceElement frame) {
    return frame.getClassName().startsWith(ROOT) || isCarriage(frame);
  }

  private static boolean isFace(StackTraceElement frame) {
    return isIn(FACES, frame);
  }

  private static boolean isBetween(StackTraceElement frame) {
    return isIn(BETWEEN, frame);
  }

  private static boolean isIn(Set<String> types, StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith(ROOT) && types.contains(name.substring(ROOT.length()));
  }

  /** What the library calls a task by. */
  private static boolean isStart(StackTraceElement frame) {
    return frame.getClassName().startsWith(ROOT + "gochan.internal.threads.")
        || isIn(STARTS, frame);
  }

  private static boolean isCarriage(StackTraceElement frame) {
    String method = frame.getClassName() + "." + frame.getMethodName();
    for (String prefix : CARRIAGE) {
      if (method.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
