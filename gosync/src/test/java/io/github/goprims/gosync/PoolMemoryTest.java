package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import java.lang.ref.Reference;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a pool costs that many threads use, each for a moment. */
@Isolated("measures the heap")
class PoolMemoryTest {

  private static final int THREADS = 1_000_000;
  private static final int AT_ONCE = 10_000;
  private static final int BUFFER_BYTES = 4096;

  /** A pool that knew its threads would need an object, or more, for each. */
  private static final long LESS_THAN_ALL_THREADS = THREADS * 16L;

  private final AtomicInteger made = new AtomicInteger();
  private final Pool<byte[]> buffers =
      Pool.of(
          () -> {
            made.incrementAndGet();
            return new byte[BUFFER_BYTES];
          });
  private final Semaphore places = new Semaphore(AT_ONCE);

  @Test
  @Spec("POOL-03")
  void aMillionThreadsNeedFewObjects() throws Exception {
    use(10 * AT_ONCE);
    long before = usedHeap();
    made.set(0);
    use(THREADS);
    assertThat(usedHeap()).isLessThan(before + LESS_THAN_ALL_THREADS);
    assertThat(made.get()).isLessThan(THREADS / 20);
    Reference.reachabilityFence(buffers);
  }

  /** Starts so many threads, of which not too many live at once, and waits for their end. */
  private void use(int threads) throws InterruptedException {
    for (int i = 0; i < threads; i++) {
      places.acquire();
      Thread.startVirtualThread(this::use);
    }
    places.acquire(AT_ONCE);
    places.release(AT_ONCE);
  }

  private void use() {
    byte[] buffer = buffers.get();
    buffer[0]++;
    buffers.put(buffer);
    places.release();
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
