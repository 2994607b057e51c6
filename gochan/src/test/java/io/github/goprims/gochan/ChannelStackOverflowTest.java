package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.waiting.WaitQueue;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Overflows;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ChannelStackOverflowTest {

  @EveryCapacityAndThreadKind
  @Spec("INT-12")
  void operationsWorkDeepInARecursion(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Given.full(capacity);
    int depth = 2_000;
    Attempt<Integer> sender = kind.attempt("deep", () -> sendFromDepth(depth, channel));
    sender.awaitBlocked("chan send");
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    assertThat(channel.receive()).isEqualTo(-1);
    assertThat(sender.result()).isEqualTo(depth);
  }

  private static int sendFromDepth(int depth, Channel<Integer> channel) throws Exception {
    if (depth == 0) {
      channel.send(-1);
      return 0;
    }
    return 1 + sendFromDepth(depth - 1, channel);
  }

  /** In a process of its own: an overflow can also break classes that other tests need. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed", Overflows.SMALL_PROBES})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void aStackOverflowLeavesOtherChannelsUsable(String mode) throws Exception {
    Overflows.assertHarmless(Program.class, 400, 36, mode, "-esa");
  }

  /** The program of that process. */
  static final class Program {
    private static final Duration MOMENT = Duration.ofNanos(1);

    /** Without a buffer and with one, each without partners and with some. */
    private static final int CHANNELS = 4;

    private Program() {}

    /** A channel, a select over it, and perhaps somebody who is blocked on it. */
    private static final class Victim implements Overflows.Victim {
      final Operation operation;
      final Channel<Integer> channel;
      final Select select = Select.create();
      final SendCase<Integer> sendCase;

      Victim(Operation operation, int capacity, boolean withPartners) {
        this.operation = operation;
        channel = Channel.make(capacity);
        select.onReceive(Channel.make());
        select.onReceive(channel);
        sendCase = select.onSend(withPartners ? channel : Channel.<Integer>make()).value(1);
        if (withPartners) {
          for (int i = 0; i <= capacity; i++) {
            channel.trySend(i);
          }
          Thread.startVirtualThread(() -> block(channel));
          Thread.startVirtualThread(() -> block(channel));
          QueuedCore core = SelectBlockingTest.core(channel);
          Await.until("both in line", () -> lineLength(core) == 2);
        }
      }

      private static void block(Channel<Integer> channel) {
        try {
          channel.send(9);
        } catch (InterruptedException | ChannelClosedException e) {
          // was in the way of an overflow
        }
      }

      private static int lineLength(QueuedCore core) {
        core.lock();
        try {
          core.shutBoth(0);
          return WaitQueue.count(core.senders, Integer.MAX_VALUE);
        } finally {
          core.wake(core.exit());
        }
      }

      @Override
      public void operate() throws Exception {
        operation.run(this);
      }

      /** Whatever has been lost, nobody who comes later waits for ever. */
      @Override
      public boolean works() throws Exception {
        QueuedCore core = SelectBlockingTest.core(channel);
        if (core.held) {
          throw new AssertionError("the lock is held");
        }
        touch(() -> select.poll());
        touch(() -> channel.tryReceive());
        touch(() -> channel.trySend(1));
        touch(() -> channel.receive(MOMENT));
        touch(() -> channel.send(1, MOMENT));
        touch(() -> channel.toString());
        touch(() -> channel.tryClose());
        touch(() -> channel.tryReceive());
        return channel.isClosed();
      }

      private static void touch(Callable<?> operation) throws Exception {
        try {
          operation.call();
        } catch (ChannelClosedException e) {
          // after a close
        }
      }
    }

    private interface Operation {
      void run(Victim victim) throws Exception;
    }

    public static void main(String[] args) {
      Overflows.run(Program::checkAll);
    }

    private static void checkAll() throws Exception {
      Map<String, Operation> operations = new LinkedHashMap<>();
      operations.put("trySend", victim -> victim.channel.trySend(1));
      operations.put("send", victim -> victim.channel.send(1, MOMENT));
      operations.put("tryReceive", victim -> victim.channel.tryReceive());
      operations.put("tryReceiveMany", victim -> victim.channel.tryReceiveMany(2));
      operations.put("receive", victim -> victim.channel.receive(MOMENT));
      operations.put("close", victim -> victim.channel.tryClose());
      operations.put("toString", victim -> victim.channel.toString());
      operations.put("poll", victim -> victim.select.poll());
      operations.put("await", victim -> victim.select.await(MOMENT));
      for (Map.Entry<String, Operation> entry : operations.entrySet()) {
        for (int capacity = 0; capacity < 2; capacity++) {
          for (boolean withPartners : new boolean[] {false, true}) {
            check(entry.getKey(), entry.getValue(), capacity, withPartners);
          }
        }
      }
    }

    private static void check(String name, Operation operation, int capacity, boolean withPartners)
        throws Exception {
      Channel<Integer> older = Channel.make(capacity);
      Overflows.of(
          "%s, capacity %d%s".formatted(name, capacity, withPartners ? ", with partners" : ""),
          Overflows.wanted() / CHANNELS,
          () -> new Victim(operation, capacity, withPartners),
          Program::check);
      use(older);
    }

    private static void check() throws Exception {
      for (int capacity : new int[] {0, 1, 2}) {
        use(Channel.make(capacity));
      }
    }

    private static void use(Channel<Integer> channel) throws Exception {
      Channel<Integer> received = Channel.make(3);
      Thread receiver =
          Go.go(
              () -> {
                channel.forEachReceived(received::send);
                received.close();
              });
      channel.send(1);
      channel.send(2, Duration.ofSeconds(20));
      channel.close();
      Await.ended(receiver);
      assertThat(received).containsExactly(1, 2);
      try {
        channel.send(3);
      } catch (ChannelClosedException e) {
        assertThat(e).hasMessage("send on closed channel: " + text(channel));
        return;
      }
      throw new AssertionError("sent on closed");
    }

    private static String text(Channel<Integer> channel) {
      return channel.toString().replace(", closed", "");
    }
  }
}
