package io.github.goprims.gochan;

import static io.github.goprims.gochan.SoakJournal.require;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits that end without a partner, hundreds of thousands over one set of channels: they time out,
 * are interrupted, or lose a select. None may leave anything behind.
 */
final class SoakSilence {

  private static final int THREADS = 6;

  /** For what else the JVM does: a waiter weighs some 50 bytes, so 20,000 forgotten ones more. */
  private static final long SLACK = 1 << 20;

  private final List<Channel<Long>> empty = new ArrayList<>();
  private final List<Channel<Long>> full = new ArrayList<>();
  private final Channel<Long> lively = Channel.<Long>make(1).named("lively");
  private final AtomicLong waits = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private long firstHeap;

  SoakSilence() {
    for (int capacity : new int[] {0, 1, 3, 16}) {
      empty.add(Channel.<Long>make(capacity).named("empty" + capacity));
      Channel<Long> channel = Channel.<Long>make(capacity).named("full" + capacity);
      for (long i = 0; i < capacity; i++) {
        channel.trySend(i);
      }
      full.add(channel);
    }
  }

  /** How many waits have begun; for the watchdog. */
  long progress() {
    return waits.get();
  }

  /**
   * Lets {@code count} waits fail, and looks at what is left of them. Returns the heap after GC.
   */
  long play(SplittableRandom random, int count) throws InterruptedException {
    long before = heapAfterGc();
    long goal = waits.get() + count;
    AtomicBoolean done = new AtomicBoolean();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    threads.clear();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom choice = random.split();
      Runnable body =
          () -> {
            try {
              waitInVain(choice, goal);
            } catch (Throwable failure) {
              failures.add(failure);
            }
          };
      threads.add(
          i % 2 == 0
              ? Thread.ofVirtual().name("silent-" + i).unstarted(body)
              : Thread.ofPlatform().name("silent-" + i).daemon().unstarted(body));
    }
    // Feeds the one channel that lets selects win, and interrupts whoever waits.
    Thread feeder =
        Thread.ofPlatform()
            .name("feeder")
            .daemon()
            .start(
                () -> {
                  for (int i = 0; !done.get(); i++) {
                    lively.trySend(0L);
                    threads.get(i % THREADS).interrupt();
                    LockSupport.parkNanos(20_000);
                  }
                });
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    done.set(true);
    feeder.join();
    if (!failures.isEmpty()) {
      throw new AssertionError("waiting in vain failed", failures.peek());
    }
    lively.tryReceive();
    verify(lively, 0);
    empty.forEach(channel -> verify(channel, 0));
    full.forEach(channel -> verify(channel, channel.capacity()));
    long after = heapAfterGc();
    if (firstHeap == 0) {
      firstHeap = after; // with all classes loaded
    } else {
      require(
          after - before < SLACK, "the heap grew from %d to %d in %d waits", before, after, count);
    }
    require(
        after - firstHeap < 2 * SLACK,
        "the heap grew from %d to %d in %d waits",
        firstHeap,
        after,
        waits.get());
    return after;
  }

  private static void verify(Channel<Long> channel, int length) {
    SoakRound.requireNobodyQueued(channel);
    require(channel.length() == length, "length of %s", channel);
  }

  private void waitInVain(SplittableRandom choice, long goal) {
    Select select = Select.create();
    for (int i = choice.nextInt(1, 4); i > 0; i--) {
      select.onReceive(any(empty, choice));
      select.onSend(any(full, choice)).value(1L);
    }
    ReceiveCase<Long> winner = select.onReceive(lively);
    while (waits.incrementAndGet() <= goal) {
      try {
        switch (choice.nextInt(7)) {
          case 0 -> require(!any(full, choice).send(1L, patience(choice)), "sent");
          case 1 -> require(any(empty, choice).receive(patience(choice)) == null, "received");
          case 2 -> any(full, choice).send(1L);
          case 3 -> any(empty, choice).receive();
          case 4 -> {
            winner.enabled(false);
            select.await(patience(choice));
          }
          case 5 -> {
            winner.enabled(true);
            require(select.await() == winner, "another case won");
          }
          default ->
              Select.first(
                  Select.receive(any(empty, choice), value -> fail()),
                  Select.send(any(full, choice), 1L, () -> fail()),
                  Select.timeout(patience(choice), () -> true));
        }
      } catch (InterruptedException e) {
        // one more wait in vain
      }
    }
  }

  private static boolean fail() {
    throw new AssertionError("nobody was there");
  }

  private static Duration patience(SplittableRandom choice) {
    return Duration.ofNanos(choice.nextInt(1, 50_000));
  }

  private static Channel<Long> any(List<Channel<Long>> channels, SplittableRandom choice) {
    return channels.get(choice.nextInt(channels.size()));
  }

  private static long heapAfterGc() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  String dump() {
    StringBuilder text = new StringBuilder("SoakSilence over " + empty + full + lively + "\n");
    threads.forEach(thread -> SoakRound.dump(thread, text));
    return text.toString();
  }
}
