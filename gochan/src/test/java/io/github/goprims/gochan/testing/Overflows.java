package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operation at the end of a stack, at all depths, until it has overflowed often enough. For
 * programs with a JVM of their own: an overflow can break classes that other tests need.
 *
 * <p>A round is a thread that calls itself until there is no stack any more. On the way back it
 * runs the operation, each time on another victim and with a little more stack, until that has
 * succeeded some times. All victims are made before, since that needs stack; few of them, since
 * threads may wait for each. Every second round therefore leaves depths out, others each time, so
 * that it gets as far as the operation succeeds. The rounds begin with frames of other sizes, which
 * brings them to the depths between two frames. After each round the used victims are checked and
 * let go of, and so are some of those that nobody has touched.
 */
public final class Overflows {

  /** One object, and something done with it. */
  public interface Victim {

    /** Succeeds where there is stack for it. */
    void operate() throws Exception;

    /** Uses it for the last time, whatever has become of it; says whether that went well. */
    boolean works() throws Exception;
  }

  private static final int STOCK = 200;
  private static final int UNTOUCHED = 2;

  /** An operation may overflow once more where it has succeeded with less stack. */
  private static final int ENOUGH = 8;

  private static final int ROUNDS_BETWEEN_CHECKS = 16;
  private static final int LEADS = 16;
  private static final int EXTRA_ROUNDS = 64;
  private static final boolean COMPILED =
      !System.getProperty("java.vm.info").contains("interpreted mode");
  private static final long STACK_BYTES = 256 * 1024;

  /** To have the operation compiled, unless the JVM only interprets. */
  private static final long WARM_UP_NANOS = 30_000_000;

  private final String name;
  private final Supplier<? extends Victim> made;
  private final Task others;
  private final Victim[] victims = new Victim[STOCK];
  private volatile @Nullable Throwable failure;

  // Of the thread that runs a round, and in between of the one that starts it.
  private int overflows;
  private int used;
  private int successes;
  private int levels;
  private int step;
  private int phase;

  private Overflows(String name, Supplier<? extends Victim> made, Task others) {
    this.name = name;
    this.made = made;
    this.others = others;
  }

  /**
   * What is called often, as the probes are, is compiled as tightly as can be, and what is not is
   * interpreted: so the probes make sure of least here.
   */
  public static final String SMALL_PROBES = "-XX:-TieredCompilation";

