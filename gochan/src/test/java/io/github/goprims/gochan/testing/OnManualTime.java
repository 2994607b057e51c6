package io.github.goprims.gochan.testing;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test on a {@link ManualTime} of its own, {@link ManualTime#installed()}.
 *
 * <p>It is put in place by the thread that runs the test method, which under a JUnit timeout is not
 * the one that makes the instance and runs the methods before and after.
 */
public final class OnManualTime implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation);
  }

  private static void run(Invocation<@Nullable Void> test) throws Throwable {
    ManualTime time = ManualTime.install();
    try (time) {
      test.proceed();
    }
  }
}
