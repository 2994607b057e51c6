package io.github.goprims.faults;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sixteen deadlines, function timers, mutexes and channels of threads that do no harm. */
final class Innocents {

  private static final Duration DEADLINE = Duration.ofMillis(20);
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int DEADLINES = 16;

  private final Map<String, AtomicInteger> progress = new LinkedHashMap<>();
  private final Mutex mutex = new Mutex();
  private final Channel<Integer> channel = Channel.make();

  void start() {
    for (int i = 0; i < DEADLINES; i++) {
      boolean call = i % 2 == 0;
      repeat("deadline-" + i, () -> deadline(call));
    }
    AtomicInteger rings = new AtomicInteger();
    progress.put("function timer", rings);
    ring(rings);
    repeat("mutex", this::lock);
    repeat("other mutex", this::lock);
    repeat("sender", () -> channel.send(1));
    repeat("receiver", channel::receive);
  }

  private void repeat(String name, Task task) {
    AtomicInteger times = new AtomicInteger();
    progress.put(name, times);
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                for (; ; ) {
                  task.run();
                  times.incrementAndGet();
                  LockSupport.parkNanos(1_000_000);
                }
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  private static void deadline(boolean call) throws Exception {
    try (CancelableContext context = Context.background().withTimeout(DEADLINE)) {
      if (call) {
        context.call(() -> Channel.<Integer>make().receive());
      } else {
        context.sleep(Duration.ofHours(1));
      }
    } catch (RuntimeException expected) {
      return;
    }
    throw new AssertionError("was not ended");
  }

  private void lock() {
    mutex.lock();
    mutex.unlock();
  }

  private static void ring(AtomicInteger rings) {
    Timer.afterFunc(
        PERIOD,
        () -> {
          rings.incrementAndGet();
          ring(rings);
        });
  }

  /** Waits until all have moved on, and names those that do not. */
  String whoStandsStill() {
    Map<String, Integer> before = new LinkedHashMap<>();
    progress.forEach((name, times) -> before.put(name, times.get()));
    Trial.holds(PATIENCE, () -> still(before).isEmpty());
    return still(before);
  }

  private String still(Map<String, Integer> before) {
    StringBuilder text = new StringBuilder();
    progress.forEach(
        (name, times) -> text.append(times.get() == before.get(name) ? name + " " : ""));
    return text.toString();
  }
}
