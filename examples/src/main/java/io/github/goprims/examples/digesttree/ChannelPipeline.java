package io.github.goprims.examples.digesttree;

import static java.util.Objects.requireNonNull;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Defer;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SendChannel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of goroutines: one walks, some hash, and the caller prints.
 *
 * <p>Hashers finish in any order, lines have to come in one. So each file becomes a job that
 * carries a channel of its own for the reply, and the walker sends it twice: on {@code jobs}, where
 * whichever hasher is free receives it, and on {@code order}, where the printer receives all of
 * them and then, one job after the other, the reply.
 *
 * <p>Both channels are bounded, and so is memory: a walker that gets ahead blocks in its send. The
 * pipeline ends from the front: the walker closes its channels, the hashers and the printer receive
 * what is left in them, and are done.
 *
 * <p>Or it ends everywhere at once, with the context: each wait is a wait for that too.
 */
final class ChannelPipeline {

  /** How many files may be on their way: behind a large one, this many others are hashed. */
  private static final int AHEAD = 1024;

  /** After this long without anything to print, the lines that were buffered are shown. */
  private static final Duration IDLE = Duration.ofMillis(100);

  /** A file to hash, and where its result goes. With room for it: hashers never wait to reply. */
  private record Job(Entry entry, Channel<Result> reply) {
    Job(Entry entry) {
      this(entry, Channel.make(1));
    }
  }

  private ChannelPipeline() {}

  /**
   * Lets all that the walker finds go through the hashers to the printer. Ends when all is printed,
   * or the context has ended, and with it all goroutines.
   */
  static void run(
      Context context, Walker walker, Supplier<Hasher> hashers, int workers, Printer printer)
      throws InterruptedException {
    Channel<Job> jobs = Channel.<Job>make(2 * workers).named("jobs");
    Channel<Job> order = Channel.<Job>make(AHEAD).named("order");

    List<Thread> goroutines = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      goroutines.add(go("hasher", () -> hash(context, hashers.get(), jobs)));
    }
    goroutines.add(go("walker", () -> walk(context, walker, jobs, order)));
    try {
      print(context, printer, order);
    } catch (ContextDoneException e) {
      // The others have heard it too.
    }

    for (Thread goroutine : goroutines) {
      goroutine.join();
    }
  }

  /** Starts a stage, which may end with the context as well as with an interrupt. */
  private static Thread go(String name, Task stage) {
    return Go.go(
        name,
        () -> {
          try {
            stage.run();
          } catch (ContextDoneException e) {
            // told to stop
          }
        });
  }

  private static void walk(
      Context context, Walker walker, SendChannel<Job> jobs, SendChannel<Job> order)
      throws InterruptedException {
    try (Defer defer = Defer.scope()) {
      defer.defer(order::close);
      defer.defer(jobs::close);
      walker.walk(
          entry -> {
            Job job = new Job(entry);
            context.send(jobs, job);
            context.send(order, job);
          });
    }
  }

  private static void hash(Context context, Hasher hasher, ReceiveChannel<Job> jobs)
      throws InterruptedException {
    for (Job job = context.receive(jobs); job != null; job = context.receive(jobs)) {
      job.reply().send(hasher.hash(job.entry()));
    }
  }

  private static void print(Context context, Printer printer, ReceiveChannel<Job> order)
      throws InterruptedException {
    try {
      for (Job job = next(context, order, printer);
          job != null;
          job = next(context, order, printer)) {
        Result result = next(context, job.reply(), printer);
        printer.print(job.entry(), requireNonNull(result));
      }
    } finally {
      printer.flush();
    }
  }

  /** Receives, and flushes what has been printed if that takes a while. */
  private static <T> @Nullable T next(Context context, ReceiveChannel<T> channel, Printer printer)
      throws InterruptedException {
    context.throwIfDone();
    T value = channel.tryReceive();
    if (value != null || channel.isDrained()) {
      return value;
    }
    Select select = Select.create();
    ReceiveCase<T> received = select.onReceive(channel);
    select.onReceive(context.done());
    if (select.await(IDLE) == received) {
      return received.value();
    }
    printer.flush();
    return context.receive(channel);
  }
}
