package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Overflows;
import io.github.goprims.gochan.testing.Spec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowStackOverflowTest {

  /** In a process of its own: an overflow can also break classes that other tests need. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed", Overflows.SMALL_PROBES})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec({"INT-12", "FLOW-12"})
  void aStackOverflowLeavesBothEndsUsable(String mode) throws Exception {
    Overflows.assertHarmless(Program.class, 100, 9, mode, "-esa");
  }

  /** The program of that process. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) {
      Overflows.run(Program::checkAll);
    }

    private static void checkAll() throws Exception {
      Map<String, Supplier<Overflows.Victim>> victims = new LinkedHashMap<>();
      victims.put("tryReceive", () -> new Receiving(false, ReceiveChannel::tryReceive));
      victims.put("receive", () -> new Receiving(false, ReceiveChannel::receive));
      victims.put(
          "tryReceiveMany",
          () -> new Receiving(false, channel -> first(channel.tryReceiveMany(1))));
      victims.put(
          "select",
          () -> new Receiving(false, channel -> Select.first(Select.receive(channel, v -> v))));
      victims.put(
          "tryReceive, request fails", () -> new Receiving(true, ReceiveChannel::tryReceive));
      victims.put("close", () -> new Ending(FlowSubscription::close));
      victims.put("complete", () -> new Ending(null));
      victims.put("request", () -> new Asking(false));
      victims.put("cancel", () -> new Asking(true));
      for (Map.Entry<String, Supplier<Overflows.Victim>> victim : victims.entrySet()) {
        Overflows.of(victim.getKey(), Overflows.wanted(), victim.getValue(), Program::useBoth);
      }
    }

    private static @Nullable Integer first(Iterable<Integer> values) {
      for (Integer value : values) {
        return value;
      }
      return null;
    }

    private static void useBoth() throws Exception {
      Channel<Integer> channel = Channel.make(2);
      channel.send(1);
      channel.close();
      assertThat(Flows.subscribe(Flows.publisher(channel), 1).channel()).containsExactly(1);
    }
  }

  /** Counts what it is asked for. */
  private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
    private final boolean fails;
    private volatile Flow.@Nullable Subscriber<? super Integer> subscriber;
    private volatile int requests;
    private volatile int cancels;

    Source(boolean fails) {
      this.fails = fails;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    Flow.Subscriber<? super Integer> subscriber() {
      return Objects.requireNonNull(subscriber);
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // by one thread at a time
    public void request(long count) {
      requests++;
      if (fails && requests > 1) {
        throw new IllegalStateException("sample");
      }
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // by one thread at a time
    public void cancel() {
      cancels++;
    }
  }

  /** The one value of a subscription is received. */
  private static final class Receiving implements Overflows.Victim {

    private interface Way {
      @Nullable Integer receiveFrom(ReceiveChannel<Integer> channel) throws Exception;
    }

    private final Source source;
    private final Way way;
    private final FlowSubscription<Integer> subscription;
    private @Nullable Integer received;

    Receiving(boolean fails, Way way) {
      this.way = way;
      source = new Source(fails);
      subscription = Flows.subscribe(source, 1);
      source.subscriber().onNext(1);
    }

    @Override
    public void operate() throws Exception {
      received = way.receiveFrom(subscription.channel());
    }

    /** The value is not lost, the publisher hears of the room, and close is for good. */
    @Override
    public boolean works() {
      ReceiveChannel<Integer> channel = subscription.channel();
      boolean has = received != null || channel.tryReceive() != null;
      channel.tryReceive(); // tells what may have been left to be told
      boolean asked = source.requests == 2;
      subscription.close();
      return has && asked && source.cancels == 1 && channel.isDrained();
    }
  }

  /** A subscription ends, by its user or by its publisher. */
  private static final class Ending implements Overflows.Victim {
    private final Source source = new Source(false);
    private final FlowSubscription<Integer> subscription = Flows.subscribe(source, 1);
    private final @Nullable ThrowingConsumer<FlowSubscription<Integer>, Exception> way;

    Ending(@Nullable ThrowingConsumer<FlowSubscription<Integer>, Exception> way) {
      this.way = way;
    }

    @Override
    public void operate() throws Exception {
      if (way == null) {
        source.subscriber().onComplete();
      } else {
        way.accept(subscription);
      }
    }

    /** A close that comes later makes up for what is missing. */
    @Override
    public boolean works() {
      boolean completed = way == null && subscription.channel().isDrained();
      subscription.close();
      return subscription.channel().isDrained() && source.cancels == (completed ? 0 : 1);
    }
  }

  /** The subscriber of a channel asks for a value, or wants no more. */
  private static final class Asking implements Overflows.Victim {
    private final boolean cancels;
    private final AtomicInteger count = new AtomicInteger();
    private final Channel<Integer> channel = Channel.make(2);
    private final FlowProbe<Integer> probe = new FlowProbe<>(value -> count.incrementAndGet());

    Asking(boolean cancels) {
      this.cancels = cancels;
      channel.trySend(1);
      channel.trySend(2);
      probe.subscribeTo(Flows.publisher(channel));
    }

    @Override
    public void operate() {
      if (cancels) {
        probe.subscription().cancel();
      } else {
        probe.subscription().request(1);
      }
    }

    /** What was not heard is heard with the next that comes. */
    @Override
    public boolean works() {
      if (!cancels) {
        probe.subscription().request(1);
        Await.until("a value has come", () -> count.get() > 0);
      }
      probe.subscription().cancel();
      Await.ended(probe.thread());
      return !cancels || channel.length() == 2;
    }
  }
}
