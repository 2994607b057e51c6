package io.github.goprims.faults;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads a library of its own, woven by {@link FaultWeaver}, and what plays with it. What breaks in
 * it breaks for nobody else.
 */
final class FaultLoader extends ClassLoader {

  private static final String OURS = "io.github.goprims.";
  private static final List<String> WOVEN =
      List.of(OURS + "gochan.", OURS + "gocontext.", OURS + "gosync.");
  private static final String TESTING = OURS + "gochan.testing.";

  /** By name; the same for all loaders. */
  private static final Map<String, byte[]> CLASSES = new ConcurrentHashMap<>();

  FaultLoader() {
    super(FaultLoader.class.getClassLoader());
  }

  /** The names of all scenarios. */
  static List<String> scenarios() {
    return new FaultLoader().call("names");
  }

  /** The result of a static method of {@link FaultRuns}, as this loader has it. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> T call(String method, String... arguments) {
    try {
      Class<?>[] types = new Class<?>[arguments.length];
      Arrays.fill(types, String.class);
      Method called =
          loadClass("io.github.goprims.faults.FaultRuns").getDeclaredMethod(method, types);
      called.setAccessible(true);
      return (T) called.invoke(null, (Object[]) arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method + List.of(arguments), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = CLASSES.get(name);
        if (bytes == null) {
          bytes = read(name);
          CLASSES.put(name, bytes);
        }
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  private byte[] read(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] original = in.readAllBytes();
      return isWoven(name) ? FaultWeaver.weave(original) : original;
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static boolean isWoven(String name) {
    return !name.startsWith(TESTING)
        && !FaultWeaver.isProbe(name)
        && WOVEN.stream().anyMatch(name::startsWith);
  }
}
