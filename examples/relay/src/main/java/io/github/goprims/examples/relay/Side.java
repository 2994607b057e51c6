package io.github.goprims.examples.relay;

import io.github.goprims.examples.relay.Journal.Entry;
import io.github.goprims.examples.travel.TraceParent;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One side of the trial, as a program: {@code Side producer|consumer URL JOURNAL}. It works until
 * its standard input is closed; so it does not outlive the process that has started it.
 */
final class Side {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final int LONGEST_WORK_MILLIS = 10;

  private final String url;
  private final Journal journal;

  private Side(String url, Journal journal) {
    this.url = url;
    this.journal = journal;
  }

  public static void main(String[] args) throws Exception {
    try (Journal journal = new Journal(Path.of(args[2]))) {
      Side side = new Side(args[1], journal);
      if (args[0].equals("producer")) {
        side.produce(untilInputCloses());
      } else {
        side.consume(untilInputCloses());
      }
    }
  }

  private static Context untilInputCloses() {
    CancelableContext stop = Context.background().withCancel();
    Thread.ofPlatform()
        .daemon()
        .name("standard input")
        .start(
            () -> {
              try {
                while (System.in.read() != -1) {}
              } catch (IOException e) {
                // no input either
              }
              stop.cancel();
            });
    return stop;
  }

  private void produce(Context stop) throws Exception {
    try (JobTable table = JobTable.open(url, LEASE)) {
      new JobProducer(
              table,
              () -> Patience.job(ThreadLocalRandom.current().nextInt(10)),
              jobs -> journal.append(jobs.stream().map(Side::asked).toList()))
          .run(stop);
    }
  }

  private static Entry asked(Job job) {
    return new Entry(job.id(), job.trace().traceId());
  }

  private void consume(Context stop) throws Exception {
    try (JobTable source = JobTable.open(url, LEASE);
        JobTable results = JobTable.open(url, LEASE)) {
      new JobConsumer(source, results, this::perform).run(stop);
    }
  }

  private void perform(Context ctx, Job job) throws IOException, InterruptedException {
    int pause = ThreadLocalRandom.current().nextInt(LONGEST_WORK_MILLIS);
    ctx.sleep(Duration.ofMillis(pause));
    TraceParent span = Objects.requireNonNull(ctx.value(TraceParent.KEY), "trace");
    journal.append(List.of(new Entry(job.id(), span.traceId())));
  }
}
