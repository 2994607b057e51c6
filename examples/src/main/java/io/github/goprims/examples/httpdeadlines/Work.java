package io.github.goprims.examples.httpdeadlines;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The work behind one request: a goroutine for each backend, and a context that they all share. Who
 * starts it has to end it, so that none of the goroutines outlives the request.
 */
final class Work {

  private final CancelableContext context;
  private final Channel<String> answers = Channel.<String>make().named("answers");
  private final List<Thread> goroutines = new ArrayList<>();

  Work(Context parent, Duration limit, List<Backend> backends) {
    context = parent.withTimeout(limit);
    for (Backend backend : backends) {
      goroutines.add(Go.go("backend", () -> ask(backend)));
    }
  }

  private void ask(Backend backend) throws InterruptedException {
    try {
      context.send(answers, backend.answer(context));
    } catch (ContextDoneException e) {
      // Nobody wants to know any more.
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      context.cancel(e); // the others need not go on
    }
  }

  Context context() {
    return context;
  }

  /** The answers in the order in which they come: one from each backend. */
  ReceiveChannel<String> answers() {
    return answers.receiveOnly();
  }

  int size() {
    return goroutines.size();
  }

  /** How many goroutines have not ended. */
  long alive() {
    return goroutines.stream().filter(Thread::isAlive).count();
  }

  /** Ends the context, if it has not, and waits for the goroutines. */
  void end() throws InterruptedException {
    context.cancel();
    for (Thread goroutine : goroutines) {
      goroutine.join();
    }
  }
}
