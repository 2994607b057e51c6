package io.github.goprims.gochan.internal;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure of the stack that is needed for steps which belong together: an overflow then strikes
 * before the first of them, where it does no harm. Some ten nanoseconds; the depths are counted in
 * frames of a small method, which are at least 48 bytes each in compiled code, and twice that in
 * the interpreter.
 *
 * <p>This class has nothing to set up, so that it can be the first that is used.
 */
public final class StackProbe {
  /*
   * What is probed is bytes, and what it costs is calls and writes. So the calls that go down have
   * large frames, of which they write next to nothing: a method has one size of frame for all its ways,
   * and one way that is seldom taken keeps many values while it calls. A compiler leaves out ways that
   * have never been taken; so this one is taken by chance, at one level in 128.
   */

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

  /** How many units of depth a level of {@link #descend} is good for. */
  private static final int PER_LEVEL = 10;

  /** How many values a level keeps. */
  private static final int KEPT = 64;

  /** What the values are read from, whatever they are; null before {@link #prepare}. Racy. */
  private static long @Nullable [] values;

  private StackProbe() {}

  /**
   * Makes what fast probes need. To be called where there is stack for setting up classes; until
   * then a probe takes ten times as long.
   */
  public static void prepare() {
    int unused = ThreadLocalRandom.current().nextInt(); // its classes, too
    values = new long[KEPT];
  }

  /**
   * Goes {@code frames} calls of a small method deep, and comes back.
   *
   * @throws StackOverflowError if the stack does not have that much
   */
  public static void touch(int frames) {
    long[] prepared = values;
    if (prepared == null) {
      descendSlowly(frames, 1, 2, 3, 4);
    } else {
      int levels = (frames + PER_LEVEL - 1) / PER_LEVEL;
      descend(levels, ThreadLocalRandom.current().nextInt(), prepared);
    }
  }

  /**
   * The arguments make the frames large, also those of compiled code, which keeps what it needs
   * after the call.
   */
  private static long descendSlowly(int frames, long a, long b, long c, long d) {
    if (frames == 0) {
      return a + b + c + d;
    }
    return descendSlowly(frames - 1, a + 1, b + 2, c + 3, d + 4) + (a ^ b) + (c ^ d);
  }

  /** Goes {@code levels} calls deep; the {@code chance} decides what each of them does. */
  private static long descend(int levels, int chance, long[] values) {
    if (levels == 0) {
      return chance;
    }
    int next = Integer.rotateRight(chance, 7);
    if ((chance & 127) != 0) {
      return descend(levels - 1, next, values) + 1;
    }
    // All are read before the call, and used after it one by one, as none can be used before.
    long a0 = values[0],
        b0 = values[1],
        c0 = values[2],
        d0 = values[3],
        e0 = values[4],
        f0 = values[5],
        g0 = values[6],
        h0 = values[7];
    long a1 = values[8],
        b1 = values[9],
        c1 = values[10],
        d1 = values[11],
        e1 = values[12],
        f1 = values[13],
        g1 = values[14],
        h1 = values[15];
    long a2 = values[16],
        b2 = values[17],
        c2 = values[18],
        d2 = values[19],
        e2 = values[20],
        f2 = values[21],
        g2 = values[22],
        h2 = values[23];
    long a3 = values[24],
        b3 = values[25],
        c3 = values[26],
        d3 = values[27],
        e3 = values[28],
        f3 = values[29],
        g3 = values[30],
        h3 = values[31];
    long a4 = values[32],
        b4 = values[33],
        c4 = values[34],
        d4 = values[35],
        e4 = values[36],
        f4 = values[37],
        g4 = values[38],
        h4 = values[39];
    long a5 = values[40],
        b5 = values[41],
        c5 = values[42],
        d5 = values[43],
        e5 = values[44],
        f5 = values[45],
        g5 = values[46],
        h5 = values[47];
    long a6 = values[48],
        b6 = values[49],
        c6 = values[50],
        d6 = values[51],
        e6 = values[52],
        f6 = values[53],
        g6 = values[54],
        h6 = values[55];
    long a7 = values[56],
        b7 = values[57],
        c7 = values[58],
        d7 = values[59],
        e7 = values[60],
        f7 = values[61],
        g7 = values[62],
        h7 = values[63];
    long sum = descend(levels - 1, next, values);
    sum = (((((((sum ^ a0) + b0) ^ c0) + d0) ^ e0) + f0) ^ g0) + h0;
    sum = (((((((sum ^ a1) + b1) ^ c1) + d1) ^ e1) + f1) ^ g1) + h1;
    sum = (((((((sum ^ a2) + b2) ^ c2) + d2) ^ e2) + f2) ^ g2) + h2;
    sum = (((((((sum ^ a3) + b3) ^ c3) + d3) ^ e3) + f3) ^ g3) + h3;
    sum = (((((((sum ^ a4) + b4) ^ c4) + d4) ^ e4) + f4) ^ g4) + h4;
    sum = (((((((sum ^ a5) + b5) ^ c5) + d5) ^ e5) + f5) ^ g5) + h5;
    sum = (((((((sum ^ a6) + b6) ^ c6) + d6) ^ e6) + f6) ^ g6) + h6;
    sum = (((((((sum ^ a7) + b7) ^ c7) + d7) ^ e7) + f7) ^ g7) + h7;
    return sum;
  }
}