  /**
   * Runs {@code program}, which calls {@link #run}, in a JVM of its own.
   *
   * @param usual how many overflows of each operation, unless {@code goprims.overflows} says
   *     another number
   * @param operations how many it tries, each on both kinds of thread
   * @param options of the JVM
   */
  public static void assertHarmless(Class<?> program, int usual, int operations, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(options));
    // Carriers have the stack of -Xss; the JVM warns of overflows in its locks; and the trace of an
    // overflow costs more than the overflow.
    all.addAll(
        List.of(
            "-Xss512k",
            "-ea",
            "-XX:-PrintWarnings",
            "-XX:MaxJavaStackTraceDepth=64",
            "-Dgoprims.overflows=" + Integer.getInteger("goprims.overflows", usual)));
    assertThat(OwnJvm.outputOf(program, all.toArray(new String[0])))
        .hasSize(2 * operations)
        .allMatch(line -> line.endsWith(" overflows harm nobody"));
  }

  /** The main method of such a program: {@code body} calls {@link #of}; then it ends. */
  public static void run(Task body) {
    try {
      body.run();
      System.exit(0);
    } catch (Throwable failure) {
      failure.printStackTrace();
      System.exit(1); // whatever is still running
    }
  }

  /** How many the program is to make. */
  public static int wanted() {
    return Integer.getInteger("goprims.overflows");
  }

  /**
   * Makes {@code wanted} overflows or more on a platform thread and as many on a virtual one, and
   * prints a line on each. What needs hardly any stack once it is compiled overflows seldom, if
   * ever: then it stops after about as many rounds.
   *
   * @param made makes a victim where there is stack enough
   * @param others looks, from time to time, whether all else works
   * @throws AssertionError if something does not work, or overflows too seldom
   */
  public static void of(String name, int wanted, Supplier<? extends Victim> made, Task others)
      throws Exception {
    for (ThreadKind kind : ThreadKind.values()) {
      Overflows overflows = new Overflows(name + ", " + kind, made, others);
      overflows.run(kind, wanted);
      System.out.printf("%s: %d overflows harm nobody%n", overflows.name, overflows.overflows);
    }
  }

  private void run(ThreadKind kind, int wanted) throws Exception {
    long start = System.nanoTime();
    do {
      Victim first = made.get();
      first.operate(); // loads what it needs
      require(first.works(), "does not work at all");
    } while (System.nanoTime() - start < WARM_UP_NANOS);
    Victim older = made.get();
    int coarse = 1;
    for (int round = 0; overflows < wanted && round < EXTRA_ROUNDS + wanted; round++) {
      for (int i = 0; i < STOCK; i++) {
        if (victims[i] == null) {
          victims[i] = made.get();
        }
      }
      boolean all = round % 2 == 0;
      step = all ? 1 : coarse;
      phase = round / 2 % step;
      descend(kind, round);
      if (!all && successes < ENOUGH) {
        coarse *= 2;
      } else if (!all && used < STOCK / 4 && coarse > 1) {
        coarse /= 2;
      }
      boolean due = round % ROUNDS_BETWEEN_CHECKS == 0;
      inTime(() -> check(Math.min(used + UNTOUCHED, STOCK), due));
    }
    inTime(() -> check(STOCK, true));
    require(older.works(), "an older one is dead");
    require(overflows >= wanted || COMPILED, "overflows too seldom");
  }

  private void descend(ThreadKind kind, int round) throws Exception {
    used = 0;
    successes = 0;
    levels = 0;
    Task descent = () -> leadNarrow(round % LEADS, round / LEADS % LEADS);
    if (kind == ThreadKind.VIRTUAL) {
      await(Thread.ofVirtual().unstarted(() -> keepingFailure(descent)));
    } else {
      await(new Thread(null, () -> keepingFailure(descent), "deep", STACK_BYTES));
    }
  }

  private void check(int until, boolean withOthers) throws Exception {
    for (int i = 0; i < until; i++) {
      Victim victim = victims[i];
      victims[i] = null;
      if (victim != null) {
        require(victim.works(), i < used ? "is dead" : "an untouched one is dead");
      }
    }
    if (withOthers) {
      others.run();
    }
  }

  private void inTime(Task task) throws Exception {
    await(Thread.ofPlatform().daemon().unstarted(() -> keepingFailure(task)));
  }

  private void await(Thread thread) {
    thread.start();
    Await.ended(thread);
    if (failure != null) {
      throw new AssertionError(name, failure);
    }
  }

  private void keepingFailure(Task task) {
    try {
      task.run();
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(name + ": " + otherwise);
    }
  }

  private long leadNarrow(int frames, int wide) {
    return frames == 0 ? leadWide(wide, 1, 2, 3) : 1 + leadNarrow(frames - 1, wide);
  }

  private long leadWide(int frames, long one, long two, long three) {
    if (frames == 0) {
      recurse();
      return one;
    }
    return leadWide(frames - 1, one + 1, two + 2, three + 3) + (one ^ two ^ three);
  }

  /** Its frames stay: the JIT compiler of the JVM turns no recursion into a loop. */
  private void recurse() {
    try {
      recurse();
    } catch (StackOverflowError e) {
      // The way back begins, or goes on if not even the following could be called.
    }
    levels++;
    if (successes < ENOUGH && used < STOCK && levels % step == phase) {
      attempt(victims[used]);
    }
  }

  private void attempt(Victim victim) {
    used++;
    try {
      victim.operate();
      successes++;
    } catch (StackOverflowError e) {
      overflows++;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
