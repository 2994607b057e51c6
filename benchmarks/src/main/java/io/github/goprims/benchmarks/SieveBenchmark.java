package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The prime sieve: each prime found adds a thread that drops its multiples.
 *
 * <p>The numbers end with the last prime wanted; a zero after them travels down the sieve and ends
 * each thread. So a run leaves nothing behind, and its work is the same for every peer and for Go.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g"})
public class SieveBenchmark {
  public static final int PRIMES = 500;

  private static final int END = 0;

  @Param({"goprims", "jox"})
  public String peer;

  @Param({"0", "16"})
  public int capacity;

  @Param("" + PRIMES)
  public int primes;

  private int lastPrime;
  private long sumOfPrimes;

  /** By division, what the sieve must find. */
  @Setup(Level.Trial)
  public void divide() {
    int[] found =
        IntStream.iterate(2, i -> i + 1).filter(SieveBenchmark::isPrime).limit(primes).toArray();
    lastPrime = found[primes - 1];
    sumOfPrimes = IntStream.of(found).sum();
  }

  private static boolean isPrime(int number) {
    return IntStream.range(2, number)
        .takeWhile(i -> i * i <= number)
        .noneMatch(i -> number % i == 0);
  }

  @Benchmark
  public void sieve() throws InterruptedException {
    if (peer.equals(Peers.KOTLIN)) {
      Transfers.check("sum of primes", Coroutines.sieve(primes, lastPrime, capacity), sumOfPrimes);
      return;
    }
    Crew.run(crew -> Transfers.check("sum of primes", sumOfPrimes(crew), sumOfPrimes));
  }

  private long sumOfPrimes(Crew crew) throws InterruptedException {
    Pipe numbers = Peers.open(peer, capacity);
    Pipe source = numbers;
    crew.start(() -> generate(source));
    long sum = 0;
    for (int i = 0; i < primes; i++) {
      int prime = numbers.receive();
      sum += prime;
      Pipe in = numbers;
      Pipe out = Peers.open(peer, capacity);
      crew.start(() -> filter(in, out, prime));
      numbers = out;
    }
    Transfers.check("end", numbers.receive(), END);
    return sum;
  }

  private void generate(Pipe out) throws InterruptedException {
    for (int number = 2; number <= lastPrime; number++) {
      out.send(Transfers.value(number));
    }
    out.send(Transfers.value(END));
  }

  private static void filter(Pipe in, Pipe out, int prime) throws InterruptedException {
    Integer number;
    do {
      number = in.receive();
      if (number == END || number % prime != 0) {
        out.send(number);
      }
    } while (number != END);
  }
}
