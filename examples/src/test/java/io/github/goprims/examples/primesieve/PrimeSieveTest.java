package io.github.goprims.examples.primesieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrimeSieveTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void printsAHundredPrimesUnlessToldOtherwise() throws Exception {
    assertThat(run()).isZero();
    assertThat(out).hasToString(primes(100));
    assertThat(err.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 250})
  void printsAsManyAsToldTo(int count) throws Exception {
    assertThat(run(Integer.toString(count))).isZero();
    assertThat(out).hasToString(primes(count));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "10001", "99999999999", "ten", "", "1 2", "1 x"})
  void complainsAboutWhatIsNoCount(String arguments) throws Exception {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(err.toString().lines())
        .containsExactly(
            "prime-sieve: COUNT must be from 0 to 10000: " + arguments,
            "usage: prime-sieve [COUNT]");
  }

  @Test
  void leavesNoGoroutineBehind() throws Exception {
    PrimeSieve sieve = new PrimeSieve();
    sieve.primes(20, prime -> assertThat(sieve.goroutines()).allMatch(Thread::isAlive));
    assertThat(sieve.goroutines()).hasSize(21).noneMatch(Thread::isAlive);
  }

  @Test
  void leavesNoGoroutineBehindWhenItFails() {
    PrimeSieve sieve = new PrimeSieve();
    assertThatThrownBy(() -> sieve.primes(50, PrimeSieveTest::failAt101)).hasMessage("101");
    assertThat(sieve.goroutines()).hasSize(26).noneMatch(Thread::isAlive);
  }

  private static void failAt101(int prime) {
    if (prime == 101) {
      throw new IllegalStateException("101");
    }
  }

  private int run(String... args) throws InterruptedException {
    return PrimeSieve.run(new PrintStream(out), new PrintStream(err), args);
  }

  private static String primes(int count) {
    return Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
        .limit(count)
        .map(prime -> prime + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
