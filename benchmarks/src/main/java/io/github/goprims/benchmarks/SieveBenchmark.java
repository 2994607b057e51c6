package io.github.goprims.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
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
  private static final int PRIMES = 500;
  private static final int LAST_PRIME = 3571;
  private static final int SUM_OF_PRIMES = 824_693;
  private static final int END = 0;

  @Param({"goprims", "jox"})
  public String peer;

  @Param({"0", "16"})
  public int capacity;

  @Benchmark
  public void sieve() throws InterruptedException {
    Crew.run(crew -> Transfers.check("sum of primes", sumOfPrimes(crew), SUM_OF_PRIMES));
  }

  private long sumOfPrimes(Crew crew) throws InterruptedException {
    Pipe numbers = Peers.open(peer, capacity);
    Pipe source = numbers;
    crew.start(() -> generate(source));
    long sum = 0;
    for (int i = 0; i < PRIMES; i++) {
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

  private static void generate(Pipe out) throws InterruptedException {
    for (int number = 2; number <= LAST_PRIME; number++) {
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
