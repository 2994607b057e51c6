package io.github.goprims.gotest.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The way into the JDK by which a virtual thread runs where an {@link Executor} of ours says. The
 * JDK has it for tests of its own and shows it to nobody, so it is open only with a flag, and may
 * be gone in a JDK to come; 21 and 25 have it.
 *
 * <p>Virtual threads that such a thread makes run there, too.
 */
final class JdkScheduling {

  private static final String WITHOUT = " A bubble without schedules needs none of this.";

  private final MethodHandle newVirtualThread;
  private final MethodHandle currentCarrierThread;

  private JdkScheduling(MethodHandle newVirtualThread, MethodHandle currentCarrierThread) {
    this.newVirtualThread = newVirtualThread;
    this.currentCarrierThread = currentCarrierThread;
  }

  /**
   * Finds the way.
   *
   * @throws IllegalStateException if there is none, with what helps
   */
  static JdkScheduling open() {
    try {
      MethodHandle maker =
          find(
              Class.forName("java.lang.ThreadBuilders"),
              "newVirtualThread",
              Executor.class,
              String.class,
              int.class,
              Runnable.class);
      MethodHandle carrier = find(Thread.class, "currentCarrierThread");
      return new JdkScheduling(
          maker.asType(
              MethodType.methodType(
                  Thread.class, Executor.class, String.class, int.class, Runnable.class)),
          carrier.asType(MethodType.methodType(Thread.class)));
    } catch (InaccessibleObjectException e) {
      throw new IllegalStateException(shut(JdkScheduling.class.getModule()), e);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(gone(), e);
    }
  }

  private static MethodHandle find(Class<?> owner, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = owner.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return MethodHandles.lookup().unreflect(method);
  }

  /** What to do where java.lang is shut to {@code module}, which is ours. */
  static String shut(Module module) {
    String flag =
        "--add-opens java.base/java.lang=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    return ("schedules need a JVM that is started with %s. With Maven:"
                + " <argLine>%s</argLine> in the configuration of maven-surefire-plugin. With"
                + " Gradle: jvmArgs(\"%s\") in the test task.")
            .formatted(flag, flag, flag.replace("opens ", "opens="))
        + WITHOUT;
  }

  private static String gone() {
    return "this JVM has no way to schedule virtual threads that schedules know of: %s %s."
            .formatted(System.getProperty("java.vm.name"), Runtime.version())
        + WITHOUT;
  }

  /**
   * Makes a virtual thread, not started. It inherits from the calling thread what virtual threads
   * inherit.
   *
   * @param scheduler gets each step of the thread, to be run in a platform thread
   * @throws IllegalStateException if the JVM cannot
   */
  Thread unstarted(Executor scheduler, @Nullable String name, Runnable task) {
    try {
      return (Thread) newVirtualThread.invokeExact(scheduler, name, 0, task);
    } catch (UnsupportedOperationException e) { // its virtual threads are platform threads
      throw new IllegalStateException(gone(), e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The platform thread on which the caller runs, or which it is. */
  Thread currentCarrier() {
    try {
      return (Thread) currentCarrierThread.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
