package io.github.goprims.examples.relay;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.ErrGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Makes jobs in several goroutines, and stores them in one: what has been made meanwhile goes into
 * one transaction. If the database is slow, the channel fills, and the makers wait.
 */
final class JobProducer {

  private static final int MAKERS = 4;
  private static final int LONGEST_PAUSE_MILLIS = 16;

  private final JobTable table;
  private final Supplier<Job> source;
  private final Told told;
  private final Channel<Job> made = Channel.make("made", 64);

  /** Hears of jobs that have been stored. */
  @FunctionalInterface
  interface Told {
    void stored(List<Job> jobs) throws Exception;
  }

  /**
   * A producer that has not begun.
   *
   * @param table where the jobs go
   * @param source makes a job; asked by several goroutines
   * @param told hears of jobs when they are stored: these will be done, or told to be late
   */
  JobProducer(JobTable table, Supplier<Job> source, Told told) {
    this.table = table;
    this.source = source;
    this.told = told;
  }

  /**
   * Makes jobs until {@code stop} ends. When it returns, what went into the channel has been
   * stored; a job that a maker had in its hands is dropped.
   */
  void run(Context stop) throws Exception {
    try (ErrGroup writing = ErrGroup.withContext(stop)) {
      writing.go(this::write);
      try (ErrGroup making = ErrGroup.withContext(writing.context())) {
        for (int i = 0; i < MAKERS; i++) {
          making.go(() -> make(making.context()));
        }
        making.await();
      } catch (ContextDoneException stopped) {
        // by stop; or the writer has failed, which await throws
      } finally {
        made.close();
      }
      writing.await();
    }
  }

  private void make(Context ctx) throws InterruptedException {
    while (true) {
      int pause = ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS);
      ctx.sleep(Duration.ofMillis(pause));
      ctx.send(made, source.get());
    }
  }

  private void write() throws Exception {
    for (var batch = Batch.receive(made); !batch.isEmpty(); batch = Batch.receive(made)) {
      table.store(batch);
      told.stored(batch);
    }
  }
}
