package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many senders and receivers, each choosing among the blocking, timed and try forms, under
 * interrupts, with a close at a random moment. What sends reported as sent must be exactly what was
 * received: nothing lost, nothing twice, nothing out of order, nobody left behind.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices (not its interleaving), {@code
 * -Dgoprims.stress.rounds=N} makes it longer.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // each round has its own limit
class ChannelStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("goprims.stress.rounds", 2);
  private static final int[] CAPACITIES = {0, 1, 2, 3, 7, 16, 100};
  private static final int[][] SHAPES = {{1, 1}, {1, 4}, {4, 1}, {4, 4}, {16, 16}};
  private static final int VALUES = 4_000;

  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();

  @Test
  void nothingIsLostOrDoubledOnVirtualThreads() throws Exception {
    run("virtual", VIRTUAL, VIRTUAL);
  }

  @Test
  void nothingIsLostOrDoubledOnPlatformThreads() throws Exception {
    run("platform", PLATFORM, PLATFORM);
  }

  @Test
  void nothingIsLostBetweenVirtualAndPlatformThreads() throws Exception {
    run("virtual to platform", VIRTUAL, PLATFORM);
    run("platform to virtual", PLATFORM, VIRTUAL);
  }

  private static void run(String name, ThreadFactory senders, ThreadFactory receivers)
      throws Exception {
    System.out.println("channel stress, " + name + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      for (int capacity : CAPACITIES) {
        for (int[] shape : SHAPES) {
          boolean interrupts = random.nextBoolean();
          int closeAfter = random.nextBoolean() ? VALUES : random.nextInt(VALUES);
          String what =
              "%s, %d to %d, capacity %d, interrupts %s, close after %d, seed %d"
                  .formatted(name, shape[0], shape[1], capacity, interrupts, closeAfter, SEED);
          new Round(what, Channel.make(capacity), closeAfter, interrupts, random.split())
              .run(senders, shape[0], receivers, shape[1]);
        }
      }
    }
  }

  /** One channel, its threads, and what they say they did. */
  private static final class Round {
    private final String what;
    private final Channel<Long> channel;
    private final boolean interrupts;
    private final SplittableRandom random;
    private final List<Sender> senders = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closeTime;

    Round(
        String what,
        Channel<Long> channel,
        int closeAfter,
        boolean interrupts,
        SplittableRandom random) {
      this.what = what;
      this.channel = channel;
      this.interrupts = interrupts;
      this.random = random;
      this.closeTime = new CountDownLatch(closeAfter);
    }

    void run(ThreadFactory sending, int senderCount, ThreadFactory receiving, int receiverCount)
        throws Exception {
      for (int id = 0; id < senderCount; id++) {
        senders.add(new Sender(id, VALUES / senderCount + 1, random.split()));
      }
      for (int id = 0; id < receiverCount; id++) {
        receivers.add(new Receiver(random.split()));
      }
      senders.forEach(sender -> start(sending, sender));
      receivers.forEach(receiver -> start(receiving, receiver));
      Thread pest = interrupts ? Thread.ofPlatform().start(this::pester) : null;
      closeTime.await();
      channel.close();
      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(30)))
            .as("%s: %s ended; channel %s", what, thread, channel)
            .isTrue();
      }
      if (pest != null) {
        pest.interrupt();
        pest.join();
      }
      verify();
    }

    private void start(ThreadFactory factory, Task body) {
      Thread thread =
          factory.newThread(
              () -> {
                try {
                  body.run();
                } catch (Throwable failure) {
                  failures.add(failure);
                }
              });
      threads.add(thread);
      thread.start();
    }

    /** Interrupts somebody about every 50 microseconds until it is interrupted itself. */
    private void pester() {
      SplittableRandom choice = random.split();
      while (!Thread.interrupted()) {
        threads.get(choice.nextInt(threads.size())).interrupt();
        LockSupport.parkNanos(50_000);
      }
    }

    private void verify() {
      assertThat(failures).as(what).isEmpty();
      List<BitSet> received = new ArrayList<>();
      senders.forEach(sender -> received.add(new BitSet()));
      for (Receiver receiver : receivers) {
        long[] last = new long[senders.size()];
        for (long value : receiver.values) {
          int id = (int) (value >>> 32);
          int number = (int) value;
          assertThat(received.get(id).get(number)).as("%s: %d twice", what, number).isFalse();
          received.get(id).set(number);
          assertThat((long) number).as("%s: order of one sender", what).isGreaterThan(last[id]);
          last[id] = number;
        }
      }
      for (Sender sender : senders) {
        assertThat(received.get(sender.id)).as("%s: received is sent", what).isEqualTo(sender.sent);
      }
      assertThat(channel.isDrained()).as(what).isTrue();
      assertThat(channel.length()).as(what).isZero();
    }

    private final class Sender implements Task {
      private final int id;
      private final int count;
      private final RandomGenerator choice;
      private final BitSet sent = new BitSet();

      Sender(int id, int count, RandomGenerator choice) {
        this.id = id;
        this.count = count;
        this.choice = choice;
      }

      @Override
      public void run() {
        try {
          for (int number = 1; number <= count; number++) {
            if (send((long) id << 32 | number)) {
              sent.set(number);
            }
            closeTime.countDown();
          }
        } catch (ChannelClosedException e) {
          assertThat(channel.isClosed()).isTrue();
        }
      }

      private boolean send(long value) {
        try {
          switch (choice.nextInt(4)) {
            case 0 -> {
              return channel.trySend(value);
            }
            case 1 -> {
              return channel.send(value, Duration.ofNanos(choice.nextInt(100_000)));
            }
            default -> channel.send(value);
          }
          return true;
        } catch (InterruptedException e) {
          return false;
        }
      }
    }

    private final class Receiver implements Task {
      private final RandomGenerator choice;
      private final List<Long> values = new ArrayList<>();

      Receiver(RandomGenerator choice) {
        this.choice = choice;
      }

      @Override
      public void run() {
        while (!channel.isDrained()) {
          Long value = receive();
          if (value != null) {
            values.add(value);
          }
        }
      }

      private @Nullable Long receive() {
        try {
          return switch (choice.nextInt(4)) {
            case 0 -> channel.tryReceive();
            case 1 -> channel.receive(Duration.ofNanos(choice.nextInt(100_000)));
            default -> channel.receive();
          };
        } catch (InterruptedException e) {
          return null;
        }
      }
    }
  }
}
