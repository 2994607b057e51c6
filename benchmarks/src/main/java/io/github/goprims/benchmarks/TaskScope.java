package io.github.goprims.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The {@code StructuredTaskScope} of JDK 25, whose default is that of an ErrGroup: the first
 * failure ends it. By its names, since it is a preview there and another class in JDK 21, for which
 * this is compiled. Handles in constants cost nothing once compiled.
 */
final class TaskScope implements AutoCloseable {

  private static final MethodHandle OPEN;
  private static final MethodHandle FORK;
  private static final MethodHandle JOIN;
  private static final MethodHandle CLOSE;

  static {
    try {
      Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
      Class<?> subtask = Class.forName(type.getName() + "$Subtask");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      OPEN = lookup.findStatic(type, "open", MethodType.methodType(type)).asType(of(Object.class));
      FORK =
          lookup
              .findVirtual(type, "fork", MethodType.methodType(subtask, Runnable.class))
              .asType(of(Object.class, Object.class, Runnable.class));
      JOIN =
          lookup
              .findVirtual(type, "join", MethodType.methodType(Object.class))
              .asType(of(Object.class, Object.class));
      CLOSE =
          lookup
              .findVirtual(type, "close", MethodType.methodType(void.class))
              .asType(of(void.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this peer needs JDK 25", e);
    }
  }

  private final Object scope;

  TaskScope() throws Exception {
    try {
      scope = (Object) OPEN.invokeExact();
    } catch (Throwable failure) {
      throw failed(failure);
    }
  }

  private static MethodType of(Class<?> result, Class<?>... parameters) {
    return MethodType.methodType(result, parameters);
  }

  void fork(Runnable task) throws Exception {
    try {
      Object unused = (Object) FORK.invokeExact(scope, task);
    } catch (Throwable failure) {
      throw failed(failure);
    }
  }

  void join() throws Exception {
    try {
      Object unused = (Object) JOIN.invokeExact(scope);
    } catch (Throwable failure) {
      throw failed(failure);
    }
  }

  @Override
  public void close() {
    try {
      CLOSE.invokeExact(scope);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Exception failed(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }
}
