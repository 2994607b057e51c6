package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What never waits does not wait for virtual threads that have no carrier, nor for a wake-up. */
@ExtendWith(LeakCheck.class)
class ChannelProgressTest {

  /** Far more than a few steps under a lock, far less than the program's goroutines compute. */
  private static final long PROMPT_NANOS = 50_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Spec("INT-09")
  void nonWaitingOperationsNeedNoCarrierOfOthers(int carriers) throws Exception {
    List<String> output =
        OwnJvm.outputOf(
            NoCarrier.class,
            "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
            "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers);
    assertThat(output).hasSize(24).allMatch(line -> line.endsWith(": prompt"), "prompt");
  }

  /**
   * The program of that process. A virtual thread comes to a lock that is taken, goroutines take
   * all carriers, and the lock becomes free. Then the main thread, which needs no carrier, wants
   * it.
   */
  static final class NoCarrier {

    private static final int CARRIERS =
        Integer.getInteger("jdk.virtualThreadScheduler.parallelism", 1);

    private interface Operation {
      void run(Channel<Integer> channel, Channel<Integer> other, Timer timer);
    }

    /** The longest time for which the machine has kept a thread from running. */
    private static final AtomicLong pause = new AtomicLong();

    private static volatile boolean computing;

    private NoCarrier() {}

    public static void main(String[] args) {
      Thread.ofPlatform().daemon().start(NoCarrier::measurePauses);
      Map<String, Operation> operations = new LinkedHashMap<>();
      operations.put("trySend", (channel, other, timer) -> channel.trySend(1));
      operations.put("tryReceive", (channel, other, timer) -> channel.tryReceive());
      operations.put("tryClose", (channel, other, timer) -> channel.tryClose());
      operations.put("poll", (channel, other, timer) -> poll(channel, other));
      operations.put("stop", (channel, other, timer) -> timer.stop());
      operations.put("reset", (channel, other, timer) -> timer.reset(Duration.ofDays(1)));
      operations.put("length", (channel, other, timer) -> channel.length());
      operations.put("toString", (channel, other, timer) -> channel.toString());
      for (Map.Entry<String, Operation> entry : operations.entrySet()) {
        for (int capacity = 0; capacity < 2; capacity++) {
          int size = capacity;
          report(
              entry.getKey() + ", capacity " + capacity,
              () -> run(entry.getKey(), size, entry.getValue()));
        }
        report(entry.getKey() + ", a select in the middle", () -> runWithSelect(entry.getValue()));
      }
      System.exit(0); // blocked threads are left
    }

    private static void poll(Channel<Integer> channel, Channel<Integer> other) {
      Select select = Select.create();
      select.onReceive(channel);
      select.onReceive(other);
      select.poll();
    }

    private static void measurePauses() {
      for (long last = System.nanoTime(); ; ) {
        LockSupport.parkNanos(1_000_000);
        long now = System.nanoTime();
        long late = now - last - 1_000_000;
        pause.accumulateAndGet(late, Math::max);
        last = now;
      }
    }

    private static long run(String name, int capacity, Operation operation) {
      Channel<Integer> channel = blocked(capacity);
      Channel<Integer> other = blocked(capacity);
      Timer timer = Timer.make(Duration.ofDays(1));
      List<QueuedCore> cores = List.of(core(channel), TimerTest.coreOf(timer.channel()));
      List<Thread> atTheLock = new ArrayList<>();
      cores.forEach(core -> core.lock());
      for (int i = 0; i < cores.size() && i < CARRIERS; i++) {
        QueuedCore core = cores.get(CARRIERS == 1 && name.matches("(stop|reset).*") ? 1 : i);
        atTheLock.add(Thread.startVirtualThread(core::tryReceiveLocked));
      }
      atTheLock.forEach(NoCarrier::awaitAtALock);
      List<Thread> hogs = takeCarriers();
      Thread caller = start(operation, channel, other, timer);
      Await.until("at a lock or through", () -> !caller.isAlive() || isAtALock(caller));
      long nanos = nanosToTheEndOf(caller, () -> cores.forEach(core -> core.unlock()));
      end(hogs);
      return nanos;
    }

    /** The select holds nothing, or gives it back, though the lock that it misses stays taken. */
    private static long runWithSelect(Operation operation) {
      Channel<Integer> channel = blocked(0);
      Channel<Integer> other = blocked(0);
      Channel<Integer> contested = Channel.make(); // its lock is for the second pass only
      core(channel).id(); // the first in the order
      core(other).id();
      core(contested).id();
      Timer timer = Timer.make(Duration.ofDays(1));
      QueuedCore taken = core(contested);
      taken.lock();
      Thread select =
          Thread.startVirtualThread(
              () -> {
                Select all = Select.create();
                all.onSend(channel).value(1);
                all.onSend(other).value(1);
                all.onSend(contested).value(1);
                try {
                  all.poll();
                } catch (ChannelClosedException e) {
                  // if the operation is to close
                }
              });
      awaitAtALock(select);
      List<Thread> hogs = takeCarriers();
      long nanos = nanosToTheEndOf(start(operation, channel, other, timer), () -> {});
      taken.unlock();
      end(hogs);
      return nanos;
    }

    /** Such that whoever comes has to take the lock: two senders are blocked. */
    private static Channel<Integer> blocked(int capacity) {
      Channel<Integer> channel = Channel.make(capacity);
      for (int i = 0; i < capacity; i++) {
        channel.trySend(0);
      }
      for (int i = 0; i < 2; i++) {
        Thread sender =
            Thread.ofPlatform()
                .daemon()
                .start(
                    () -> {
                      try {
                        channel.send(2);
                      } catch (InterruptedException | ChannelClosedException e) {
                        // has done its work
                      }
                    });
        Await.blocked(sender, "chan send");
      }
      return channel;
    }

    private static QueuedCore core(Channel<?> channel) {
      return SelectBlockingTest.core(channel);
    }

    private static void awaitAtALock(Thread thread) {
      Await.until("at a lock: " + thread, () -> isAtALock(thread));
    }

    /** Whether it is parked for one or, as it should be, spins for it. */
    private static boolean isAtALock(Thread thread) {
      return thread.getState() == Thread.State.WAITING
          || Arrays.stream(thread.getStackTrace())
              .anyMatch(frame -> frame.getClassName().endsWith(".BackoffLock"));
    }

    /** Goroutines that get a carrier as soon as one is free, and keep it. */
    private static List<Thread> takeCarriers() {
      computing = true;
      List<Thread> hogs = new ArrayList<>();
      for (int i = 0; i < CARRIERS; i++) {
        hogs.add(
            Go.go(
                () -> {
                  long start = System.nanoTime();
                  while (computing && System.nanoTime() - start < 3_000_000_000L) {
                    Thread.onSpinWait();
                  }
                }));
      }
      return hogs;
    }

    private static void end(List<Thread> hogs) {
      computing = false;
      hogs.forEach(Await::ended);
    }

    private static Thread start(
        Operation operation, Channel<Integer> channel, Channel<Integer> other, Timer timer) {
      return Thread.ofPlatform().daemon().start(() -> operation.run(channel, other, timer));
    }

    /** Without the pauses that the machine has made meanwhile. */
    private static long nanosToTheEndOf(Thread caller, Runnable unlocking) {
      pause.set(0);
      long start = System.nanoTime();
      unlocking.run();
      Await.ended(caller);
      return System.nanoTime() - start - pause.get();
    }

    /** A busy machine may make it slow once or twice; the goroutines would each time. */
    private static void report(String name, LongSupplier measured) {
      long nanos = measured.getAsLong();
      for (int i = 1; i < 4 && nanos > PROMPT_NANOS; i++) {
        nanos = measured.getAsLong();
      }
      boolean prompt = nanos <= PROMPT_NANOS;
      System.out.println(name + (prompt ? ": prompt" : ": took " + nanos / 1_000_000 + " ms"));
    }
  }

  /** The test holds the lock of one channel: a select that wants it holds that of no other. */
  @EveryThreadKind
  @Spec({"INT-09", "SELECT-19"})
  void aSelectWaitsForALockHoldingNone(ThreadKind kind) {
    Channel<Integer> first = Channel.make();
    Channel<Integer> last = Channel.make();
    QueuedCore lower = SelectBlockingTest.core(first);
    QueuedCore higher = SelectBlockingTest.core(last);
    assertThat(lower.id()).isLessThan(higher.id());
    higher.lock();
    Attempt<SelectCase> poller;
    try {
      poller =
          kind.attempt(
              "poller",
              () -> {
                Select select = Select.create();
                select.onReceive(first);
                select.onReceive(last);
                return select.poll();
              });
      Await.spinning(poller.thread());
      for (int i = 0; i < 100; i++) {
        first.tryClose(); // takes the lock
      }
      assertThat(poller.hasEnded()).isFalse();
    } finally {
      higher.unlock();
    }
    assertThat(Objects.requireNonNull(poller.result()).index()).isZero();
  }

  /** On JDK 21 a virtual thread keeps its carrier inside a monitor. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC"})
  @Spec({"INT-09", "INT-10"})
  void selectsGoOnBesideCallersInsideMonitors(String option) throws Exception {
    for (int launch = 0; launch < 3; launch++) {
      assertThat(
              OwnJvm.outputOf(
                  InMonitors.class,
                  option,
                  "-Djdk.virtualThreadScheduler.parallelism=2",
                  "-Djdk.virtualThreadScheduler.maxPoolSize=2"))
          .containsExactly("all ended");
    }
  }

  /** The program of that process. */
  static final class InMonitors {

    private static final int THREADS = 8;
    private static final int ROUNDS = 3_000;
    private static final Duration MOMENT = Duration.ofNanos(20_000);

    private InMonitors() {}

    public static void main(String[] args) {
      List<Channel<Integer>> channels = List.of(Channel.make(1), Channel.make(2), Channel.make(3));
      AtomicInteger steps = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int id = 0; id < THREADS; id++) {
        int shift = id;
        threads.add(Go.go(() -> select(channels, shift, steps)));
        threads.add(Go.go(() -> useInMonitor(channels, shift, steps)));
      }
      long last = System.nanoTime();
      for (int seen = 0; threads.stream().anyMatch(Thread::isAlive); ) {
        LockSupport.parkNanos(1_000_000);
        if (steps.get() != seen) {
          seen = steps.get();
          last = System.nanoTime();
        } else if (System.nanoTime() - last > 10_000_000_000L) {
          System.out.println("no progress for 10 s");
          System.exit(1);
        }
      }
      System.out.println("all ended");
    }

    private static void select(List<Channel<Integer>> channels, int shift, AtomicInteger steps)
        throws InterruptedException {
      Select select = Select.create();
      List<SendCase<Integer>> sends = new ArrayList<>();
      for (int i = 0; i < channels.size(); i++) {
        Channel<Integer> channel = channels.get((i + shift) % channels.size());
        select.onReceive(channel);
        sends.add(select.onSend(channel));
      }
      for (int i = 0; i < ROUNDS; i++) {
        sends.forEach(send -> send.value(1));
        select.await(MOMENT);
        steps.incrementAndGet();
      }
    }

    private static void useInMonitor(
        List<Channel<Integer>> channels, int shift, AtomicInteger steps)
        throws InterruptedException {
      Object monitor = new Object();
      for (int i = 0; i < ROUNDS; i++) {
        Channel<Integer> channel = channels.get((i + shift) % channels.size());
        synchronized (monitor) {
          switch ((i + shift) % 4) {
            case 0 -> channel.trySend(1);
            case 1 -> channel.tryReceive();
            case 2 -> channel.send(1, MOMENT);
            default -> channel.receive(MOMENT);
          }
        }
        steps.incrementAndGet();
      }
    }
  }

