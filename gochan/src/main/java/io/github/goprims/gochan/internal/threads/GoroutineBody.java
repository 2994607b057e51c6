package io.github.goprims.gochan.internal.threads;

import io.github.goprims.gochan.internal.Debug;
import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.TestKit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a goroutine runs, that is, a virtual thread started by the library. A failure ends that
 * goroutine only, and reaches the thread's uncaught-exception handler as the same object, unless it
 * is one of {@link QuietEnds}.
 *
 * <p>It stands for its goroutine in {@link LiveGoroutines}, from before the start of the thread
 * until the task has ended, in whatever way.
 */
public abstract class GoroutineBody extends GoroutineList.Link implements Runnable {

  private static final boolean NOTES_CREATION = Debug.isOn("goroutines") || TestKit.PRESENT != null;

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean ready;

  /** Written before others can find this, and not again. */
  private @Nullable Thread thread;

  private @Nullable StackTraceElement creationSite;

  /** For the packages of the library. */
  protected GoroutineBody() {}

  /**
   * To be called before the first virtual thread is made: the JDK sets up what it needs for them
   * with the first, at some cost, and an overflow in the midst of that would break it for good.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  public static void ensure() {
    if (!ready) {
      StackProbe.touch(StackProbe.CLASSES);
      Thread unused = Thread.ofVirtual().unstarted(() -> {});
      ready = true;
    }
  }

  /** Runs the task, in the goroutine. What it throws ends that. */
  protected abstract void body() throws Exception;

  @Override
  public final void run() {
    if (thread == null) { // nobody told us of the start: the thread of a factory
      enter(Thread.currentThread());
      tellEntry();
    }
    try {
      body();
    } catch (Throwable failure) {
      QuietEnds.end(failure);
    } finally {
      leave(); // at the bottom of the stack, and without memory
    }
  }

  /**
   * Makes a goroutine for this, not started. The caller of its {@link #start(Thread) start} probes
   * the stack before, as {@link #start(String)} does.
   */
  public final Thread unstarted(@Nullable String name) {
    Thread.Builder.OfVirtual builder = Thread.ofVirtual();
    return (name == null ? builder : builder.name(name)).unstarted(this);
  }

  /** Starts the thread that was made for this. If that fails, nothing is left behind. */
  public final void start(Thread unstarted) {
    noteCreation();
    launch(unstarted);
    TestKit.started();
  }

  /** As {@link #start(Thread)}, for a start that no line of a program tells of. */
  final void launch(Thread unstarted) {
    boolean started = false;
    try {
      enter(unstarted);
      tellEntry();
      unstarted.start();
      started = true;
    } finally {
      if (!started) {
        leave();
      }
    }
  }

  /** Runs this in a new goroutine, which inherits what threads of Java inherit. */
  public final Thread start(@Nullable String name) {
    StackProbe.touch(StackProbe.GOROUTINE);
    Thread unstarted = unstarted(name);
    start(unstarted);
    return unstarted;
  }

  /** Makes it known, as running in {@code mine}. */
  final void enter(Thread mine) {
    thread = mine;
    LiveGoroutines.add(this);
  }

  private void tellEntry() {
    if (TestKit.PRESENT != null) {
      TestKit.PRESENT.enters(thread());
    }
  }

  /** Makes it unknown again. */
  private void leave() {
    LiveGoroutines.remove(this);
    if (TestKit.PRESENT != null) {
      TestKit.PRESENT.leaves(thread()); // last: then a test may end, which looks for goroutines
    }
  }

  /** Notes the line of the program that has called, if somebody wants to know. */
  final void noteCreation() {
    if (NOTES_CREATION) {
      creationSite = CreationSite.ofCaller();
    }
  }

  /** The thread of a goroutine that is known. */
  final Thread thread() {
    return Objects.requireNonNull(thread);
  }

  /** Where it was started; null if nobody wants to know, or if the library started it by itself. */
  final @Nullable StackTraceElement creationSite() {
    return creationSite;
  }
}
