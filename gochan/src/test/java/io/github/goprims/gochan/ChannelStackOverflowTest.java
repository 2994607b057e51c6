package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ChannelStackOverflowTest {

  @EveryCapacityAndThreadKind
  @Spec("INT-12")
  void operationsWorkAtTheEndOfADeepRecursion(int capacity, ThreadKind kind) throws Exception {
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
  @ValueSource(strings = {"-Xint", "-XX:+UseSerialGC"})
  @Spec("INT-12")
  void aStackOverflowInAnOperationLeavesOtherChannelsUsable(String option) throws Exception {
    // The JVM warns of overflows in its locks.
    List<String> output =
        OwnJvm.outputOf(Overflow.class, "-XX:-PrintWarnings", "-Xss512k", "-esa", "-ea", option);
    assertThat(output).hasSize(72).allMatch(line -> line.endsWith(": others work"));
  }

  /** The program of that process. */
  static final class Overflow {
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final int ENOUGH = 20;
    private static final int ALL = 150;
    private static final int MOST = 300;

    /** A channel, a select over it, and perhaps somebody who is blocked on it. */
    private static final class Victim {
      final Channel<Integer> channel;
      final Select select = Select.create();
      final SendCase<Integer> sendCase;

      Victim(int capacity, boolean withPartners) {
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
        core.lock.lock();
        try {
          core.enterQueueMode();
          return core.senders.size();
        } finally {
          core.wake(core.exit());
        }
      }

      /** Whatever has been lost, nobody who comes later waits for ever. */
      void touch() throws Exception {
        QueuedCore core = SelectBlockingTest.core(channel);
        require(!core.lock.held, "the lock is held");
        touch(() -> select.poll());
        touch(() -> channel.tryReceive());
        touch(() -> channel.trySend(1));
        touch(() -> channel.receive(MOMENT));
        touch(() -> channel.send(1, MOMENT));
        touch(() -> channel.toString());
        touch(() -> channel.tryClose());
        touch(() -> channel.tryReceive());
        require(channel.isClosed(), "open");
      }

      private static void touch(Callable<?> operation) throws Exception {
        try {
          operation.call();
        } catch (ChannelClosedException e) {
          // after a close
        }
      }

      private static void require(boolean condition, String otherwise) {
        if (!condition) {
          throw new AssertionError(otherwise);
        }
      }
    }

    private interface Operation {
      void run(Victim victim) throws Exception;
    }

    private final Operation operation;
    private final List<Victim> victims = new ArrayList<>();
    private final List<Victim> used = new ArrayList<>();
    private int levels;
    private int overflows;
    private int successes;
    private @Nullable Throwable failure;

    private Overflow(int capacity, boolean withPartners, Operation operation) {
      this.operation = operation;
      for (int i = 0; i < MOST; i++) {
        victims.add(new Victim(capacity, withPartners));
      }
    }

    public static void main(String[] args) throws Exception {
      try {
        checkAll();
        System.exit(0);
      } catch (Throwable failure) {
        failure.printStackTrace();
        System.exit(1); // whatever is still running
      }
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
      check(); // and make sure that all classes are there
      for (Map.Entry<String, Operation> entry : operations.entrySet()) {
        for (int capacity = 0; capacity < 2; capacity++) {
          for (boolean withPartners : new boolean[] {false, true}) {
            entry.getValue().run(new Victim(capacity, withPartners));
            for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
              check(kind, entry.getKey(), capacity, withPartners, entry.getValue());
            }
          }
        }
      }
    }

    private static void check(
        Thread.Builder kind, String name, int capacity, boolean withPartners, Operation operation)
        throws Exception {
      Channel<Integer> older = Channel.make(capacity);
      Overflow overflow = new Overflow(capacity, withPartners, operation);
      Thread thread = kind.start(overflow::run);
      Await.ended(thread);
      if (overflow.failure != null) {
        throw new AssertionError(name, overflow.failure);
      }
      if (overflow.overflows == 0 || overflow.successes == 0) {
        throw new AssertionError(name + " was not run near the end of the stack");
      }
      use(older);
      check();
      FutureTask<Boolean> touching = new FutureTask<>(overflow::touchAll);
      Thread.ofPlatform().daemon().start(touching);
      touching.get(20, TimeUnit.SECONDS);
      System.out.println(name + " with capacity " + capacity + ": others work");
    }

    private boolean touchAll() throws Exception {
      for (Victim victim : used) {
        victim.touch();
      }
      return true;
    }

    private void run() {
      try {
        recurse();
      } catch (StackOverflowError e) {
        // has done its work
      } catch (Throwable e) {
        failure = e;
      }
    }

    /**
     * Runs the operation on the way back, with a little more stack each time, until it succeeds.
     */
    private void recurse() {
      try {
        recurse();
      } catch (StackOverflowError e) {
        levels++;
        boolean due = overflows < ALL || levels % 64 == 0; // a virtual thread parks far up only
        if (successes < ENOUGH && due && !victims.isEmpty()) {
          attempt();
        }
        throw e;
      }
    }

    private void attempt() {
      Victim victim = victims.getLast();
      try {
        operation.run(victim);
        successes++;
      } catch (StackOverflowError e) {
        overflows++;
      } catch (ChannelClosedException e) {
        throw new AssertionError(e);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      victims.removeLast();
      used.add(victim);
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