  /** Whoever finds the channel closed need not wait until all who were blocked have been told. */
  @Test
  @Spec({"INT-09", "CHAN-18"})
  void closingWithManyBlockedHoldsUpNobodyElse() throws Exception {
    int crowd = 50_000;
    double least = Double.MAX_VALUE;
    for (int round = 0; round < 5 && least > 0.25; round++) {
      Channel<Integer> channel = Channel.make();
      List<Thread> blocked = new ArrayList<>();
      for (int i = 0; i < crowd; i++) {
        blocked.add(Thread.startVirtualThread(() -> assertClosed(channel)));
      }
      Await.until("all are in line", () -> lineLength(channel) == crowd);
      long[] closing = new long[1];
      Thread closer =
          ThreadKind.PLATFORM.start(
              "closer",
              () -> {
                long start = System.nanoTime();
                channel.close();
                closing[0] = System.nanoTime() - start;
              });
      while (!channel.isClosed()) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      assertThat(channel.tryClose()).isFalse();
      long waited = System.nanoTime() - start;
      Await.ended(closer);
      blocked.forEach(Await::ended);
      least = Math.min(least, (double) waited / closing[0]);
    }
    assertThat(least).as("share of the time that closing took").isLessThan(0.25);
  }

  private static void assertClosed(Channel<Integer> channel) {
    try {
      assertThat(channel.receive() == null).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int lineLength(Channel<?> channel) {
    QueuedCore core = SelectBlockingTest.core(channel);
    core.lock();
    try {
      return WaitQueue.count(core.receivers, Integer.MAX_VALUE);
    } finally {
      core.unlock();
    }
  }

  /** The closing thread has detached the line; who gives up meanwhile is none of its links. */
  @EveryThreadKind
  @Spec({"CHAN-18", "INT-05"})
  void givingUpDuringACloseHarmsNobody(ThreadKind kind) {
    for (int round = 0; round < 50; round++) {
      Channel<Integer> channel = Channel.make(round % 2);
      List<Attempt<Integer>> receivers = Given.receivers(kind, channel, 8);
      Thread interrupter =
          kind.other()
              .start(
                  "interrupter",
                  () -> {
                    for (int i = 0; i < 8; i += 2) {
                      receivers.get(i).interrupt();
                    }
                  });
      channel.close();
      Await.ended(interrupter);
      for (int i = 0; i < 8; i++) {
        if (i % 2 == 1) {
          assertThat(receivers.get(i).result()).isNull();
        } else if (receivers.get(i).failed()) {
          assertThat(receivers.get(i).failure()).isInstanceOf(InterruptedException.class);
        }
      }
      assertThat(SelectBlockingTest.nobodyWaitsOn(channel)).isTrue();
    }
  }
}
