package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.EveryCapacityAndThreadKind;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The edges of the memory model, by plain fields that nothing but the channel under test protects.
 * Passing proves little on a strongly ordered processor, failing proves all; the finer instrument
 * is jcstress.
 */
@ExtendWith(LeakCheck.class)
class ChannelVisibilityTest {

  private static final int ROUNDS = 2_000;

  /** Not final, not volatile: it is the channel that publishes them. */
  private static final class Message {
    int number;
    long twice;
    int[] copies;

    Message(int number) {
      this.number = number;
      twice = 2L * number;
      copies = new int[] {number, number, number};
    }

    boolean isWhole(int expected) {
      return number == expected
          && twice == 2L * expected
          && copies[0] == expected
          && copies[1] == expected
          && copies[2] == expected;
    }
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-26", "CHAN-37"})
  void receiverSeesWhatPrecededTheSend(int capacity, ThreadKind kind) throws Exception {
    Channel<Message> channel = Channel.make(capacity);
    int[] plain = new int[ROUNDS];
    kind.start(
        "sender",
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            plain[i] = i + 1;
            channel.send(new Message(i));
          }
        });
    int torn = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Message message = Objects.requireNonNull(channel.receive());
      torn += message.isWhole(i) && plain[i] == i + 1 ? 0 : 1;
    }
    assertThat(torn).isZero();
  }

  @EveryCapacityAndThreadKind
  @Spec({"CHAN-26", "CHAN-37"})
  void tryReceiverSeesWhatPrecededTheTry(int capacity, ThreadKind kind) {
    Channel<Message> channel = Channel.make(capacity + 1);
    kind.start(
        "sender",
        () -> {
          for (int i = 0; i < ROUNDS; ) {
            if (channel.trySend(new Message(i))) {
              i++;
            } else {
              channel.send(new Message(i++));
            }
          }
          channel.close();
        });
    Attempt<Integer> torn =
        kind.attempt(
            "receiver",
            () -> {
              int count = 0;
              for (int i = 0; i < ROUNDS; i++) {
                Message message = channel.tryReceive();
                if (message == null) {
                  message = Objects.requireNonNull(channel.receive());
                }
                count += message.isWhole(i) ? 0 : 1;
              }
              return count;
            });
    assertThat(torn.result()).isZero();
  }

  private int plain;

  @EveryCapacityAndThreadKind
  @Spec("CHAN-27")
  void aReceiverSeesWhatPrecededTheClose(int capacity, ThreadKind kind) {
    for (int round = 1; round <= 100; round++) {
      Channel<Integer> channel = Channel.make(capacity);
      int written = round;
      Attempt<Integer> seen =
          kind.attempt(
              "receiver",
              () -> {
                assertThat(channel.receive()).isNull();
                return plain;
              });
      kind.start(
          "closer",
          () -> {
            plain = written;
            channel.close();
          });
      assertThat(seen.result()).isEqualTo(written);
    }
  }

  @EveryThreadKind
  @Spec("CHAN-28")
  void unbufferedSenderSeesWhatPrecededTheReceive(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    int[] plain = new int[ROUNDS];
    kind.start(
        "receiver",
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            plain[i] = i + 1;
            channel.receive();
          }
        });
    int unseen = 0;
    for (int i = 0; i < ROUNDS; i++) {
      channel.send(i);
      unseen += plain[i] == i + 1 ? 0 : 1;
    }
    assertThat(unseen).isZero();
  }

  @EveryCapacityAndThreadKind
  @Spec("CHAN-29")
  void aLaterSendSeesWhatPrecededTheReceive(int capacity, ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(capacity);
    int[] plain = new int[ROUNDS];
    kind.start(
        "receiver",
        () -> {
          for (int k = 0; k < ROUNDS; k++) {
            plain[k] = k + 1;
            channel.receive();
          }
        });
    int unseen = 0;
    for (int i = 0; i < ROUNDS; i++) {
      channel.send(i);
      int k = i - capacity;
      unseen += k < 0 || plain[k] == k + 1 ? 0 : 1;
    }
    assertThat(unseen).isZero();
  }

  /** A send takes one of the permits, a receive gives it back. */
  @EveryThreadKind
  @Spec("CHAN-29")
  void channelOfCapacityOneIsALock(ThreadKind kind) {
    Channel<Boolean> lock = Channel.make(1);
    int threads = 4;
    List<Attempt<Void>> attempts = new ArrayList<>();
    plain = 0;
    for (int t = 0; t < threads; t++) {
      attempts.add(
          kind.attempt(
              "user of the lock",
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  lock.send(true);
                  plain++;
                  lock.receive();
                }
              }));
    }
    assertThat(attempts).noneMatch(Attempt::failed);
    assertThat(plain).isEqualTo(threads * ROUNDS);
  }

  @EveryCapacity
  @Spec("CHAN-29")
  void channelIsACountingSemaphore(int capacity) {
    int permits = capacity + 1;
    Channel<Boolean> semaphore = Channel.make(permits);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Attempt<Void>> attempts = new ArrayList<>();
    for (int t = 0; t < permits + 4; t++) {
      attempts.add(
          ThreadKind.VIRTUAL.attempt(
              "user",
              () -> {
                for (int i = 0; i < 100; i++) {
                  semaphore.send(true);
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  Go.sleep(Duration.ofNanos(1)); // lets others in, if they can come in
                  inside.decrementAndGet();
                  semaphore.receive();
                }
              }));
    }
    assertThat(attempts).noneMatch(Attempt::failed);
    assertThat(most.get()).isBetween(1, permits);
  }

  /** What is not promised cannot be seen from outside; but it can be read. */
  @Test
  @Spec({"CHAN-30", "CHAN-10"})
  void documentationPromisesNothingForLengthsAndFailedTries() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/github/goprims/gochan/Channel.java"));
    String javadoc = source.substring(0, source.indexOf("public final class"));
    assertThat(javadoc.replaceAll("\\s*\\n \\* +", " "))
        .contains("lengths, state queries and tries that fail order nothing");
  }
}
