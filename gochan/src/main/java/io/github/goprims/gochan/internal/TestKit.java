package io.github.goprims.gochan.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the module {@code gotest} gets to know of the library in a JVM that has it, so that it can
 * tell when all goroutines of a test are blocked, and who uses what.
 *
 * <p>A goroutine belongs to the <i>bubble</i> of the thread that starts it, and a primitive to that
 * of the thread that makes it; most belong to none. Of parks and of time the kit gets to know as
 * the time source of its goroutines.
 *
 * <p>Where the module is not there, which is in every service, {@link #PRESENT} is a constant null,
 * and the compiler drops whatever asks it.
 */
public abstract class TestKit {

  /** The one that is there; null if there is none. */
  public static final @Nullable TestKit PRESENT = find();

  /** For the test kit. */
  protected TestKit() {}

  private static @Nullable TestKit find() {
    try {
      return Class.forName("io.github.goprims.gotest.internal.Kit", true, loader())
          .asSubclass(TestKit.class)
          .getConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      return null;
    } catch (IllegalAccessError e) {
      return null; // beside the module path; it says so when it is used
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("gotest does not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("gotest is of another version than gochan", e);
    }
  }

  private static ClassLoader loader() {
    return TestKit.class.getClassLoader();
  }

  // What the library calls.

  /**
   * The calling thread is making {@code primitive}, which it alone knows, and whose constructor may
   * not have ended. The waits at it will show the same object ({@code Waiter.forEachPrimitive}).
   *
   * <p>What may be left behind by a test is an {@link Unfinished} beside that. To tell what one
   * test has left, a kit notes those that come while the test runs, each with the stack of this
   * call, whose first frame that is none of the library's is where it was made: {@code
   * CreationSite}. For goroutines there is {@code LiveGoroutines}, which knows where each was
   * started.
   */
  public static void made(Object primitive) {
    if (PRESENT != null) {
      PRESENT.onMade(primitive);
    }
  }

  /**
   * The calling thread is about to use {@code primitive}. To be called before anything has changed,
   * and without locks.
   *
   * @param operation in words that the text of the primitive follows, as in "send on"
   * @throws IllegalStateException if it belongs to a bubble in which the thread is not, or to none
   *     and is {@link Clocked}, while the thread is in one
   */
  public static void use(Object primitive, String operation) {
    if (PRESENT != null) {
      PRESENT.onUse(primitive, operation);
    }
  }

  /** The calling thread has started a goroutine, and holds no locks: that may be first to go on. */
  public static void started() {
    if (PRESENT != null) {
      PRESENT.onStarted();
    }
  }

  /**
   * The calling thread begins, or ends, a step on which others count, though it may have to wait in
   * it: to take back a lock that its user is going to give back, or to end what a context has below
   * it. The kit must not cut it short where those others may be of no test, or of another.
   */
  public static void holdsOn(boolean begins) {
    if (PRESENT != null) {
      PRESENT.onHoldsOn(begins);
    }
  }

  /** What chance begins with; the same each time in a bubble with a seed. */
  public static long random() {
    return PRESENT != null ? PRESENT.onRandom() : ThreadLocalRandom.current().nextLong();
  }

  /** Makes something for everybody, whoever is the first to need it: it belongs to no bubble. */
  public static <T> T outside(Supplier<T> maker) {
    return PRESENT == null ? maker.get() : PRESENT.makeFor(TestKit.class, maker);
  }

  // What the kit does.

  /** Something that lasts until it is ended: a timer that runs a function, or a context. */
  public interface Unfinished {

    /**
     * Whether it still lasts: the function is still to be started, or the context has not ended.
     * For onlookers; what they see may be over. Not for timers in bubbles.
     */
    boolean isUnfinished();
  }

  /**
   * Something that goes by the time of the thread that uses it, as the channel of a timer does. To
   * threads that live by another time than the one that has set it, it tells nonsense.
   */
  public interface Clocked extends Timed {}

  /** Something that is set by the clock of the thread that makes it, also for those that wait. */
  public interface Timed {}

  /** See {@link #made}. */
  protected abstract void onMade(Object primitive);

  /** See {@link #use}. */
  protected abstract void onUse(Object primitive, String operation);

  /** See {@link #started}. */
  protected abstract void onStarted();

  /** See {@link #holdsOn}. */
  protected abstract void onHoldsOn(boolean begins);

  /** See {@link #random}. */
  protected abstract long onRandom();

  /**
   * The calling thread starts {@code goroutine}, or makes it for somebody who is going to start it.
   * May come twice, also from the goroutine itself. One that is made for somebody may never be
   * started: then it stays new, and does not leave.
   */
  public abstract void enters(Thread goroutine);

  /** {@code goroutine} has ended, or is not going to start. May come without {@link #enters}. */
  public abstract void leaves(Thread goroutine);

  /**
   * The calling goroutine is about to end by {@code failure}, which is no quiet end.
   *
   * @return whether the kit has taken it: nobody else shall hear of it
   */
  public abstract boolean takes(Throwable failure);

  /**
   * The end of {@code primitive} will end {@code wait} as well, a wait of the calling thread that
   * has not begun. So it is not among the primitives that the wait shows.
   */
  public abstract void alsoEnds(Object primitive, Object wait);

  /** {@code context}, which the calling thread is making, is going to end with {@code above}. */
  public abstract void follows(Object context, Object above);

  /**
   * The calling thread has something to do that shall not hold it up.
   *
   * @return whether the kit sees to it that {@code errand} runs; else the library does
   */
  public abstract boolean runs(Runnable errand);

  /** Makes something in the bubble of {@code owner}, or in none if that belongs to none. */
  public abstract <T> T makeFor(Object owner, Supplier<T> maker);
}
