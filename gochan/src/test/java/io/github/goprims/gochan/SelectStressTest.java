package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads select over the same few channels, in both directions and in different orders, mixed
 * with plain operations, timeouts, polls and interrupts; in half of the rounds the channels are
 * closed under them. What was sent must be exactly what was received or is left in the buffers.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices, {@code -Dgoprims.stress.rounds=N} makes it
 * longer.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // each round has its own limit
class SelectStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("goprims.stress.rounds", 2);
  private static final int[][] CAPACITIES = {{0, 0}, {1, 1}, {0, 1, 3}, {0, 0, 2, 16}, {0}, {1}};
  private static final int OPERATIONS = 1_500;

  @Test
  void nothingIsLostOrDoubledOnVirtualThreads() throws Exception {
    run("virtual", Thread.ofVirtual().factory());
  }

  @Test
  void nothingIsLostOrDoubledOnPlatformThreads() throws Exception {
    run("platform", Thread.ofPlatform().daemon().factory());
  }

  private static void run(String name, ThreadFactory factory) throws Exception {
    System.out.println("select stress, " + name + ": -Dgoprims.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      for (int[] capacities : CAPACITIES) {
        for (int threads : new int[] {2, 3, 8}) {
          for (boolean closing : new boolean[] {false, true}) {
            String what =
                "%s, %d threads, capacities %s, closing %s, seed %d"
                    .formatted(name, threads, Arrays.toString(capacities), closing, SEED);
            new Round(what, capacities, closing, random.split()).run(factory, threads);
          }
        }
      }
    }
  }

  private static final class Round {
    private final String what;
    private final boolean closing;
    private final SplittableRandom random;
    private final List<Channel<Long>> channels = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    Round(String what, int[] capacities, boolean closing, SplittableRandom random) {
      this.what = what;
      this.closing = closing;
      this.random = random;
      for (int capacity : capacities) {
        channels.add(Channel.make(capacity));
      }
    }

    void run(ThreadFactory factory, int count) throws Exception {
      for (int id = 0; id < count; id++) {
        Worker worker = new Worker(id, random.split());
        workers.add(worker);
        threads.add(factory.newThread(worker));
      }
      threads.forEach(Thread::start);
      SplittableRandom choice = random.split();
      for (int i = 0; i < 40; i++) {
        threads.get(choice.nextInt(count)).interrupt();
        LockSupport.parkNanos(50_000);
      }
      if (closing) {
        channels.forEach(Channel::close);
      }
      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(30)))
            .as("%s: %s ended; %s", what, thread, channels)
            .isTrue();
      }
      verify();
    }

    private void verify() {
      assertThat(failures).as(what).isEmpty();
      LongStream.Builder sent = LongStream.builder();
      LongStream.Builder received = LongStream.builder();
      for (Worker worker : workers) {
        worker.sent.forEach(sent::add);
        worker.received.forEach(received::add);
      }
      for (Channel<Long> channel : channels) {
        int left = channel.length();
        for (int i = 0; i < left; i++) {
          received.add(channel.tryReceive());
        }
        assertThat(channel.tryReceive()).as(what).isNull();
        assertThat(channel.isDrained()).as(what).isEqualTo(closing);
        QueuedCore core = (QueuedCore) channel.core();
        assertThat(core.senders == null && core.receivers == null)
            .as("%s: nobody left in the queues of %s", what, channel)
            .isTrue();
      }
      assertThat(received.build().sorted().toArray())
          .as("%s: received is sent", what)
          .isEqualTo(sent.build().sorted().toArray());
    }

    private final class Worker implements Runnable {
      private final RandomGenerator choice;
      private final List<Long> sent = new ArrayList<>();
      private final List<Long> received = new ArrayList<>();
      private final long[] offers = new long[channels.size()];
      private long next;

      Worker(int id, RandomGenerator choice) {
        this.choice = choice;
        this.next = (long) id << 32;
      }

      @Override
      public void run() {
        try {
          Select select = Select.create();
          List<ReceiveCase<Long>> receives = new ArrayList<>();
          List<SendCase<Long>> sends = new ArrayList<>();
          int shift = choice.nextInt(channels.size());
          for (int i = 0; i < channels.size(); i++) {
            Channel<Long> channel = channels.get((i + shift) % channels.size());
            receives.add(select.onReceive(channel));
            sends.add(select.onSend(channel));
            offer(sends, i);
          }
          for (int i = 0; i < OPERATIONS; i++) {
            step(select, receives, sends);
          }
        } catch (Throwable failure) {
          failures.add(failure);
        }
      }

      private void step(
          Select select, List<ReceiveCase<Long>> receives, List<SendCase<Long>> sends) {
        int at = choice.nextInt(receives.size());
        receives.get(at).enabled(choice.nextBoolean());
        sends.get(at).enabled(choice.nextBoolean());
        try {
          if (choice.nextInt(8) == 0) {
            plain(channels.get(choice.nextInt(channels.size())));
            return;
          }
          SelectCase chosen = select(select);
          if (chosen instanceof ReceiveCase<?> receive) {
            if (receive.isOpen()) {
              received.add((Long) receive.value());
            }
          } else if (chosen != null) {
            int index = sends.indexOf(chosen);
            sent.add(offers[index]);
            offer(sends, index);
          }
        } catch (InterruptedException | ChannelClosedException e) {
          // Nothing took place.
        }
      }

      private void offer(List<SendCase<Long>> sends, int index) {
        offers[index] = next++;
        sends.get(index).value(offers[index]);
      }

      private @Nullable SelectCase select(Select select) throws InterruptedException {
        return choice.nextInt(4) == 0
            ? select.poll()
            : select.await(Duration.ofNanos(choice.nextInt(100_000)));
      }

      private void plain(Channel<Long> channel) throws InterruptedException {
        Duration patience = Duration.ofNanos(choice.nextInt(50_000));
        if (choice.nextBoolean()) {
          long value = next++;
          if (channel.send(value, patience)) {
            sent.add(value);
          }
        } else {
          Long value = channel.receive(patience);
          if (value != null) {
            received.add(value);
          }
        }
      }
    }
  }
}
