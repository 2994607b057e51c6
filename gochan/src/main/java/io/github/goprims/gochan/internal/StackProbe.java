package io.github.goprims.gochan.internal;

/**
 * Makes sure of the stack that is needed for steps which belong together: an overflow then strikes
 * before the first of them, where it does no harm. Two or three nanoseconds a frame; the depths are
 * counted in frames of some 160 bytes in the interpreter, and half of that in compiled code.
 *
 * <p>This class has nothing to set up, so that it can be the first that is used.
 */
public final class StackProbe {

  /**
   * For a few short calls of our own, on a path that has to be fast: such as an unlock, with eight
   * of them, that is interpreted where the probe is compiled.
   */
  public static final int STEP = 24;

  /** For a park of the JDK, or an unpark with its probe, and what we add. */
  public static final int PARK = 64;

  /**
   * For whatever the scheduler of the JDK has to do with a virtual thread. After an overflow in the
   * midst of a start or an unpark it may run none any more; one that parks or yields at the very
   * end of its stack can even end the JVM. The JDK needs up to 28, if the probe is compiled and
   * what follows is interpreted.
   */
  public static final int GOROUTINE = 40;

  /** For the same, and to release the threads that wait for the goroutine if it does not start. */
  public static final int COUNTED_GOROUTINE = PARK + STEP;

  /** For telling the thread that rings the alarms, with all that may happen on the way. */
  public static final int ALARM = 64;

  /** For waking many, one after the other: to a depth that no wake-up needs. */
  public static final int WAKE_ALL = 160;

  /** For starting a thread, and for what else is rare and goes deep. */
  public static final int THREAD = 320;

  /** For loading and initialising classes. */
  public static final int CLASSES = 1_280;

  private StackProbe() {}

  /**
   * Goes {@code frames} calls deep, and comes back.
   *
   * @throws StackOverflowError if the stack does not have that much
   */
  public static void touch(int frames) {
    descend(frames, 1, 2, 3, 4);
  }

  /**
   * The arguments make the frames large, also those of compiled code, which keeps what it needs
   * after the call.
   */
  private static long descend(int frames, long a, long b, long c, long d) {
    if (frames == 0) {
      return a + b + c + d;
    }
    return descend(frames - 1, a + 1, b + 2, c + 3, d + 4) + (a ^ b) + (c ^ d);
  }
}
