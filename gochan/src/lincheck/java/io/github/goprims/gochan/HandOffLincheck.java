package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.LincheckRuns.longScenario;
import static io.github.goprims.gochan.testing.LincheckRuns.require;
import static io.github.goprims.gochan.testing.LincheckRuns.scenario;
import static io.github.goprims.gochan.testing.LincheckRuns.shared;
import static io.github.goprims.gochan.testing.LincheckRuns.start;

import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.HastyClock;
import io.github.goprims.gochan.testing.LincheckRuns.Running;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small scenarios of threads that wait for each other, with interleavings of each tried one by one.
 *
 * <p>An interleaving in which somebody waits for ever for a result is reported. A result without
 * its unpark is not: to Lincheck any park may end for no reason. That is left to jcstress and to
 * {@link Soak}.
 */
class HandOffLincheck {

  private static final Duration A_MOMENT = Duration.ofNanos(1);
  private static final String NOBODY_SEEN = "who tried while the sender waited saw nobody";

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void twoSendersMeetOneReceiver(int capacity) {
    scenario(
        () -> {
          Channel<Integer> channel = shared(Channel.make(capacity));
          Running<Object> one = start(() -> send(channel, 1));
          Running<Object> two = start(() -> send(channel, 2));
          require(channel.receive() + channel.receive() == 3);
          one.result();
          two.result();
          requireIdle(channel);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void twoReceiversMeetOneSender(int capacity) {
    scenario(
        () -> {
          Channel<Integer> channel = shared(Channel.make(capacity));
          Running<Integer> one = start(channel::receive);
          Running<Integer> two = start(channel::receive);
          channel.send(1);
          channel.send(2);
          require(one.result() + two.result() == 3);
          requireIdle(channel);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void valuesKeepTheirOrder(int capacity) {
    scenario(
        () -> {
          Channel<Integer> channel = shared(Channel.make(capacity));
          Running<Object> sender =
              start(
                  () -> {
                    for (int i = 1; i <= 3; i++) {
                      channel.send(i);
                    }
                    channel.close();
                    return "sent";
                  });
          for (int i = 1; i <= 3; i++) {
            require(channel.receive() == i);
          }
          require(channel.receive() == null);
          sender.result();
          requireIdle(channel);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void hurriedSendAndReceiveAgreeWhetherTheyMet(int capacity) {
    HastyClock.rules(
        () ->
            scenario(
                () -> {
                  Channel<Integer> channel = shared(Channel.make(capacity));
                  Running<Boolean> sent = start(() -> channel.send(1, A_MOMENT));
                  Running<Integer> received = start(() -> channel.receive(A_MOMENT));
                  boolean done = sent.result();
                  require(done == (received.result() != null || channel.tryReceive() != null));
                  requireIdle(channel);
                }));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void givingUpLeavesTheOthersTheirPartner(int capacity) {
    HastyClock.rules(
        () ->
            scenario(
                () -> {
                  Channel<Integer> channel = shared(Channel.make(capacity));
                  for (int i = 0; i < capacity; i++) {
                    channel.trySend(4);
                  }
                  Running<Boolean> hasty = start(() -> channel.send(1, A_MOMENT));
                  Running<Object> patient = start(() -> send(channel, 2));
                  int sum = channel.receive();
                  if (hasty.result()) {
                    sum += channel.receive();
                  }
                  if (capacity > 0) {
                    sum += channel.receive();
                  }
                  patient.result();
                  require(sum == 2 + (hasty.result() ? 1 : 0) + 4 * capacity);
                  requireIdle(channel);
                }));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void closeEndsEveryWait(int capacity) {
    scenario(
        () -> {
          Channel<Integer> channel = shared(Channel.make(capacity));
          Running<Object> sender = start(() -> send(channel, 1));
          Running<Integer> receiver = start(channel::receive);
          channel.close();
          boolean arrived = receiver.result() != null || channel.tryReceive() != null;
          require(sender.failedWith(ChannelClosedException.class) != arrived);
          require(channel.isDrained());
          requireIdle(channel);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void interruptedSendHasSentOrNot(int capacity) {
    scenario(
        () -> {
          Channel<Integer> channel = shared(Channel.make(capacity));
          for (int i = 0; i < capacity; i++) {
            channel.trySend(1);
          }
          Running<Object> sender = start(() -> send(channel, 1));
          Running<Integer> receiver = start(channel::tryReceive);
          sender.interrupt();
          int arrived = receiver.result() != null ? 1 : 0;
          boolean failed = sender.failedWith(InterruptedException.class);
          while (channel.tryReceive() != null) {
            arrived++;
          }
          require(arrived == capacity + (failed ? 0 : 1));
          requireIdle(channel);
        });
  }

  /**
   * A try that has seen the only waiter, and stops before it settles it, must not make another try
   * see nobody: if the waiter then gives up, both have missed somebody who waited all through the
   * second.
   */
  @Test
  void aTryUnderWayMisleadsNoOther() {
    longScenario(HandOffLincheck::twoTriesAtAHastySend);
  }

  private static void twoTriesAtAHastySend() throws Exception {
    LookingClock clock = new LookingClock();
    TimeSource.Injected injected = TimeSource.inject(() -> clock);
    try {
      Running<Integer> other = start(clock.channel::tryReceive);
      boolean sent = clock.channel.send(1, A_MOMENT.plus(A_MOMENT));
      require(sent == (clock.received != null || other.result() != null));
      if (clock.looked && !sent) {
        throw new AssertionError(NOBODY_SEEN);
      }
    } finally {
      injected.close();
    }
  }

  /** Whose time passes with the looks of one thread, and who tries to receive while that waits. */
  private static final class LookingClock implements TimeSource {
    private final Channel<Integer> channel = Channel.make();
    private long now;
    private boolean looked;
    private @Nullable Integer received;

    @Override
    public long nanoTime() {
      return now++;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH;
    }

    @Override
    public Scheduler scheduler() {
      throw new UnsupportedOperationException("no alarms here");
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      received = channel.tryReceive();
      looked = true;
    }
  }

  private static Object send(Channel<Integer> channel, int value) throws InterruptedException {
    channel.send(value);
    return "sent";
  }

  private static void requireIdle(Channel<Integer> channel) {
    NobodyQueued.require(channel);
    require(channel.length() == 0);
  }
}
