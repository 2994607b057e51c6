package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ChannelClosedException;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.SingleFlight;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation on what was made in a bubble is refused elsewhere, before it changes anything. */
class UseFromOutsideTest {

  private static final Duration LONG = Duration.ofDays(1);

  private static final Channel<Integer> CHANNEL = inBubble(() -> Channel.make("orders", 4));
  private static final Select SELECT =
      inBubble(
          () -> {
            Select select = Select.create();
            select.onReceive(CHANNEL);
            return select;
          });
  private static final Timer TIMER = inBubble(() -> Timer.make(LONG));
  private static final Timer FUNCTION = inBubble(() -> Timer.afterFunc(LONG, () -> {}));
  private static final Ticker TICKER = inBubble(() -> Ticker.make(LONG));
  private static final CancelableContext CONTEXT =
      inBubble(() -> Context.background().withCancel());
  private static final Mutex MUTEX = inBubble(() -> new Mutex().named("accounts"));
  private static final RWMutex RW_MUTEX = inBubble(() -> new RWMutex().named("cache"));
  private static final Cond COND = inBubble(() -> Cond.on(new Mutex()).named("change"));
  private static final WaitGroup WAIT_GROUP = inBubble(() -> new WaitGroup().named("tasks"));
  private static final WeightedSemaphore SEMAPHORE =
      inBubble(() -> WeightedSemaphore.of(2).named("memory"));
  private static final ErrGroup ERR_GROUP = inBubble(() -> ErrGroup.create().named("parts"));
  private static final SingleFlight<String, Integer> FLIGHTS =
      inBubble(() -> new SingleFlight<String, Integer>().named("pages"));

  /** What is made in a bubble, and outlives it. */
  private static <T> T inBubble(Callable<T> maker) {
    AtomicReference<T> made = new AtomicReference<>();
    Throwable failure = catchThrowable(() -> Bubble.run(() -> made.set(maker.call())));
    assertThat(failure).isNull();
    return Objects.requireNonNull(made.get());
  }

  private static Arguments row(String text, Task operation) {
    return Arguments.of(text, operation);
  }

