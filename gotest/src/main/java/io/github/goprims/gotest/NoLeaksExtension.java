package io.github.goprims.gotest;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gotest.internal.Watch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Does what {@link NoLeaks} says. */
final class NoLeaksExtension implements EachInterceptor, BeforeEachCallback, AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NoLeaksExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    LibraryAccess.require();
    context.getStore(NAMESPACE).put(Watch.class, new Watch());
  }

  /** JUnit may call a method in a thread of its own, so that it can give it up. */
  @Override
  public <T extends @Nullable Object> T around(Invocation<T> invocation, ExtensionContext context)
      throws Throwable {
    Watch watch = context.getStore(NAMESPACE).get(Watch.class, Watch.class);
    if (watch == null) {
      return invocation.proceed();
    }
    Watch before = Watch.current();
    Watch.set(watch);
    try {
      return invocation.proceed();
    } finally {
      Watch.set(before);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Watch watch = context.getStore(NAMESPACE).remove(Watch.class, Watch.class);
    if (watch == null) {
      return;
    }
    Throwable failure = VirtualTimeExtension.endOf(context);
    try {
      LeakCheck.verify(watch, TimeSource.saturatedNanos(grace(context)));
    } catch (AssertionError leak) {
      if (failure == null) {
        throw leak;
      }
      failure.addSuppressed(leak);
    } finally {
      watch.end();
    }
    Failures.raise(failure);
  }

  private static Duration grace(ExtensionContext context) {
    return Annotated.find(context, NoLeaks.class)
        .map(found -> Duration.ofMillis(found.graceMillis()))
        .orElseThrow();
  }
}
