package io.github.goprims.gochan.testing;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.StackProbe;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How much the Lincheck tests try; {@code -Dgoprims.lincheck.effort=N} makes it N times as much.
 */
public final class LincheckRuns {

  private static final int EFFORT = Integer.getInteger("goprims.lincheck.effort", 1);

  /** A static field is what Lincheck takes for shared; nobody reads it. */
  @SuppressWarnings("unused")
  private static volatile Object published;

  private LincheckRuns() {}

  /** Random scenarios of {@code operations}, with many interleavings of each tried one by one. */
  public static void model(Class<?> operations, Class<?> specification) {
    model(operations, specification, 2, 3);
    model(operations, specification, 3, 2);
  }

  public static void model(Class<?> operations, Class<?> specification, int threads, int actors) {
    new ModelCheckingOptions()
        .iterations(8 * EFFORT)
        .invocationsPerIteration(200)
        .threads(threads)
        .actorsPerThread(actors)
        .actorsBefore(2)
        .actorsAfter(2)
        .addGuarantee(forClasses(HastyClock.class.getName()).allMethods().ignore())
        // Its recursion looks like a loop without end.
        .addGuarantee(forClasses(StackProbe.class.getName()).allMethods().ignore())
        .sequentialSpecification(specification)
        .check(operations);
  }

  /** Random scenarios, run many times as the machine likes. */
  public static void stress(Class<?> operations, Class<?> specification) {
    new StressOptions()
        .iterations(20 * EFFORT)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(3)
        .sequentialSpecification(specification)
        .check(operations);
  }

  /** One scenario, with many interleavings tried one by one. */
  public static void scenario(Task body) {
    scenario(250, body);
  }

  /** The same with more interleavings, to find one that is known to be there. */
  public static void longScenario(Task body) {
    scenario(1_000, body);
  }

  /*
   * The public form takes no settings; but the recursion of the stack probe would look like a loop
   * without end. All settings but the last are the tool's own. In a JVM where no model has been
   * checked before, version 3.7 hangs: it starts the second thread and gives it no turn. So a class
   * of scenarios does not run alone.
   */
  private static void scenario(int invocations, Task body) {
    Lincheck.runConcurrentTestInternal$lincheck(
        invocations * EFFORT,
        new LincheckSettings(true, 10, 50, 2 * StackProbe.CLASSES),
        () -> {
          try {
            body.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /**
   * Tells Lincheck that threads share an object. On its own it does not see this of what a lambda
   * captures, takes it for local to the thread that made it, and switches nowhere near it.
   */
  public static <T> T shared(T object) {
    published = object;
    return object;
  }

  /** Starts a thread of a scenario. */
  public static <T> Running<T> start(Body<T> body) {
    return new Running<>(body);
  }

  public static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError();
    }
  }

  public interface Body<T> {
    T run() throws Exception;
  }

  /** A thread of a scenario; has a thread instead of being one, so that Lincheck sees the join. */
  public static final class Running<T> {
    private final Thread thread;
    private T result;
    private Exception failure;

    private Running(Body<T> body) {
      thread = new Thread(() -> run(body));
      thread.start();
    }

    private void run(Body<T> body) {
      try {
        result = body.run();
      } catch (Exception e) {
        failure = e;
      }
    }

    public void interrupt() {
      thread.interrupt();
    }

    /** Waits for the end; gives the result, or throws what the body threw. */
    public T result() throws Exception {
      thread.join();
      if (failure != null) {
        throw failure;
      }
      return result;
    }

    /** Waits for the end; whether that was an exception of this type. */
    public boolean failedWith(Class<? extends Exception> type) throws InterruptedException {
      thread.join();
      return type.isInstance(failure);
    }
  }
}