  static Stream<Arguments> operations() {
    Context background = Context.background();
    return Stream.of(
        row("send on orders(length=0, capacity=4)", () -> CHANNEL.send(1)),
        row("send on orders(", () -> CHANNEL.sendOnly().send(1, LONG)),
        row("send on orders(", () -> CHANNEL.trySend(1)),
        row("receive on orders(", () -> CHANNEL.receive()),
        row("receive on orders(", () -> CHANNEL.receiveOnly().receive(LONG)),
        row("receive on orders(", () -> CHANNEL.tryReceive()),
        row("receive on orders(", () -> CHANNEL.tryReceiveMany(2)),
        row("receive on orders(", () -> CHANNEL.iterator().hasNext()),
        row("receive on orders(", () -> CHANNEL.forEachReceived(value -> {})),
        row("close of orders(", () -> CHANNEL.close()),
        row("close of orders(", () -> CHANNEL.tryClose()),
        row("select on orders(", () -> SELECT.await()),
        row("select on orders(", () -> SELECT.await(LONG)),
        row("select on orders(", () -> SELECT.poll()),
        row("select on orders(", () -> Select.first(Select.receiveThen(CHANNEL, value -> {}))),
        row("receive on timer@", () -> TIMER.channel().receive()),
        row("stop of timer@", () -> TIMER.stop()),
        row("reset of timer@", () -> TIMER.reset(LONG)),
        row("stop of timer@", () -> FUNCTION.stop()),
        row("reset of timer@", () -> FUNCTION.reset(LONG)),
        row("stop of timer@", () -> TICKER.stop()),
        row("stop of timer@", () -> TICKER.close()),
        row("reset of timer@", () -> TICKER.reset(LONG)),
        row("cancel of context.Background.WithCancel", () -> CONTEXT.cancel()),
        row("cancel of context.Background.WithCancel", () -> CONTEXT.close()),
        row("receive on context done(", () -> CONTEXT.done().receive()),
        row("lock of accounts(unlocked)", () -> MUTEX.lock()),
        row("lock of accounts(", () -> MUTEX.lockInterruptibly()),
        row("lock of accounts(", () -> MUTEX.lock(background)),
        row("lock of accounts(", () -> MUTEX.tryLock()),
        row("lock of accounts(", () -> MUTEX.tryLock(LONG)),
        row("lock of accounts(", () -> MUTEX.hold()),
        row("lock of accounts(", () -> MUTEX.asLock().lock()),
        row("unlock of accounts(", () -> MUTEX.unlock()),
        row("lock of cache(", () -> RW_MUTEX.lock()),
        row("lock of cache(", () -> RW_MUTEX.lockInterruptibly()),
        row("lock of cache(", () -> RW_MUTEX.lock(background)),
        row("lock of cache(", () -> RW_MUTEX.tryLock()),
        row("lock of cache(", () -> RW_MUTEX.tryLock(LONG)),
        row("unlock of cache(", () -> RW_MUTEX.unlock()),
        row("rLock of cache(", () -> RW_MUTEX.rLock()),
        row("rLock of cache(", () -> RW_MUTEX.rLockInterruptibly()),
        row("rLock of cache(", () -> RW_MUTEX.rLock(background)),
        row("rLock of cache(", () -> RW_MUTEX.tryRLock()),
        row("rLock of cache(", () -> RW_MUTEX.tryRLock(LONG)),
        row("rLock of cache(", () -> RW_MUTEX.rLocker().lock()),
        row("rUnlock of cache(", () -> RW_MUTEX.rUnlock()),
        row("await of change", () -> COND.await()),
        row("await of change", () -> COND.await(LONG)),
        row("await of change", () -> COND.await(background)),
        row("await of change", () -> COND.awaitUntil(() -> true)),
        row("await of change", () -> COND.awaitUntil(() -> true, LONG)),
        row("await of change", () -> COND.awaitUntil(() -> true, background)),
        row("signal of change", () -> COND.signal()),
        row("broadcast of change", () -> COND.broadcast()),
        row("add to tasks(count=0, waiting=0)", () -> WAIT_GROUP.add(1)),
        row("done of tasks(", () -> WAIT_GROUP.done()),
        row("go of tasks(", () -> WAIT_GROUP.go(() -> {})),
        row("go of tasks(", () -> WAIT_GROUP.go("worker", () -> {})),
        row("await of tasks(", () -> WAIT_GROUP.await()),
        row("await of tasks(", () -> WAIT_GROUP.await(LONG)),
        row("await of tasks(", () -> WAIT_GROUP.await(background)),
        row("acquire of memory(free=2, size=2)", () -> SEMAPHORE.acquire(1)),
        row("acquire of memory(", () -> SEMAPHORE.acquire(background, 1)),
        row("acquire of memory(", () -> SEMAPHORE.tryAcquire(1)),
        row("acquire of memory(", () -> SEMAPHORE.tryAcquire(1, LONG)),
        row("release of memory(", () -> SEMAPHORE.release(1)),
        row("limit of parts(", () -> ERR_GROUP.limit(1)),
        row("go of parts(", () -> ERR_GROUP.go(() -> {})),
        row("go of parts(", () -> ERR_GROUP.tryGo(() -> {})),
        row("go of parts(", () -> ERR_GROUP.submit(() -> 1)),
        row("await of parts(", () -> ERR_GROUP.await()),
        row("close of parts(", () -> ERR_GROUP.close()),
        row("run of pages(", () -> FLIGHTS.run("key", () -> 1)),
        row("run of pages(", () -> FLIGHTS.run(background, "key", () -> 1)),
        row("run of pages(", () -> FLIGHTS.runAsync("key", () -> 1)),
        row("forget of pages(", () -> FLIGHTS.forget("key")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  @Spec({"SYNCTEST-11", "SYNCTEST-15"})
  void itIsRefused(String text, Task operation) {
    String before = states();
    assertThatThrownBy(operation::run)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(text)
        .hasMessageContaining(" from outside its bubble");
    assertThat(states()).isEqualTo(before);
  }

  private static String states() {
    return Stream.of(
            CHANNEL, CONTEXT, MUTEX, RW_MUTEX, COND, WAIT_GROUP, SEMAPHORE, ERR_GROUP, FLIGHTS)
        .map(Object::toString)
        .toList()
        .toString();
  }

  /** Arguments and the interrupt flag come before, a closed channel comes after. */
  @Test
  @Spec("SYNCTEST-11")
  @SuppressWarnings("NullAway") // a null argument
  void theOrderOfChecks() {
    assertThatThrownBy(() -> CHANNEL.send(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> CHANNEL.tryReceiveMany(0))
        .isInstanceOf(IllegalArgumentException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> CHANNEL.send(1)).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> MUTEX.lockInterruptibly()).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    Channel<Integer> closed =
        inBubble(
            () -> {
              Channel<Integer> channel = Channel.make();
              channel.close();
              return channel;
            });
    assertThatThrownBy(() -> closed.trySend(1)).isNotInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> MUTEX.unlock()).isNotInstanceOf(IllegalMonitorStateException.class);
  }

  /** To look changes nothing, and nobody waits for it. */
  @Test
  void toLookIsNoUse() {
    assertThat(CHANNEL.length()).isZero();
    assertThat(CHANNEL.capacity()).isEqualTo(4);
    assertThat(CHANNEL.isClosed()).isFalse();
    assertThat(CHANNEL.isDrained()).isFalse();
    assertThat(WAIT_GROUP.count()).isZero();
    assertThat(CONTEXT.err()).isNull();
  }

  /** What everybody shares belongs to nobody, whoever is the first to need it. */
  @Test
  void whatIsSharedBelongsToNoBubble() {
    Channel<Integer> nil = inBubble(() -> Channel.<Integer>nil());
    assertThat(nil.trySend(1)).isFalse();
    CancelableContext ended =
        inBubble(
            () -> {
              CancelableContext context = Context.background().withCancel();
              context.cancel();
              return context;
            });
    assertThat(ended.done().tryReceive()).isNull();
    assertThat(ended.done().isDrained()).isTrue();
  }

  /** The end of a context that was made outside ends those made inside, and their channels. */
  @Test
  void anEndFromOutsideReachesInside() {
    CancelableContext above = Context.background().withCancel();
    CancelableContext below = inBubble(() -> above.withCancel());
    assertThat(below.done().isDrained()).isFalse();
    above.cancel();
    assertThat(below.err()).isNotNull();
    assertThat(below.done().isDrained()).isTrue();
  }
}
