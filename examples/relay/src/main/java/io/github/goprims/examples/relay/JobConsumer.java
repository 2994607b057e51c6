package io.github.goprims.examples.relay;

import io.github.goprims.examples.relay.Job.Ended;
import io.github.goprims.examples.relay.Job.Outcome;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Takes jobs from the table, and does them. One goroutine takes them, several do them, each job
 * under a context of its own, and one tells the table what came of them.
 *
 * <p>A job has one of a fixed number of places from before it is taken until the table has been
 * told of it. So no more jobs are taken than the channels have room for, and the others are left to
 * other consumers.
 *
 * <p>If the process is killed, the leases of the jobs that it had run out, and others take them. A
 * job that was done, but not told to be, is done again: so the work has to be such that doing it
 * twice is no harm, which {@link Job#id} helps to see. A job whose work fails comes again as well,
 * until its deadline passes.
 */
final class JobConsumer {

  private static final Logger LOG = System.getLogger(JobConsumer.class.getName());

  private static final int WORKERS = 8;
  private static final int PLACES = 64;
  private static final int BATCH = 32;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final JobTable source;
  private final JobTable results;
  private final Work work;
  private final WeightedSemaphore places = WeightedSemaphore.of(PLACES).named("places");
  private final Channel<Job> taken = Channel.make("taken", PLACES);
  private final Channel<Ended> ended = Channel.make("ended", PLACES);

  /** How a job is done. */
  @FunctionalInterface
  interface Work {
    /**
     * Does {@code job} under a context that ends at its deadline.
     *
     * @throws Exception if it was not done: after the deadline the job is late, before that it is
     *     to come again
     */
    void perform(Context ctx, Job job) throws Exception;
  }

  /**
   * A consumer that has not begun.
   *
   * @param source where the jobs come from
   * @param results the same table, over a connection of its own
   * @param work how jobs are done; asked by several goroutines
   */
  JobConsumer(JobTable source, JobTable results, Work work) {
    this.source = source;
    this.results = results;
    this.work = work;
  }

  /**
   * Does jobs until {@code stop} ends. Then those that have been begun are brought to their end,
   * and the others given back.
   */
  void run(Context stop) throws Exception {
    try (ErrGroup telling = ErrGroup.withContext(stop)) {
      telling.go(this::tell);
      try (ErrGroup doing = ErrGroup.withContext(telling.context())) {
        doing.go(() -> feed(doing.context()));
        for (int i = 0; i < WORKERS; i++) {
          doing.go(() -> doing.context().forEachReceived(taken, this::perform));
        }
        doing.await();
      } catch (ContextDoneException stopped) {
        source.giveBack(taken.tryReceiveMany(PLACES));
      } finally {
        ended.close();
      }
      telling.await();
    }
  }

  private void feed(Context ctx) throws SQLException, InterruptedException {
    while (true) {
      int reserved = reserve(ctx);
      List<Job> jobs = source.take(reserved);
      places.release(reserved - jobs.size());
      for (Job job : jobs) {
        taken.send(job);
      }
      if (jobs.isEmpty()) {
        ctx.sleep(PAUSE);
      }
    }
  }

  /** Waits for a place, and takes as many as are free and go into a batch. */
  private int reserve(Context ctx) throws InterruptedException {
    places.acquire(ctx, 1);
    int reserved = 1;
    while (reserved < BATCH && places.tryAcquire(1)) {
      reserved++;
    }
    return reserved;
  }

  private void perform(Job job) throws InterruptedException {
    try (CancelableContext ctx = job.context()) {
      try {
        ctx.throwIfDone();
        work.perform(ctx, job);
        ended.send(new Ended(job.id(), Outcome.DONE));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception failed) {
        undone(ctx, job, failed);
      }
    }
  }

  /** The context decides: an exception may tell of another deadline, such as one of the work. */
  private void undone(Context ctx, Job job, Exception failed) throws InterruptedException {
    if (ctx.err() != null) {
      ended.send(new Ended(job.id(), Outcome.LATE));
    } else {
      LOG.log(Level.WARNING, job + " has failed", failed);
      places.release(1);
    }
  }

  private void tell() throws SQLException, InterruptedException {
    for (var batch = Batch.receive(ended); !batch.isEmpty(); batch = Batch.receive(ended)) {
      results.finish(batch);
      places.release(batch.size());
    }
  }
}
