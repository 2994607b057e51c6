package io.github.goprims.examples.testing;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;

/** Workers that take jobs from a queue, and end in two steps. */
public final class Workers {

  /** What a worker does. */
  @FunctionalInterface
  public interface Job {

    /**
     * Does it.
     *
     * @param context ends when there is no more time
     * @throws ContextDoneException if it has given up therefore
     * @throws InterruptedException if the thread is interrupted
     */
    void run(Context context) throws InterruptedException;
  }

  private final Channel<Job> jobs;
  private final CancelableContext context = Context.background().withCancel();
  private final WaitGroup workers = new WaitGroup().named("workers");

  /**
   * Starts them.
   *
   * @param count how many
   * @param queue how many jobs may wait for one that is free
   */
  public Workers(int count, int queue) {
    jobs = Channel.make("jobs", queue);
    for (int i = 1; i <= count; i++) {
      workers.go("worker-" + i, () -> jobs.forEachReceived(this::run));
    }
  }

  private void run(Job job) throws InterruptedException {
    try {
      job.run(context);
    } catch (ContextDoneException e) {
      // Given up, as it was told to; the jobs that still wait will do the same.
    }
  }

  /**
   * Hands over a job; waits while the queue is full.
   *
   * @param job the job
   * @throws InterruptedException if the thread is interrupted
   */
  public void submit(Job job) throws InterruptedException {
    jobs.send(job);
  }

  /**
   * Takes no more jobs, lets those that there are be done, and when the time is up ends their
   * context. Returns when all workers have ended.
   *
   * @param grace the time that there is
   * @return whether it was enough
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean shutDown(Duration grace) throws InterruptedException {
    jobs.close();
    boolean enough = workers.await(grace);
    context.cancel();
    workers.await();
    return enough;
  }
}
