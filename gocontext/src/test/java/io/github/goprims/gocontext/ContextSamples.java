package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
    assertThat(work(context, jobs)).isEqualTo(1);
  }

  private static int work(CancelableContext context, ReceiveChannel<String> jobs)
      throws InterruptedException {
    int worked = 0;
    // @start region="select"
    Select select = Select.create();
    ReceiveCase<Void> done = select.onReceive(context.done());
    ReceiveCase<String> job = select.onReceive(jobs);
    while (select.await() != done) {
      worked += job.value() == null ? 0 : 1;
      context.cancel(); // @replace regex=".*" replacement="      // work on job.value()"
    }
    // @end
    return worked;
  }

  // @start region="value"
  static final Key<String> TRACE_ID = Key.named("trace-id");

  static Context traced(Context request, String id) {
    return request.withValue(TRACE_ID, id);
  }

  static String traceOf(Context context) {
    return context.value(TRACE_ID);
  }

  // @end

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
