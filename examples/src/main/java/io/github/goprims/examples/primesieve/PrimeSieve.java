package io.github.goprims.examples.primesieve;

import static java.util.Objects.requireNonNull;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Defer;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.SendChannel;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Prints the first primes: {@code PrimeSieve [COUNT]}. */
public final class PrimeSieve {

  private static final int DEFAULT_COUNT = 100;

  /** Each prime is a goroutine, and each number goes through those of its smaller factors. */
  private static final int MAX_COUNT = 10_000;

  private static final int OK = 0;
  private static final int WRONG_USAGE = 2;

  private final List<Thread> goroutines = new ArrayList<>();

  /**
   * The program.
   *
   * @param args how many primes, if not 100
   * @throws InterruptedException never: nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    int status = run(System.out, System.err, args);
    if (status != OK) {
      System.exit(status);
    }
  }

  static int run(PrintStream out, PrintStream err, String... args) throws InterruptedException {
    int count = countOf(args);
    if (count < 0) {
      err.println(
          "prime-sieve: COUNT must be from 0 to " + MAX_COUNT + ": " + String.join(" ", args));
      err.println("usage: prime-sieve [COUNT]");
      return WRONG_USAGE;
    }
    new PrimeSieve().primes(count, out::println);
    return OK;
  }

  /** Negative for anything but one number in range. */
  private static int countOf(String... args) {
    if (args.length == 0) {
      return DEFAULT_COUNT;
    }
    try {
      int count = Integer.parseInt(args[0]);
      return args.length == 1 && count <= MAX_COUNT ? count : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Gives the first primes to {@code action}; ends when all goroutines have ended. */
  void primes(int count, IntConsumer action) throws InterruptedException {
    try (Defer defer = Defer.scope()) {
      defer.defer(this::stop);

      Channel<Integer> numbers = Channel.<Integer>make().named("numbers");
      goroutines.add(Go.go("count", () -> count(numbers)));
      ReceiveChannel<Integer> in = numbers;
      for (int i = 0; i < count; i++) {
        int prime = requireNonNull(in.receive());
        action.accept(prime);

        ReceiveChannel<Integer> candidates = in;
        Channel<Integer> out = Channel.<Integer>make().named("not divisible by " + prime);
        goroutines.add(Go.go("sieve " + prime, () -> sieve(prime, candidates, out)));
        in = out;
      }
    }
  }

  /** Sends 2, 3, 4 and so on until it is interrupted. */
  private static void count(SendChannel<Integer> out) throws InterruptedException {
    for (int i = 2; ; i++) {
      out.send(i);
    }
  }

  /** Passes on what {@code prime} does not divide, until it is interrupted. */
  private static void sieve(int prime, ReceiveChannel<Integer> in, SendChannel<Integer> out)
      throws InterruptedException {
    in.forEachReceived(
        number -> {
          if (number % prime != 0) {
            out.send(number);
          }
        });
  }

  /** An interrupt ends a send or a receive, and with it the goroutine. */
  private void stop() throws InterruptedException {
    goroutines.forEach(Thread::interrupt);
    for (Thread goroutine : goroutines) {
      goroutine.join();
    }
  }

  /** All that were ever started. */
  List<Thread> goroutines() {
    return goroutines;
  }
}
