package io.github.goprims.faults;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the woven classes of the library ask whether memory or stack has run out: see {@link
 * FaultWeaver}. One per class loader, and one threat at a time.
 */
public final class Faults {

  private static volatile @Nullable Threat threat;

  private Faults() {}

  /** Memory is about to be asked for. */
  public static void allocation() {
    Threat present = threat;
    if (present != null && present.kind.memory && present.isAbout(Thread.currentThread())) {
      present.allocation();
    }
  }

  /** A method of the library has been entered. */
  public static void entry() {
    Threat present = threat;
    if (present != null && !present.kind.memory && present.isAbout(Thread.currentThread())) {
      present.call(0);
    }
  }

  /** A method of the JDK is about to be called. */
  public static void call() {
    Threat present = threat;
    if (present != null && !present.kind.memory && present.isAbout(Thread.currentThread())) {
      present.call(1);
    }
  }

  /** The calling method has made sure of the stack for what it is going to call. */
  public static void probed() {
    Threat present = threat;
    if (present != null && !present.kind.memory && present.isAbout(Thread.currentThread())) {
      present.probed();
    }
  }

  /**
   * Lets the {@code n}-th point that one of {@code victims} comes to be one of a fault, until a
   * time.
   */
  static Threat threaten(
      FaultKind kind, int n, Predicate<Thread> victims, long end, int fromDepth) {
    Threat made = new Threat(kind, n, victims, end, fromDepth);
    threat = made;
    return made;
  }

  /** A threat to nobody. */
  static Threat none() {
    return new Threat(FaultKind.MEMORY_ONCE, 1, thread -> false, System.nanoTime(), 0);
  }

  /** No faults from now on. */
  static void end() {
    threat = null;
  }

  /** A fault to come. */
  static final class Threat {

    /** An overflow lasts until its frame has been left; a loop in a frame above it ends it too. */
    private static final int MOST_OVERFLOWS = 50;

    private final FaultKind kind;
    private final Predicate<Thread> victims;
    private final long end;
    private final int fromDepth;
    private int left; // by the victim only; one of several library threads is as good as another
    private int depth;
    private int overflows;
    private int probed; // the depth of the frame that has made sure of its stack; 0 if none has
    private volatile @Nullable Error fault;

    private Threat(FaultKind kind, int n, Predicate<Thread> victims, long end, int fromDepth) {
      this.fromDepth = fromDepth;
      this.kind = kind;
      this.victims = victims;
      this.end = end;
      left = n;
    }

    /** Whether it has come to pass. */
    boolean hasStruck() {
      return fault != null;
    }

    /** Where that was. */
    String place() {
      Error seen = fault;
      if (seen == null) {
        return "nowhere";
      }
      StringBuilder text = new StringBuilder();
      int shown = 0;
      for (StackTraceElement frame : seen.getStackTrace()) {
        if (!frame.getClassName().startsWith(Faults.class.getName()) && shown++ < 4) {
          text.append(shown == 1 ? "" : " < ")
              .append(frame.getFileName())
              .append(':')
              .append(frame.getLineNumber());
        }
      }
      return text.toString();
    }

    private boolean isAbout(Thread thread) {
      return victims.test(thread) && System.nanoTime() - end < 0;
    }

    private void allocation() {
      if (--left == 0) {
        throw strike(new OutOfMemoryError("injected"));
      }
      if (left < 0 && kind.lasting) {
        throw new OutOfMemoryError("injected, again");
      }
    }

    private void probed() {
      int frame = depth();
      probed = probed == 0 ? frame : Math.min(probed, frame);
    }

    private void call(int further) {
      if (fromDepth > 0 && depth() + further < fromDepth) {
        return;
      }
      if (probed != 0) {
        if (depth() + further > probed) {
          return; // there is stack for it
        }
        probed = 0;
      }
      if (--left == 0) {
        depth = depth() + further;
        throw strike(new StackOverflowError("injected"));
      }
      if (left < 0 && kind.lasting && overflows < MOST_OVERFLOWS) {
        if (depth() + further < depth) {
          overflows = MOST_OVERFLOWS; // its frame has been left
        } else {
          overflows++;
          throw new StackOverflowError("injected, again");
        }
      }
    }

    private Error strike(Error made) {
      fault = made;
      return made;
    }

    private static int depth() {
      return new Throwable().getStackTrace().length;
    }
  }
}
