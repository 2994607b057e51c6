package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ChannelScaleTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16})
  @Spec("CHAN-35")
  void tenThousandGoroutinesInAChain(int capacity) throws Exception {
    int links = 10_000;
    Channel<Integer> first = Channel.make(capacity);
    Channel<Integer> last = first;
    for (int i = 0; i < links; i++) {
      Channel<Integer> left = last;
      Channel<Integer> right = Channel.make(capacity);
      ThreadKind.VIRTUAL.start(
          "link",
          () -> {
            left.forEachReceived(value -> right.send(value + 1));
            right.close();
          });
      last = right;
    }
    ThreadKind.VIRTUAL.start(
        "source",
        () -> {
          for (int i = 0; i < 3; i++) {
            first.send(i);
          }
          first.close();
        });
    assertThat(last).containsExactly(links, links + 1, links + 2);
  }

  /** A goroutine for each prime, which filters its multiples out of what it passes on. */
  @EveryCapacity
  @Spec({"CHAN-35", "CHAN-03"})
  void primeSieve(int capacity) throws Exception {
    int count = 100;
    List<Thread> filters = new ArrayList<>();
    Channel<Integer> numbers = Channel.make(capacity);
    Channel<Integer> source = numbers;
    filters.add(
        ThreadKind.VIRTUAL.start("numbers", () -> untilInterrupted(() -> sendAllFrom(2, source))));
    List<Integer> primes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int prime = Objects.requireNonNull(numbers.receive());
      primes.add(prime);
      Channel<Integer> in = numbers;
      Channel<Integer> out = Channel.make(capacity);
      filters.add(
          ThreadKind.VIRTUAL.start(
              "filter of " + prime, () -> untilInterrupted(() -> filter(in, out, prime))));
      numbers = out;
    }
    filters.forEach(Thread::interrupt);

    assertThat(primes)
        .isEqualTo(
            IntStream.iterate(2, n -> n + 1)
                .filter(n -> IntStream.rangeClosed(2, n / 2).allMatch(d -> n % d != 0))
                .limit(count)
                .boxed()
                .toList());
  }

  private static void sendAllFrom(int first, SendChannel<Integer> out) throws InterruptedException {
    for (int n = first; ; n++) {
      out.send(n);
    }
  }

  private static void filter(ReceiveChannel<Integer> in, SendChannel<Integer> out, int prime)
      throws InterruptedException {
    in.forEachReceived(
        n -> {
          if (n % prime != 0) {
            out.send(n);
          }
        });
  }

  private static void untilInterrupted(Task task) throws Exception {
    try {
      task.run();
    } catch (InterruptedException e) {
      // the end of the test
    }
  }

  @Test
  @Spec("CHAN-35")
  void manyGoroutinesWithAChannelEach() throws Exception {
    int goroutines = 20_000;
    Channel<Integer> gather = Channel.make(16);
    for (int i = 0; i < goroutines; i++) {
      Channel<Integer> own = Channel.make();
      int number = i;
      ThreadKind.VIRTUAL.start("asks", () -> own.send(number));
      ThreadKind.VIRTUAL.start("answers", () -> gather.send(Objects.requireNonNull(own.receive())));
    }
    long sum = 0;
    for (int i = 0; i < goroutines; i++) {
      sum += Objects.requireNonNull(gather.receive());
    }
    assertThat(sum).isEqualTo((long) goroutines * (goroutines - 1) / 2);
  }
}
