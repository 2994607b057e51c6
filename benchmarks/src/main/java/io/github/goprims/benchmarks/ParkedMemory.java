package io.github.goprims.benchmarks;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a parked virtual thread takes of the heap, stack included: 100,000 threads wait for one and
 * the same thing, and the heap after a collection is divided by their number.
 *
 * <p>Most of it is the frames between the thread's task and the park, whose size depends on how far
 * the JIT compiler has come: so each kind of wait is measured with the interpreter alone, with
 * everything compiled, and in a new JVM, where it is somewhere in between, and differs each time.
 * Each figure is from a JVM of its own; of the last the median of five.
 */
public final class ParkedMemory {

  private static final int THREADS = 100_000;
  private static final int WARM_UP_ROUNDS = 30;
  private static final int WARM_UP_THREADS = 5_000;
  private static final Duration LONG = Duration.ofHours(1);

  private ParkedMemory() {}

  /** What the threads wait for. */
  private enum Kind {
    PARK("bare park") {
      @Override
      Waits waits() {
        return own(LockSupport::park);
      }
    },
    PARK_NANOS("bare parkNanos") {
      @Override
      Waits waits() {
        return own(() -> LockSupport.parkNanos(LONG.toNanos()));
      }
    },
    RECEIVE("receive, unbuffered") {
      @Override
      Waits waits() {
        Channel<Integer> channel = Channel.make();
        return () -> Go.go(channel::receive);
      }
    },
    RECEIVE_BUFFERED("receive, capacity 1") {
      @Override
      Waits waits() {
        Channel<Integer> channel = Channel.make(1);
        return () -> Go.go(channel::receive);
      }
    },
    RECEIVE_TIMED("receive with a timeout") {
      @Override
      Waits waits() {
        Channel<Integer> channel = Channel.make();
        return () -> Go.go(() -> channel.receive(LONG));
      }
    },
    SELECT("select of two") {
      @Override
      Waits waits() {
        Channel<Integer> one = Channel.make();
        Channel<Integer> two = Channel.make();
        return () ->
            Go.go(
                () -> {
                  Select select = Select.create();
                  select.onReceive(one);
                  select.onReceive(two);
                  select.await();
                });
      }
    },
    SLEEP("Go.sleep") {
      @Override
      Waits waits() {
        return () -> Go.go(() -> Go.sleep(LONG));
      }
    },
    JOX("Jox receive, unbuffered") {
      @Override
      Waits waits() {
        var channel = com.softwaremill.jox.Channel.<Integer>newRendezvousChannel();
        return own(channel::receive);
      }
    },
    ABQ("ArrayBlockingQueue.take") {
      @Override
      Waits waits() {
        var queue = new ArrayBlockingQueue<Integer>(1);
        return own(queue::take);
      }
    },
    ABQ_TIMED("ArrayBlockingQueue.poll, timed") {
      @Override
      Waits waits() {
        var queue = new ArrayBlockingQueue<Integer>(1);
        return own(() -> queue.poll(1, TimeUnit.HOURS));
      }
    },
    SYNCQ("SynchronousQueue.take") {
      @Override
      Waits waits() {
        var queue = new SynchronousQueue<Integer>();
        return own(queue::take);
      }
    },
    SYNCQ_TIMED("SynchronousQueue.poll, timed") {
      @Override
      Waits waits() {
        var queue = new SynchronousQueue<Integer>();
        return own(() -> queue.poll(1, TimeUnit.HOURS));
      }
    };

    final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The object to wait for, and the way to start a thread that does. */
    abstract Waits waits();

    /** With a thread of the JDK. */
    private static Waits own(Task task) {
      return () ->
          Thread.startVirtualThread(
              () -> {
                try {
                  task.run();
                } catch (Exception e) {
                  // Interrupted: it is over.
                }
              });
    }
  }

  private interface Waits {
    Thread start();
  }

  private interface Task {
    void run() throws Exception;
  }

  /** Without arguments: the table. With a kind and a mode: one figure. */
  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      System.out.println(measure(Kind.valueOf(args[0]), args[1].equals("compiled")));
      System.exit(0); // the threads are of no use any more
    }
    System.out.println("| bytes for each parked thread | interpreted | compiled | new JVM |");
    System.out.println("|---|---|---|---|");
    for (Kind kind : Kind.values()) {
      long[] fresh = new long[5];
      Arrays.setAll(fresh, i -> inOwnJvm(kind, "fresh"));
      Arrays.sort(fresh);
      System.out.printf(
          "| %s | %,d | %,d | %,d (%,d–%,d) |%n",
          kind.text,
          inOwnJvm(kind, "interpreted", "-Xint"),
          inOwnJvm(kind, "compiled"),
          fresh[2],
          fresh[0],
          fresh[4]);
    }
  }

  private static long inOwnJvm(Kind kind, String mode, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms700m", "-Xmx700m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ParkedMemory.class.getName(), kind.name(), mode));
    try {
      Process jvm =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String out = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Long.parseLong(out.trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long measure(Kind kind, boolean warm) throws InterruptedException {
    if (warm) {
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        end(start(kind, new Thread[WARM_UP_THREADS]));
      }
    }
    end(start(kind, new Thread[1])); // loads classes
    Thread[] threads = new Thread[THREADS];
    long before = used();
    start(kind, threads);
    return (used() - before) / THREADS;
  }

  private static Thread[] start(Kind kind, Thread[] threads) throws InterruptedException {
    Waits waits = kind.waits();
    Arrays.setAll(threads, i -> waits.start());
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
    }
    return threads;
  }

  private static void end(Thread[] threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
