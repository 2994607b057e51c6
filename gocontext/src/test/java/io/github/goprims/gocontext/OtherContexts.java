package io.github.goprims.gocontext;

import io.github.goprims.gochan.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Contexts that have nothing to do with those that a test has harmed. */
final class OtherContexts {

  private static final Context ROOT = Context.background();
  private static final Duration SHORT = Duration.ofMillis(10);

  private OtherContexts() {}

  /** Deadlines, with what is below them, interrupts and functions arrive as ever. */
  static void requireUnharmed() throws InterruptedException {
    Context child = ROOT.withTimeout(SHORT).withCancel();
    AtomicInteger runs = new AtomicInteger();
    child.afterFunc(runs::incrementAndGet);
    CountDownLatch never = new CountDownLatch(1);
    try (CancelableContext context = ROOT.withTimeout(SHORT)) {
      context.call(
          () -> {
            never.await();
            return 1;
          });
      throw new AssertionError("not interrupted");
    } catch (DeadlineExceededException e) {
      if (Thread.interrupted()) {
        throw new AssertionError("an interrupt is left behind", e);
      }
    }
    Await.until("another deadline", () -> child.err() != null);
    Await.until("the function of another", () -> runs.get() == 1);
  }
}
