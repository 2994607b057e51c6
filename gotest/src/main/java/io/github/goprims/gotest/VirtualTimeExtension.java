package io.github.goprims.gotest;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.Key;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Does what {@link VirtualTime} says. */
final class VirtualTimeExtension
    implements EachInterceptor, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  /*
   * A session begins with the constructor of the instance, or of the instance around it, and is found
   * again by that: before JUnit 5.12 there is nothing else that the constructor and the test have in
   * common. Without one from the constructor, it begins before the first BeforeEach method.
   */

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(VirtualTimeExtension.class);

  /** An argument that each schedule replaces by a context of its own. */
  private static final Context PLACE_OF_CONTEXT =
      Context.todo().withValue(Key.<String>named("place"), "");

  /** A session in a store, which ends it at the latest, and what it was opened for. */
  @SuppressWarnings("deprecation") // before JUnit 5.13, stores close nothing else
  private record Kept(Session session, VirtualTime way)
      implements Store.CloseableResource, AutoCloseable {
    @Override
    public void close() {
      try {
        session.end();
      } catch (Throwable told) {
        // Some step before the test has failed, and that is known.
      }
    }
  }

  /** Stands for this very instance of a test class. */
  private static final class KeyOf {
    private final Object instance;

    KeyOf(Object instance) {
      this.instance = instance;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof KeyOf that && that.instance == instance;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(instance);
    }
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    Optional<VirtualTime> wanted = Annotated.find(context, VirtualTime.class);
    if (wanted.isEmpty() || wanted.get().schedules() != 0 || isForManyTests(context)) {
      return invocation.proceed();
    }
    initialize(constructor.getExecutable().getDeclaringClass());
    Store store = context.getStore(NAMESPACE);
    Kept around = find(constructor.getArguments(), store);
    Kept kept = around != null ? around : open(wanted.get());
    try {
      T instance = kept.session.call(invocation::proceed);
      store.put(new KeyOf(instance), kept);
      return instance;
    } catch (Throwable failure) {
      kept.close();
      throw failure;
    }
  }

  /** Here, so that what its static fields hold does not belong to the bubble of the first test. */
  private static void initialize(Class<?> type) throws ClassNotFoundException {
    Class.forName(type.getName(), true, type.getClassLoader());
  }

  private static Kept open(VirtualTime wanted) {
    return new Kept(Session.open(options(wanted)), wanted);
  }

  private static boolean isForManyTests(ExtensionContext context) {
    return context.getTestMethod().isEmpty()
        && context.getTestInstanceLifecycle().orElse(Lifecycle.PER_METHOD) == Lifecycle.PER_CLASS;
  }

  /** The session in which one of these was made, if it has not ended. */
  private static @Nullable Kept find(List<Object> instances, Store store) {
    for (Object instance : instances) {
      Kept kept = instance == null ? null : store.get(new KeyOf(instance), Kept.class);
      if (kept != null && !kept.session.hasEnded()) {
        return kept;
      }
    }
    return null;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    VirtualTime wanted = wanted(context);
    List<Object> instances = context.getRequiredTestInstances().getAllInstances();
    Store store = context.getStore(NAMESPACE);
    Kept made = find(instances, store);
    if (made != null && !made.way.equals(wanted)) {
      made.close();
      throw new ExtensionConfigurationException(
          wanted
              + " differs from what is around it, which needs JUnit 5.12 or newer: the constructor"
              + " has run in the bubble of "
              + made.way);
    }
    if (wanted.schedules() != 0) {
      refuseFixtures(wanted, instances);
      return;
    }
    Kept kept = made != null ? made : open(wanted);
    store.put(Kept.class, kept);
    store.put(Session.class, kept.session);
  }

  private static void refuseFixtures(VirtualTime wanted, List<Object> instances) {
    for (Object instance : instances) {
      Stream.of(BeforeEach.class, AfterEach.class)
          .flatMap(
              type ->
                  AnnotationSupport.findAnnotatedMethods(
                      instance.getClass(), type, HierarchyTraversalMode.TOP_DOWN)
                      .stream())
          .findFirst()
          .ifPresent(
              method -> {
                throw new ExtensionConfigurationException(
                    "@VirtualTime(schedules = "
                        + wanted.schedules()
                        + ") repeats the method of a test, and nothing else: "
                        + method.getDeclaringClass().getSimpleName()
                        + "."
                        + method.getName()
                        + "() would run once, outside of the bubbles; call it in the test instead");
              });
    }
  }

  @Override
  public <T extends @Nullable Object> T around(Invocation<T> invocation, ExtensionContext context)
      throws Throwable {
    Session session = session(context);
    return session == null || session.hasEnded()
        ? invocation.proceed()
        : session.call(invocation::proceed);
  }

  @Override
  public <T extends @Nullable Object> T aroundTest(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Session session = session(context);
    if (session == null) {
      invocation.skip();
      repeat(method, wanted(context));
      return noResult();
    }
    return session.call(
        () -> {
          try {
            return invocation.proceed();
          } finally {
            session.cancelContext();
          }
        });
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // a test method has none
  private static <T extends @Nullable Object> T noResult() {
    return null;
  }

  private static void repeat(ReflectiveInvocationContext<Method> method, VirtualTime wanted)
      throws Exception {
    Bubble.run(
        options(wanted),
        () -> {
          try (CancelableContext context = Context.background().withCancel()) {
            Object[] arguments =
                method.getArguments().stream()
                    .map(argument -> argument == PLACE_OF_CONTEXT ? context : argument)
                    .toArray();
            ReflectionSupport.invokeMethod(
                method.getExecutable(), method.getTarget().orElse(null), arguments);
          }
        });
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Executable executable = parameter.getDeclaringExecutable();
    return parameter.getParameter().getType() == Context.class
        && (executable.isAnnotationPresent(BeforeEach.class)
            || executable.isAnnotationPresent(AfterEach.class)
            || context.getTestMethod().filter(executable::equals).isPresent());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Session session = session(context);
    if (session == null) {
      return PLACE_OF_CONTEXT;
    }
    try {
      return session.context();
    } catch (Throwable failure) {
      throw new ParameterResolutionException("there is no bubble any more", failure);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Failures.raise(endOf(context));
  }

  /** Ends the bubble of a test, if it has one; how it has failed, if nobody was told. */
  static @Nullable Throwable endOf(ExtensionContext context) {
    Session session = session(context);
    if (session != null) {
      try {
        session.end();
      } catch (Throwable failure) {
        return failure;
      }
    }
    return null;
  }

  private static @Nullable Session session(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Session.class, Session.class);
  }

  private static VirtualTime wanted(ExtensionContext context) {
    return Annotated.find(context, VirtualTime.class).orElseThrow();
  }

  private static BubbleOptions options(VirtualTime wanted) {
    BubbleOptions options =
        BubbleOptions.defaults()
            .schedules(wanted.schedules())
            .patience(Duration.ofMillis(wanted.patienceMillis()));
    return wanted.seed() == 0 ? options : options.seed(wanted.seed());
  }
}
