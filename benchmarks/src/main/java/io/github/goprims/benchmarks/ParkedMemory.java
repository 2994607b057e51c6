package io.github.goprims.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  private ParkedMemory() {}

  /** Without arguments: the table. With a kind and a mode: one figure. */
  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      System.out.println(measure(ParkedKind.valueOf(args[0]), args[1].equals("compiled")));
      System.exit(0); // the threads are of no use any more
    }
    System.out.println("| bytes for each parked thread | interpreted | compiled | new JVM |");
    System.out.println("|---|---|---|---|");
    for (ParkedKind kind : ParkedKind.values()) {
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

  private static long inOwnJvm(ParkedKind kind, String mode, String... options) {
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

  private static long measure(ParkedKind kind, boolean warm) throws InterruptedException {
    if (warm) {
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        Parked.end(start(kind, new Thread[WARM_UP_THREADS]));
      }
    }
    Parked.end(start(kind, new Thread[1])); // loads classes
    Thread[] threads = new Thread[THREADS];
    long before = Memory.heap();
    start(kind, threads);
    return (Memory.heap() - before) / threads.length;
  }

  private static Thread[] start(ParkedKind kind, Thread[] threads) throws InterruptedException {
    return Parked.startBy(threads, kind.starter());
  }
}
