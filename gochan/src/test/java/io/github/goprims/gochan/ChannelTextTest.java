package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Spec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that people search for and compare: each is tested as a whole. */
class ChannelTextTest {

  @Test
  void namedChannel() throws Exception {
    Channel<Integer> orders = Channel.<Integer>make(4).named("orders");
    assertThat(orders).hasToString("orders(length=0, capacity=4)");
    orders.send(1);
    orders.send(2);
    assertThat(orders).hasToString("orders(length=2, capacity=4)");
    orders.close();
    assertThat(orders).hasToString("orders(length=2, capacity=4), closed");
    orders.receive();
    orders.receive();
    assertThat(orders).hasToString("orders(length=0, capacity=4), closed");
  }

  @Test
  void unnamedChannels() {
    Channel<Integer> unbuffered = Channel.make();
    Channel<Integer> buffered = Channel.make(7);
    assertThat(unbuffered.toString()).matches("channel@[0-9a-f]+\\(length=0, capacity=0\\)");
    assertThat(buffered.toString()).matches("channel@[0-9a-f]+\\(length=0, capacity=7\\)");
    assertThat(unbuffered).hasToString(unbuffered.toString());
    assertThat(unbuffered.toString()).isNotEqualTo(Channel.make().toString());
    unbuffered.close();
    assertThat(unbuffered.toString())
        .matches("channel@[0-9a-f]+\\(length=0, capacity=0\\), closed");
  }

  @Test
  void nilChannel() {
    assertThat(Channel.nil()).hasToString("nil channel");
  }

  @Test
  void aNameCanBeChanged() {
    Channel<Integer> channel = Channel.<Integer>make().named("first");
    assertThat(channel.named("second")).isSameAs(channel);
    assertThat(channel).hasToString("second(length=0, capacity=0)");
    assertThatThrownBy(() -> channel.named(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
    assertThat(channel).hasToString("second(length=0, capacity=0)");
  }

  @Test
  void viewsSayWhichDirectionTheyAre() {
    Channel<Integer> channel = Channel.<Integer>make(1).named("orders");
    assertThat(channel.sendOnly()).hasToString("send-only orders(length=0, capacity=1)");
    assertThat(channel.receiveOnly()).hasToString("receive-only orders(length=0, capacity=1)");
  }

  @Test
  @Spec({"CHAN-15", "FAIL-03"})
  void sendOnClosed() {
    Channel<Integer> channel = Channel.<Integer>make(4).named("orders");
    channel.close();
    for (Task send :
        List.<Task>of(
            () -> channel.send(1),
            () -> channel.send(1, Duration.ofDays(1)),
            () -> channel.trySend(1),
            () -> channel.sendOnly().send(1))) {
      assertThatThrownBy(send::run)
          .isExactlyInstanceOf(ChannelClosedException.class)
          .hasMessage("send on closed channel: orders(length=0, capacity=4)");
    }
  }

  @Test
  @Spec({"CHAN-14", "FAIL-03"})
  void closeOfClosed() throws Exception {
    Channel<Integer> channel = Channel.<Integer>make(4).named("orders");
    channel.send(1);
    channel.close();
    assertThatThrownBy(channel::close)
        .isExactlyInstanceOf(ChannelClosedException.class)
        .hasMessage("close of closed channel: orders(length=1, capacity=4)");
  }

  @Test
  @Spec({"CHAN-13", "FAIL-03"})
  void closeOfNil() {
    assertThatThrownBy(() -> Channel.nil().close())
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("close of nil channel");
  }

  @Test
  void aChannelMadeWithAName() {
    Channel<Integer> jobs = Channel.make("jobs", 16);
    assertThat(jobs).hasToString("jobs(length=0, capacity=16)");
    Channel<String> unbuffered = Channel.make("signals", 0);
    assertThat(unbuffered).hasToString("signals(length=0, capacity=0)");
    assertThat(unbuffered.trySend("nobody waits")).isFalse();
    assertThatThrownBy(() -> Channel.make(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
    assertThatThrownBy(() -> Channel.make("jobs", -1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("makechan: size out of range: -1");
  }

  @Test
  @Spec({"CHAN-11", "FAIL-03"})
  void sizeOutOfRange() {
    assertThatThrownBy(() -> Channel.make(-1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("makechan: size out of range: -1");
    assertThatThrownBy(() -> Channel.make((1 << 30) + 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("makechan: size out of range: 1073741825");
  }

  @Test
  @Spec("FAIL-01")
  void channelClosedExceptionIsUncheckedWithATrace() {
    Channel<Integer> channel = Channel.make();
    channel.close();
    assertThat(IllegalStateException.class).isAssignableFrom(ChannelClosedException.class);
    assertThatThrownBy(() -> channel.send(1))
        .satisfies(
            thrown -> {
              StringWriter trace = new StringWriter();
              thrown.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).contains("ChannelTextTest");
            });
  }
}
