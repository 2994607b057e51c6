package io.github.goprims.examples.diagnosing;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;

/**
 * Each request has a context with a deadline, below that of the service. The trouble: it is not
 * canceled when the request has been answered; so the service keeps it, and its timer, until the
 * deadline.
 */
final class LostContext {

  private static final Duration LIMIT = Duration.ofHours(1);

  /** Ends with the process. */
  private static final CancelableContext SERVICE = Context.background().withCancel();

  private LostContext() {}

  static void start(boolean cured) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (cured) {
        answerAndCancel();
      } else {
        answer();
      }
    }
    System.gc(); // which is what finds them; a service does not ask for it
  }

  private static void answer() throws InterruptedException {
    Context request = SERVICE.withTimeout(LIMIT);
    ask(request);
  }

  private static void answerAndCancel() throws InterruptedException {
    try (CancelableContext request = SERVICE.withTimeout(LIMIT)) {
      ask(request);
    }
  }

  private static void ask(Context request) throws InterruptedException {
    request.sleep(Duration.ZERO);
  }
}
