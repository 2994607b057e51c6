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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
  @Test
  @Spec("INT-12")
  void aStackOverflowInAnOperationLeavesOtherChannelsUsable() throws Exception {
    // The JVM warns of overflows in its locks.
    List<String> output = OwnJvm.outputOf(Overflow.class, "-XX:-PrintWarnings");
    assertThat(output).isNotEmpty().allMatch(line -> line.endsWith(": others work"));
  }

  /** The program of that process. */
  static final class Overflow {
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final int ENOUGH = 20;

    private interface Operation {
      void run(Channel<Integer> channel) throws Exception;
    }

    private final Operation operation;
    private final List<Channel<Integer>> victims = new ArrayList<>();
    private int overflows;
    private int successes;

    private Overflow(int capacity, Operation operation) {
      this.operation = operation;
      for (int i = 0; i < 2_000; i++) {
        victims.add(Channel.make(capacity));
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
      operations.put("trySend", channel -> channel.trySend(1));
      operations.put("send", channel -> channel.send(1, MOMENT));
      operations.put("tryReceive", channel -> channel.tryReceive());
      operations.put("receive", channel -> channel.receive(MOMENT));
      operations.put("close", channel -> channel.tryClose());
      operations.put("toString", channel -> channel.toString());
      check(); // and make sure that all classes are there
      for (Map.Entry<String, Operation> entry : operations.entrySet()) {
        for (int capacity = 0; capacity < 2; capacity++) {
          Channel<Integer> older = Channel.make(capacity);
          entry.getValue().run(Channel.make(capacity));
          Overflow overflow = new Overflow(capacity, entry.getValue());
          Thread thread = new Thread(null, overflow::run, "deep", 512 * 1024);
          thread.start();
          Await.ended(thread);
          if (overflow.overflows == 0 || overflow.successes == 0) {
            throw new AssertionError(entry.getKey() + " was not run near the end of the stack");
          }
          use(older);
          check();
          System.out.println(entry.getKey() + " with capacity " + capacity + ": others work");
        }
      }
    }

    private void run() {
      try {
        recurse();
      } catch (StackOverflowError e) {
        // has done its work
      }
    }

    /**
     * Runs the operation on the way back, with a little more stack each time, until it succeeds.
     */
    private void recurse() {
      try {
        recurse();
      } catch (StackOverflowError e) {
        if (successes < ENOUGH) {
          attempt();
        }
        throw e;
      }
    }

    private void attempt() {
      try {
        operation.run(victims.removeLast());
        successes++;
      } catch (StackOverflowError e) {
        overflows++;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
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
