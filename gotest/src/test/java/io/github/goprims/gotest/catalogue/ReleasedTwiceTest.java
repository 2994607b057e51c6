package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Go;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A call that fails gives its permit back twice: from then on, one more gets in than should. */
class ReleasedTwiceTest {

  private abstract static class Server {
    final WeightedSemaphore permits = WeightedSemaphore.of(2);
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();

    abstract void call(int number) throws InterruptedException;

    void serve(int number) throws IOException, InterruptedException {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      try {
        if (number == 1) {
          throw new IOException("the second call fails");
        }
        Go.sleep(Duration.ofSeconds(1));
      } finally {
        inside.decrementAndGet();
      }
    }
  }

  private static final class Planted extends Server {
    @Override
    void call(int number) throws InterruptedException {
      permits.acquire(1);
      try {
        serve(number);
      } catch (IOException e) {
        permits.release(1); // and once more below
      } finally {
        permits.release(1);
      }
    }
  }

  private static final class Mended extends Server {
    @Override
    void call(int number) throws InterruptedException {
      permits.acquire(1);
      try {
        serve(number);
      } catch (IOException e) {
        // This call has failed, and others need not know.
      } finally {
        permits.release(1);
      }
    }
  }

  private static void servesTwoAtATime(Server server) throws InterruptedException {
    WaitGroup calls = new WaitGroup();
    for (int i = 0; i < 6; i++) {
      int number = i;
      calls.go(() -> server.call(number));
      Go.sleep(Duration.ofMillis(10));
    }
    calls.await();
    assertThat(server.most).as("at a time").hasValue(2);
  }

  static void planted() throws InterruptedException {
    servesTwoAtATime(new Planted());
  }

  @Test
  void oneRunFindsIt() {
    Hunt.oneRunFinds(AssertionError.class, "[at a time]", ReleasedTwiceTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> servesTwoAtATime(new Mended()));
  }
}
