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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation on what was made in a bubble is refused elsewhere, before it changes anything. */
class UseFromOutsideTest {

  private static final Duration LONG = Duration.ofDays(1);

  private static Channel<Integer> channel;
  private static Select select;
  private static Timer timer;
  private static Timer function;
  private static Ticker ticker;
  private static CancelableContext context;
  private static Mutex mutex;
  private static RWMutex rwMutex;
  private static Cond cond;
  private static WaitGroup waitGroup;
  private static WeightedSemaphore semaphore;
  private static ErrGroup errGroup;
  private static SingleFlight<String, Integer> flights;

  /** Not in initializers: the goroutines of a bubble would wait for the class. */
  @BeforeAll
  static void make() {
    channel = inBubble(() -> Channel.make("orders", 4));
    select =
        inBubble(
            () -> {
              Select made = Select.create();
              made.onReceive(channel);
              return made;
            });
    timer = inBubble(() -> Timer.make(LONG));
    function = inBubble(() -> Timer.afterFunc(LONG, () -> {}));
    ticker = inBubble(() -> Ticker.make(LONG));
    context = inBubble(() -> Context.background().withCancel());
    mutex = inBubble(() -> new Mutex().named("accounts"));
    rwMutex = inBubble(() -> new RWMutex().named("cache"));
    cond = inBubble(() -> Cond.on(new Mutex()).named("change"));
    waitGroup = inBubble(() -> new WaitGroup().named("tasks"));
    semaphore = inBubble(() -> WeightedSemaphore.of(2).named("memory"));
    errGroup = inBubble(() -> ErrGroup.create().named("parts"));
    flights = inBubble(() -> new SingleFlight<String, Integer>().named("pages"));
  }

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
        row("send on orders(length=0, capacity=4)", () -> channel.send(1)),
        row("send on orders(", () -> channel.sendOnly().send(1, LONG)),
        row("send on orders(", () -> channel.trySend(1)),
        row("receive on orders(", () -> channel.receive()),
        row("receive on orders(", () -> channel.receiveOnly().receive(LONG)),
        row("receive on orders(", () -> channel.tryReceive()),
        row("receive on orders(", () -> channel.tryReceiveMany(2)),
        row("receive on orders(", () -> channel.iterator().hasNext()),
        row("receive on orders(", () -> channel.forEachReceived(value -> {})),
        row("close of orders(", () -> channel.close()),
        row("close of orders(", () -> channel.tryClose()),
        row("select on orders(", () -> select.await()),
        row("select on orders(", () -> select.await(LONG)),
        row("select on orders(", () -> select.poll()),
        row("select on orders(", () -> Select.first(Select.receiveThen(channel, value -> {}))),
        row("receive on timer@", () -> timer.channel().receive()),
        row("stop of timer@", () -> timer.stop()),
        row("reset of timer@", () -> timer.reset(LONG)),
        row("stop of timer@", () -> function.stop()),
        row("reset of timer@", () -> function.reset(LONG)),
        row("stop of timer@", () -> ticker.stop()),
        row("stop of timer@", () -> ticker.close()),
        row("reset of timer@", () -> ticker.reset(LONG)),
        row("cancel of context.Background.WithCancel", () -> context.cancel()),
        row("cancel of context.Background.WithCancel", () -> context.close()),
        row("receive on context done(", () -> context.done().receive()),
        row("lock of accounts(unlocked)", () -> mutex.lock()),
        row("lock of accounts(", () -> mutex.lockInterruptibly()),
        row("lock of accounts(", () -> mutex.lock(background)),
        row("lock of accounts(", () -> mutex.tryLock()),
        row("lock of accounts(", () -> mutex.tryLock(LONG)),
        row("lock of accounts(", () -> mutex.hold()),
        row("lock of accounts(", () -> mutex.asLock().lock()),
        row("unlock of accounts(", () -> mutex.unlock()),
        row("lock of cache(", () -> rwMutex.lock()),
        row("lock of cache(", () -> rwMutex.lockInterruptibly()),
        row("lock of cache(", () -> rwMutex.lock(background)),
        row("lock of cache(", () -> rwMutex.tryLock()),
        row("lock of cache(", () -> rwMutex.tryLock(LONG)),
        row("unlock of cache(", () -> rwMutex.unlock()),
        row("rLock of cache(", () -> rwMutex.rLock()),
        row("rLock of cache(", () -> rwMutex.rLockInterruptibly()),
        row("rLock of cache(", () -> rwMutex.rLock(background)),
        row("rLock of cache(", () -> rwMutex.tryRLock()),
        row("rLock of cache(", () -> rwMutex.tryRLock(LONG)),
        row("rLock of cache(", () -> rwMutex.rLocker().lock()),
        row("rUnlock of cache(", () -> rwMutex.rUnlock()),
        row("await of change", () -> cond.await()),
        row("await of change", () -> cond.await(LONG)),
        row("await of change", () -> cond.await(background)),
        row("await of change", () -> cond.awaitUntil(() -> true)),
        row("await of change", () -> cond.awaitUntil(() -> true, LONG)),
        row("await of change", () -> cond.awaitUntil(() -> true, background)),
        row("signal of change", () -> cond.signal()),
        row("broadcast of change", () -> cond.broadcast()),
        row("add to tasks(count=0, waiting=0)", () -> waitGroup.add(1)),
        row("done of tasks(", () -> waitGroup.done()),
        row("go of tasks(", () -> waitGroup.go(() -> {})),
        row("go of tasks(", () -> waitGroup.go("worker", () -> {})),
        row("await of tasks(", () -> waitGroup.await()),
        row("await of tasks(", () -> waitGroup.await(LONG)),
        row("await of tasks(", () -> waitGroup.await(background)),
        row("acquire of memory(free=2, size=2)", () -> semaphore.acquire(1)),
        row("acquire of memory(", () -> semaphore.acquire(background, 1)),
        row("acquire of memory(", () -> semaphore.tryAcquire(1)),
        row("acquire of memory(", () -> semaphore.tryAcquire(1, LONG)),
        row("release of memory(", () -> semaphore.release(1)),
        row("limit of parts(", () -> errGroup.limit(1)),
        row("go of parts(", () -> errGroup.go(() -> {})),
        row("go of parts(", () -> errGroup.tryGo(() -> {})),
        row("go of parts(", () -> errGroup.submit(() -> 1)),
        row("await of parts(", () -> errGroup.await()),
        row("close of parts(", () -> errGroup.close()),
        row("run of pages(", () -> flights.run("key", () -> 1)),
        row("run of pages(", () -> flights.run(background, "key", () -> 1)),
        row("run of pages(", () -> flights.runAsync("key", () -> 1)),
        row("forget of pages(", () -> flights.forget("key")));
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
            channel, context, mutex, rwMutex, cond, waitGroup, semaphore, errGroup, flights)
        .map(Object::toString)
        .toList()
        .toString();
  }

  /** Arguments and the interrupt flag come before, a closed channel comes after. */
  @Test
  @Spec("SYNCTEST-11")
  @SuppressWarnings("NullAway") // a null argument
  void theOrderOfChecks() {
    assertThatThrownBy(() -> channel.send(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> channel.tryReceiveMany(0))
        .isInstanceOf(IllegalArgumentException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> channel.send(1)).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> mutex.lockInterruptibly()).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    Channel<Integer> closed =
        inBubble(
            () -> {
              Channel<Integer> made = Channel.make();
              made.close();
              return made;
            });
    assertThatThrownBy(() -> closed.trySend(1)).isNotInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> mutex.unlock()).isNotInstanceOf(IllegalMonitorStateException.class);
  }

  /** To look changes nothing, and nobody waits for it. */
  @Test
  void toLookIsNoUse() {
    assertThat(channel.length()).isZero();
    assertThat(channel.capacity()).isEqualTo(4);
    assertThat(channel.isClosed()).isFalse();
    assertThat(channel.isDrained()).isFalse();
    assertThat(waitGroup.count()).isZero();
    assertThat(context.err()).isNull();
  }

  /** What everybody shares belongs to nobody, whoever is the first to need it. */
  @Test
  void whatIsSharedBelongsToNoBubble() {
    Channel<Integer> nil = inBubble(() -> Channel.<Integer>nil());
    assertThat(nil.trySend(1)).isFalse();
    CancelableContext ended =
        inBubble(
            () -> {
              CancelableContext made = Context.background().withCancel();
              made.cancel();
              return made;
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
