package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers of a pool that block: others do the work that ends their wait. */
class PoolWorkersTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Channel<Integer> channel = Channel.make();

  /** Blocks all workers there are, then hands the pool what they wait for. */
  private void twoBlockInAPoolOfTwo(Callable<Integer> receive) throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(2)) {
      List<ForkJoinTask<Integer>> receives = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        receives.add(pool.submit(receive));
      }
      Await.until("both blocked", () -> pool.getQueuedSubmissionCount() == 0);
      for (int i = 0; i < 2; i++) {
        pool.submit(() -> channel.send(7, LONG));
      }
      for (ForkJoinTask<Integer> each : receives) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(7);
      }
    }
  }

  @Test
  void aPoolOfTwoReceivesThenSends() throws Exception {
    twoBlockInAPoolOfTwo(channel::receive);
  }

  @Test
  void withATimeLimit() throws Exception {
    twoBlockInAPoolOfTwo(() -> channel.receive(LONG));
  }

  @Test
  void selects() throws Exception {
    Channel<Integer> other = Channel.make();
    twoBlockInAPoolOfTwo(
        () ->
            Select.first(
                Select.receive(other, value -> value), Select.receive(channel, value -> value)));
  }

  @Test
  void sleepersLetOthersWork() throws Exception {
    AtomicReference<Thread> sleeper = new AtomicReference<>();
    try (ForkJoinPool pool = new ForkJoinPool(1)) {
      ForkJoinTask<?> asleep =
          pool.submit(
              () -> {
                sleeper.set(Thread.currentThread());
                Go.sleep(Duration.ofHours(1));
                return null;
              });
      Await.until("asleep", () -> sleeper.get() != null);
      assertThat(pool.submit(() -> 7).get(20, TimeUnit.SECONDS)).isEqualTo(7);
      sleeper.get().interrupt();
      Await.until("awake", asleep::isDone);
      assertThat(asleep.isCompletedAbnormally()).isTrue();
    }
  }

  /** As many as there are workers, and then some. */
  @Test
  void onTheCommonPool() throws Exception {
    int count = ForkJoinPool.getCommonPoolParallelism() + 2;
    List<CompletableFuture<Integer>> receives = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      receives.add(CompletableFuture.supplyAsync(channel.iterator()::next));
    }
    for (int i = 0; i < count; i++) {
      ForkJoinPool.commonPool().submit(() -> channel.send(7, LONG));
    }
    for (CompletableFuture<Integer> each : receives) {
      assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }
  }

  /** The pool refuses one more thread: then the worker blocks as any thread does. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullPoolIsNoHindrance(boolean timed) throws Exception {
    ForkJoinPool pool =
        new ForkJoinPool(
            1,
            ForkJoinPool.defaultForkJoinWorkerThreadFactory,
            null,
            false,
            1,
            1,
            1,
            null,
            1,
            TimeUnit.MINUTES);
    try (pool) {
      ForkJoinTask<Integer> receive =
          pool.submit(() -> timed ? channel.receive(LONG) : channel.receive());
      assertThat(channel.send(7, LONG)).isTrue();
      assertThat(receive.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }
  }
}
