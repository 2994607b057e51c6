package io.github.goprims.examples.digesttree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@link ChannelPipeline} with the queues of the JDK in place of channels: the yardstick.
 *
 * <p>The same threads, the same capacities, the same replies with room for one. A queue cannot be
 * closed, so the end travels in it: one poison pill for each thread that takes from it.
 */
final class QueuePipeline {

  private static final int AHEAD = 1024;
  private static final long IDLE_MILLIS = 100;
  private static final Job POISON = new Job(new Entry(Path.of(""), Name.typed("")));

  private record Job(Entry entry, BlockingQueue<Result> reply) {
    Job(Entry entry) {
      this(entry, new ArrayBlockingQueue<>(1));
    }
  }

  private QueuePipeline() {}

  static void run(Walker walker, Supplier<Hasher> hashers, int workers, Printer printer)
      throws InterruptedException {
    BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(2 * workers);
    BlockingQueue<Job> order = new ArrayBlockingQueue<>(AHEAD);

    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      threads.add(start("hasher", () -> hash(hashers.get(), jobs)));
    }
    threads.add(start("walker", () -> walk(walker, jobs, order, workers)));
    print(printer, order);

    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void walk(
      Walker walker, BlockingQueue<Job> jobs, BlockingQueue<Job> order, int hashers)
      throws InterruptedException {
    walker.walk(
        entry -> {
          Job job = new Job(entry);
          jobs.put(job);
          order.put(job);
        });
    for (int i = 0; i < hashers; i++) {
      jobs.put(POISON);
    }
    order.put(POISON);
  }

  private static void hash(Hasher hasher, BlockingQueue<Job> jobs) throws InterruptedException {
    for (Job job = jobs.take(); job != POISON; job = jobs.take()) {
      job.reply().put(hasher.hash(job.entry()));
    }
  }

  private static void print(Printer printer, BlockingQueue<Job> order) throws InterruptedException {
    for (Job job = next(order, printer); job != POISON; job = next(order, printer)) {
      printer.print(job.entry(), next(job.reply(), printer));
    }
    printer.flush();
  }

  private static <T> T next(BlockingQueue<T> queue, Printer printer) throws InterruptedException {
    T value = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    if (value == null) {
      printer.flush();
      value = queue.take();
    }
    return value;
  }

  /** What a thread does. */
  @FunctionalInterface
  interface Body {
    void run() throws InterruptedException;
  }

  static Thread start(String name, Body body) {
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                body.run();
              } catch (InterruptedException e) {
                // told to stop
              }
            });
  }
}
