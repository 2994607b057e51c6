package io.github.goprims.examples.digesttree;

import io.github.goprims.examples.digesttree.CommandLine.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * {@link DigestTree} without goprims, to compare the two: the same stages, joined by {@link
 * QueuePipeline}, and the same way to stderr. It draws no progress line.
 */
public final class DigestTreeQueues {

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final byte[] POISON = {};

  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final BlockingQueue<byte[]> texts = new ArrayBlockingQueue<>(16);
  private final Tally tally = new Tally();

  private DigestTreeQueues() {}

  public static void main(String[] args) throws InterruptedException, UsageException {
    int status = new DigestTreeQueues().run(CommandLine.parse(args));
    if (status != 0) {
      System.exit(status);
    }
  }

  private int run(CommandLine commandLine) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown));
    Thread pipeline = QueuePipeline.start("pipeline", () -> runPipeline(commandLine));
    report();
    System.err.println("digest-tree: " + tally.summary());
    finished.countDown();
    pipeline.join();
    return tally.hasErrors() ? 1 : 0;
  }

  private void runPipeline(CommandLine commandLine) throws InterruptedException {
    Output output = new Output(new FileOutputStream(FileDescriptor.out), false);
    Printer printer = new Printer(output, this::error, tally, () -> stop.set(true));
    Walker walker = new Walker(commandLine.path(), commandLine.name(), stop::get);
    Supplier<Hasher> hashers = () -> new Hasher(tally, stop::get);
    QueuePipeline.run(walker, hashers, commandLine.workers(), printer);
    texts.put(POISON);
  }

  private void report() throws InterruptedException {
    for (byte[] text = texts.take(); text != POISON; text = texts.take()) {
      System.err.writeBytes(text);
    }
  }

  private void error(Name name, IOException failure) throws InterruptedException {
    texts.put(Reason.line(name, failure));
  }

  private void shutDown() {
    stop.set(true);
    try {
      finished.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // then without waiting
    }
  }
}
