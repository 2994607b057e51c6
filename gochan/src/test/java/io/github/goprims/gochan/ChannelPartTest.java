package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A buffered channel whose sides get a ring each while it is in use; again has no effect. */
@ExtendWith(LeakCheck.class)
class ChannelPartTest {

  private static void part(Channel<?> channel) {
    ((BufferedCore) channel.core()).part();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  @Spec({"CHAN-03", "CHAN-09"})
  void theValuesInItStayInOrder(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    int put = 0;
    int taken = 0;
    for (int lap = 0; lap < 5; lap++) {
      while (channel.trySend(put)) {
        put++;
      }
      part(channel);
      assertThat(channel.length()).isEqualTo(capacity);
      assertThat(channel.trySend(-1)).isFalse();
      for (Integer value = channel.tryReceive(); value != null; value = channel.tryReceive()) {
        assertThat(value).isEqualTo(taken++);
      }
      part(channel);
      assertThat(channel.length()).isZero();
    }
    assertThat(taken).isEqualTo(put).isEqualTo(5 * capacity);
  }

  @EveryThreadKind
  @Spec({"CHAN-04", "CHAN-07"})
  void blockedSendersStayInLine(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make(2);
    channel.send(1);
    channel.send(2);
    Attempt<?> sender = kind.attempt("sender", () -> channel.send(3));
    sender.awaitBlocked("chan send");
    part(channel);
    assertThat(channel.trySend(4)).isFalse();
    assertThat(channel.receive()).isEqualTo(1);
    sender.result();
    assertThat(channel.receive()).isEqualTo(2);
    assertThat(channel.trySend(4)).isTrue();
    assertThat(channel.receive()).isEqualTo(3);
    assertThat(channel.receive()).isEqualTo(4);
  }

  @EveryThreadKind
  @Spec("CHAN-06")
  void aBlockedReceiverIsServed(ThreadKind kind) {
    Channel<Integer> channel = Channel.make(2);
    Attempt<Integer> receiver = kind.attempt("receiver", () -> channel.receive());
    receiver.awaitBlocked("chan receive");
    part(channel);
    assertThat(channel.trySend(1)).isTrue();
    assertThat(receiver.result()).isEqualTo(1);
    assertThat(channel.trySend(2)).isTrue();
    assertThat(channel.tryReceive()).isEqualTo(2);
  }

  @Test
  @Spec({"CHAN-15", "CHAN-16"})
  void itStaysClosed() throws Exception {
    Channel<Integer> channel = Channel.make(2);
    channel.send(1);
    channel.close();
    part(channel);
    assertThat(channel.isDrained()).isFalse();
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.receive()).isNull();
    assertThat(channel.isDrained()).isTrue();
  }
}
