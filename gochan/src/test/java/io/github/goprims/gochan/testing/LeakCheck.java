package io.github.goprims.gochan.testing;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Fails a test if a thread that it started with {@link ThreadKind} has not ended, or has failed
 * unnoticed. What is left behind is interrupted, so that it does not stay for the tests that
 * follow.
 *
 * <p>The threads of a test are known by an inheritable thread-local of the thread that runs the
 * test method (one of its own, under a JUnit timeout), so tests may run side by side.
 */
public final class LeakCheck implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    check(invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    check(invocation);
  }

  private static void check(Invocation<@Nullable Void> test) throws Throwable {
    TestThreads threads = TestThreads.open(Await.PATIENCE);
    try (threads) {
      test.proceed();
    }
  }
}
