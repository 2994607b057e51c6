package io.github.goprims.gotest;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Treats alike all methods that JUnit calls for one test. */
interface EachInterceptor extends InvocationInterceptor {

  /** Calls {@code invocation}, which belongs to the test of {@code context}. */
  <T extends @Nullable Object> T around(Invocation<T> invocation, ExtensionContext context)
      throws Throwable;

  /** As {@link #around}, for the method of a test itself. */
  default <T extends @Nullable Object> T aroundTest(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return around(invocation, context);
  }

  @Override
  default void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    around(invocation, context);
  }

  @Override
  default void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    aroundTest(invocation, method, context);
  }

  @Override
  default void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    aroundTest(invocation, method, context);
  }

  @Override
  default <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return around(invocation, context);
  }

  @Override
  default void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    around(invocation, context);
  }

  @Override
  default void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    around(invocation, context);
  }
}
