package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The samples of the Javadoc, which quotes the regions. */
class ContextSamples {

  @Test
  void timeout() throws Exception {
    Context parent = Context.background();
    Channel<String> replies = Channel.make(1);
    replies.send("a reply");
    String reply;
    // @start region="timeout"
    try (CancelableContext context = parent.withTimeout(Duration.ofSeconds(1))) {
      reply = context.receive(replies);
    }
    // @end
    assertThat(reply).isEqualTo("a reply");
  }

  @Test
  void select() throws Exception {
    CancelableContext context = Context.background().withCancel();
    Channel<String> jobs = Channel.make(1);
    jobs.send("a job");
    jobs.close();
    List<String> done = new ArrayList<>();
    handleAll(context, jobs, done::add);
    assertThat(done).containsExactly("a job");
    Channel<String> open = Channel.make(1);
    open.send("the last one");
    handleAll(context, open, job -> context.cancel());
    assertThat(context.err()).isNotNull();
  }

  private static void handleAll(
      Context context, ReceiveChannel<String> jobs, Consumer<String> handler)
      throws InterruptedException {
    // @start region="select"
    Select select = Select.create();
    ReceiveCase<Void> done = select.onReceive(context.done());
    ReceiveCase<String> job = select.onReceive(jobs);
    while (select.await() != done) {
      String next = job.value();
      if (next == null) {
        break; // closed and drained: this case would be ready in every round
      }
      handler.accept(next);
    }
    // @end
  }

  @Test
  void range() throws Exception {
    CancelableContext context = Context.background().withCancel();
    Channel<String> jobs = Channel.make(2);
    jobs.send("good");
    jobs.send("bad");
    assertThatThrownBy(
            () -> {
              work(
                  context,
                  jobs,
                  job -> {
                    if (job.equals("bad")) {
                      throw new IllegalArgumentException(job);
                    }
                  });
              context.throwIfDone();
            })
        .isInstanceOf(CanceledException.class)
        .hasRootCauseMessage("bad");
  }

  private static void work(
      CancelableContext context, ReceiveChannel<String> jobs, Consumer<String> handler) {
    // @start region="range"
    try {
      context.forEachReceived(jobs, handler::accept);
    } catch (Exception e) {
      context.cancel(e); // whoever works with this context ends, and learns why
    }
    // @end
  }

  // @start region="value"
  static final Key<String> TRACE_ID = Key.named("trace-id");

  static Context traced(Context request, String id) {
    return request.withValue(TRACE_ID, id);
  }

  static String traceOf(Context context) {
    return context.value(TRACE_ID);
  } // @end

  @Test
  void value() {
    assertThat(traceOf(traced(Context.background(), "a1").withCancel())).isEqualTo("a1");
  }

  @Test
  void call() {
    CancelableContext context = Context.background().withTimeout(Duration.ofMillis(1));
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    assertThatThrownBy(
            () -> {
              // @start region="call"
              String first = context.call(queue::take); // DeadlineExceededException in time
              // @end
              assertThat(first).isNull();
            })
        .isInstanceOf(DeadlineExceededException.class);
  }
}
