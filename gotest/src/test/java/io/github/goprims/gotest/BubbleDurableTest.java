package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wait of the library at what was made inside lets time pass; and ends in time. */
class BubbleDurableTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * What blocks, and what ends that.
   *
   * @param blocks until {@code end}
   */
  private record Scene(Task blocks, Task end) {}

  private static Arguments scene(String name, Supplier<Scene> maker) {
    return Arguments.of(name, maker);
  }

  /** All that blocks without an end, each made anew in its bubble. */
  static Stream<Arguments> waits() {
    return Stream.of(
        scene("send", () -> with(Channel.<Integer>make(), c -> () -> c.send(1), c -> c::receive)),
        scene(
            "receive", () -> with(Channel.<Integer>make(), c -> c::receive, c -> () -> c.send(1))),
        scene("close", () -> with(Channel.<Integer>make(), c -> c::receive, c -> c::close)),
        scene(
            "send to a full buffer",
            () -> {
              Channel<Integer> channel = Channel.make(1);
              channel.trySend(1);
              return new Scene(() -> channel.send(2), channel::tryReceive);
            }),
        scene(
            "iteration",
            () ->
                with(
                    Channel.<Integer>make(),
                    c -> () -> assertThat(c.iterator().hasNext()).isFalse(),
                    c -> c::close)),
        scene(
            "stream",
            () -> with(Channel.<Integer>make(), c -> () -> c.stream().count(), c -> c::close)),
        scene(
            "select",
            () -> {
              Channel<Integer> one = Channel.make();
              Channel<Integer> other = Channel.make();
              Select select = Select.create();
              select.onReceive(one);
              select.onSend(other).value(2);
              select.onReceive(Channel.nil());
              return new Scene(select::await, () -> assertThat(other.receive()).isEqualTo(2));
            }),
        scene(
            "select of one time",
            () ->
                with(
                    Channel.<Integer>make(),
                    c -> () -> Select.first(Select.receiveThen(c, v -> {})),
                    c -> () -> c.send(1))),
        scene("lock", () -> with(locked(new Mutex()), m -> m::lock, m -> m::unlock)),
        scene(
            "interruptible lock",
            () -> with(locked(new Mutex()), m -> m::lockInterruptibly, m -> m::unlock)),
        scene(
            "lock by the JDK's interface",
            () -> with(locked(new Mutex()), m -> m.asLock()::lock, m -> m::unlock)),
        scene("write lock", () -> with(locked(new RWMutex()), m -> m::lock, m -> m::unlock)),
        scene("read lock", () -> with(locked(new RWMutex()), m -> m::rLock, m -> m::unlock)),
        scene(
            "write lock under readers",
            () -> {
              RWMutex mutex = new RWMutex();
              mutex.rLock();
              return new Scene(mutex::lock, mutex::rUnlock);
            }),
        scene(
            "group",
            () -> {
              WaitGroup group = new WaitGroup();
              group.add(1);
              return new Scene(group::await, group::done);
            }),
        scene("signal", () -> onCond(c -> c::await, c -> c::signal)),
        scene("broadcast", () -> onCond(c -> c::await, c -> c::broadcast)),
        scene(
            "semaphore",
            () -> {
              WeightedSemaphore semaphore = WeightedSemaphore.of(2);
              semaphore.tryAcquire(2);
              return new Scene(() -> semaphore.acquire(1), () -> semaphore.release(2));
            }),
        scene(
            "end of a context",
            () ->
                with(
                    Context.background().withCancel(),
                    c -> () -> c.done().receive(),
                    c -> c::cancel)),
        scene(
            "end of one of several contexts",
            () -> {
              CancelableContext one = Context.background().withCancel();
              Context any = Context.anyOf(Context.background().withCancel(), one);
              return new Scene(() -> any.done().receive(), one::cancel);
            }),
        scene(
            "tasks with errors",
            () -> {
              Channel<Integer> gate = Channel.make();
              ErrGroup group = ErrGroup.create();
              group.tryGo(gate::receive);
              return new Scene(group::await, gate::close);
            }),
        scene(
            "limit of tasks",
            () -> {
              Channel<Integer> gate = Channel.make();
              ErrGroup group = ErrGroup.create().limit(1);
              group.tryGo(gate::receive);
              return new Scene(() -> group.go(() -> {}), gate::close);
            }),
        scene(
            "flight of another",
            () -> {
              Channel<Integer> gate = Channel.make();
              SingleFlight<String, Integer> flights = new SingleFlight<>();
              Go.go(() -> flights.run("key", gate::receive));
              return new Scene(
                  () -> {
                    Bubble.sleep(Duration.ofMinutes(1)); // the other one is the first
                    assertThat(flights.run("key", () -> 1).shared()).isTrue();
                  },
                  gate::close);
            }),
        scene(
            "answer of a flight",
            () -> {
              Channel<Integer> gate = Channel.make();
              var answer = new SingleFlight<String, Integer>().runAsync("key", gate::receive);
              return new Scene(answer::receive, gate::close);
            }));
  }

  private interface Step<T> {
    Task of(T primitive);
  }

  private static <T> Scene with(T primitive, Step<T> wait, Step<T> end) {
    return new Scene(wait.of(primitive), end.of(primitive));
  }

  private static Scene onCond(Step<Cond> wait, Step<Cond> end) {
    Mutex mutex = new Mutex();
    Cond cond = Cond.on(mutex);
    return new Scene(
        () -> {
          mutex.lock();
          wait.of(cond).run();
          mutex.unlock();
        },
        end.of(cond));
  }

  private static Mutex locked(Mutex mutex) {
    mutex.lock();
    return mutex;
  }

  private static RWMutex locked(RWMutex mutex) {
    mutex.lock();
    return mutex;
  }

  /** It is no wait that others see as work, and nobody else than the bubble ends it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("waits")
  @Spec({"SYNCTEST-03", "SYNCTEST-04", "SYNCTEST-05", "SYNCTEST-12", "WG-17"})
  void timePassesMeanwhile(String name, Supplier<Scene> maker) throws Exception {
    List<Duration> ends = new ArrayList<>();
    Bubble.run(
        () -> {
          Scene scene = maker.get();
          Go.go(
              () -> {
                scene.blocks.run();
                ends.add(elapsed());
              });
          Bubble.await();
          assertThat(ends).as(name).isEmpty();
          Go.sleep(HOUR);
          scene.end.run();
        });
    assertThat(ends).as(name).containsExactly(HOUR);
  }

  /** Those without a way out wait for ever: the bubble tells. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("waits")
  @Spec({"SYNCTEST-04", "SYNCTEST-09"})
  void withoutAnEndItIsADeadlock(String name, Supplier<Scene> maker) {
    assertThatThrownBy(() -> Bubble.run(() -> maker.get().blocks.run()))
        .as(name)
        .isExactlyInstanceOf(BubbleDeadlockError.class)
        .hasMessageStartingWith("deadlock: all goroutines in bubble are blocked");
  }
}
