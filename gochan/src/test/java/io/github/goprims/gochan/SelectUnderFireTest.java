package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Selects that are misused, changed often, or printed while they change. */
@ExtendWith(LeakCheck.class)
class SelectUnderFireTest {

  private static final Duration MOMENT = Duration.ofNanos(10_000);

  @Test
  void aRefusedAwaitKeepsThePreviousResult() throws Exception {
    Channel<Integer> in = Channel.make(1);
    Channel<Integer> out = Channel.make(1);
    in.send(7);
    Select select = Select.create();
    ReceiveCase<Integer> receive = select.onReceive(in);
    SendCase<Integer> send = select.onSend(out).value(1).enabled(false);
    assertThat(select.await()).isSameAs(receive);
    select.onSend(out); // without a value
    for (boolean on : new boolean[] {false, true}) {
      send.enabled(on);
      assertThatThrownBy(on ? select::poll : select::await)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("send case 2 has no value");
      assertThat(receive.value()).isEqualTo(7);
      assertThat(receive.isOpen()).isTrue();
    }
  }

  /**
   * Two threads use one select at once, and change it. Each call of them is refused or does its
   * work; and what others do with the channels works as ever.
   */
  @EveryThreadKind
  @Spec({"SELECT-15", "SELECT-18"})
  void misuseByTwoThreadsHarmsNobodyElse(ThreadKind kind) throws Exception {
    long seed = Long.getLong("goprims.seed", System.nanoTime());
    System.out.println("select misuse, " + kind + ": -Dgoprims.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Channel<Integer>> channels = List.of(Channel.make(), Channel.make(2), Channel.make());
    Select select = Select.create();
    List<ReceiveCase<Integer>> cases = new ArrayList<>();
    channels.forEach(channel -> cases.add(select.onReceive(channel)));
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger running = new AtomicInteger(2);
    for (int id = 0; id < 2; id++) {
      SplittableRandom own = random.split();
      kind.start(
          "misuser",
          () -> {
            for (int i = 0; i < 20_000; i++) {
              try {
                switch (own.nextInt(4)) {
                  case 0 -> cases.get(own.nextInt(3)).enabled(own.nextInt(4) > 0);
                  case 1 -> cases.get(own.nextInt(3)).channel(channels.get(own.nextInt(3)));
                  case 2 -> taken.addAndGet(select.poll() == null ? 0 : 1);
                  default -> taken.addAndGet(select.await(MOMENT) == null ? 0 : 1);
                }
              } catch (IllegalStateException e) {
                refused.incrementAndGet();
              }
            }
            running.decrementAndGet();
          });
    }
    int sent = 0;
    int received = 0;
    while (running.get() > 0) {
      Channel<Integer> channel = channels.get(sent % 3);
      sent += channel.send(1, MOMENT) ? 1 : 0;
      received += channel.tryReceive() == null ? 0 : 1;
      received += channel.receive(Duration.ofNanos(1)) == null ? 0 : 1;
    }
    for (Channel<Integer> channel : channels) {
      while (channel.tryReceive() != null) {
        received++;
      }
      assertThat(SelectBlockingTest.nobodyWaitsOn(channel)).isTrue();
    }
    assertThat(taken.get() + received).isEqualTo(sent);
    assertThat(refused).hasPositiveValue();
  }

  /** By the number of cases, not by its square. */
  @Test
  @Spec("SELECT-23")
  void changingOneOfManyCasesStaysQuick() {
    int count = 65_536;
    Select select = Select.create();
    List<Channel<Integer>> channels = new ArrayList<>();
    List<ReceiveCase<Integer>> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      channels.add(Channel.make());
      cases.add(select.onReceive(channels.get(i)));
    }
    long before = Long.MAX_VALUE;
    long after = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      select.poll();
      before = Math.min(before, nanosOf(select));
      cases.get(i).channel(channels.get(count - 1 - i)); // the order of the locks is another
      after = Math.min(after, nanosOf(select));
    }
    assertThat((double) after / before).isLessThan(30);
  }

  private static long nanosOf(Select select) {
    long start = System.nanoTime();
    assertThat(select.poll() == null).isTrue();
    return System.nanoTime() - start;
  }

  @Test
  @Spec("SELECT-18")
  void aChannelASelectLeftIsGarbage() throws Exception {
    Select select = Select.create();
    Channel<Object> stays = Channel.make();
    List<WeakReference<Object>> left = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      left.add(leftBehind(select, stays));
    }
    for (WeakReference<Object> value : left) {
      Await.until(
          "its value is garbage, too",
          () -> {
            System.gc();
            return value.get() == null;
          });
    }
    assertThat(select.poll()).isNull();
  }

  private static WeakReference<Object> leftBehind(Select select, Channel<Object> stays)
      throws InterruptedException {
    Channel<Object> channel = Channel.make(1);
    Object value = new Object();
    channel.send(value);
    ReceiveCase<Object> other = select.onReceive(stays);
    SendCase<Object> leaves = select.onSend(channel).value(1);
    assertThat(select.poll()).as("full").isNull(); // all channels were locked
    leaves.channel(stays);
    other.channel(null);
    return new WeakReference<>(value);
  }

  @EveryThreadKind
  void printingNeverFails(ThreadKind kind) {
    AtomicBoolean ended = new AtomicBoolean();
    Channel<Integer> channel = Channel.<Integer>make(2).named("it");
    Ticker ticker = Ticker.make(Duration.ofNanos(50_000));
    Select select = Select.create();
    SelectWait wait = new SelectWait(select, true);
    List<Object> printed =
        List.of(
            select, wait, channel, channel.sendOnly(), ticker.channel(), select.onReceive(channel));
    Attempt<Integer> printer =
        kind.attempt(
            "printer",
            () -> {
              int length = 0;
              while (!ended.get()) {
                for (Object object : printed) {
                  length = Math.max(length, object.toString().length());
                }
              }
              return length;
            });
    Attempt<Void> owner =
        kind.other()
            .attempt(
                "owner",
                () -> {
                  for (int i = 0; i < 3_000; i++) {
                    SendCase<Integer> send = select.onSend(channel).value(i);
                    select.onReceive(ticker.channel());
                    select.await(MOMENT);
                    channel.tryReceive();
                    send.channel(null);
                  }
                });
    owner.failed();
    ended.set(true);
    assertThat(printer.result()).isGreaterThan(10);
    assertThat(owner.result()).isNull();
  }
}
