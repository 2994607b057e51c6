package io.github.goprims.benchmarks.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * Platform threads that compute without pause, until they are closed: what a machine does that is
 * busy with other work. To the peers they are another process.
 */
final class Burners implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** Starts that many. */
  Burners(int count) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().daemon().name("burner-" + i).start(this::burn));
    }
  }

  private void burn() {
    int x = 1;
    while (!closed) {
      for (int i = 0; i < 1_000; i++) {
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
      }
    }
    if (x == 0) { // never, but the compiler does not know: so it leaves nothing out
      throw new IllegalStateException("burnt out");
    }
  }

  List<Thread> threads() {
    return List.copyOf(threads);
  }

  /** Lets them end, which takes microseconds. */
  @Override
  public void close() {
    closed = true;
  }
}
