package io.github.goprims.gotest;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gosync.WeightedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A program of goroutines that sleep, wait for each other and hold things, all by chance, and what
 * was seen of it: each wait, with the time of its beginning and of its end. Each wait has an end.
 */
final class RandomProgram {

  static final int SIZE = 3;

  /** What a goroutine waits for. */
  enum Kind {
    /** Some time. */
    SLEEP,
    /** For one that receives; times out. */
    SEND,
    /** For one that sends; times out. */
    RECEIVE,
    /** For the lock; times out. */
    LOCK,
    /** For a share of the semaphore; times out. */
    ACQUIRE,
    /** For a group of functions that timers start. */
    GROUP
  }

  /**
   * A wait.
   *
   * @param place which channel, mutex or semaphore
   * @param begin in nanoseconds, as all times here
   * @param end of the wait
   * @param limit after which it ends by itself; of a group, after which the last has called
   * @param done whether that came which it has waited for
   * @param partner of a send and its receive the same number; else zero
   * @param weight of a share
   * @param release when what was taken has been given back; else zero
   */
  record Step(
      Kind kind,
      int place,
      long begin,
      long end,
      long limit,
      boolean done,
      int partner,
      int weight,
      long release) {}

  private final Random random;
  private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
  private final List<Channel<Integer>> channels = new ArrayList<>();
  private final List<Mutex> mutexes = new ArrayList<>();
  private final List<WeightedSemaphore> semaphores = new ArrayList<>();
  private final int places;
  private final int goroutines;
  private final int length;
  private final int longest;

  RandomProgram(long seed) {
    random = new Random(seed);
    places = 1 + random.nextInt(3);
    goroutines = 2 + random.nextInt(12);
    length = 1 + random.nextInt(12);
    longest = random.nextBoolean() ? 5 : 1_000_000; // with many equal times, or hardly any
  }

  /** Runs it in a bubble; the steps in the order of their ends. */
  List<Step> run() throws Exception {
    Bubble.run(BubbleOptions.defaults().seed(random.nextLong()), this::body);
    return List.copyOf(steps);
  }

  private void body() throws Exception {
    for (int i = 0; i < places; i++) {
      channels.add(Channel.make());
      mutexes.add(new Mutex());
      semaphores.add(WeightedSemaphore.of(SIZE));
    }
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < goroutines; i++) {
      Random own = new Random(random.nextLong());
      int first = 1_000_000 * i + 1;
      all.go(
          () -> {
            for (int number = first; number < first + length; number++) {
              step(own, number);
            }
          });
    }
    all.await();
  }

  private static long now() {
    return BubbleTimeTest.elapsed().toNanos();
  }

  private static Duration nanos(long count) {
    return Duration.ofNanos(count);
  }

  private void step(Random own, int number) throws InterruptedException {
    Kind kind = Kind.values()[own.nextInt(Kind.values().length)];
    int place = own.nextInt(places);
    long limit = 1 + own.nextInt(longest);
    switch (kind) {
      case SLEEP -> sleep(own, limit);
      case SEND -> {
        long begin = now();
        boolean sent = send(own, channels.get(place), number, limit);
        add(kind, place, begin, limit, sent, sent ? number : 0);
      }
      case RECEIVE -> {
        long begin = now();
        Integer value = receive(own, channels.get(place), limit);
        add(kind, place, begin, limit, value != null, value == null ? 0 : value);
      }
      case LOCK -> {
        long begin = now();
        boolean locked = mutexes.get(place).tryLock(nanos(limit));
        long end = now();
        if (locked) {
          Go.sleep(nanos(own.nextInt(longest)));
        }
        steps.add(new Step(kind, place, begin, end, limit, locked, 0, 1, locked ? now() : 0));
        if (locked) {
          mutexes.get(place).unlock();
        }
      }
      case ACQUIRE -> {
        int weight = 1 + own.nextInt(SIZE);
        long begin = now();
        boolean acquired = semaphores.get(place).tryAcquire(weight, nanos(limit));
        long end = now();
        if (acquired) {
          Go.sleep(nanos(own.nextInt(longest)));
        }
        steps.add(
            new Step(kind, place, begin, end, limit, acquired, 0, weight, acquired ? now() : 0));
        if (acquired) {
          semaphores.get(place).release(weight);
        }
      }
      case GROUP -> awaitFunctions(own);
    }
  }

  private void add(Kind kind, int place, long begin, long limit, boolean done, int partner) {
    steps.add(new Step(kind, place, begin, now(), limit, done, partner, 1, 0));
  }

  /** Each way to let that time pass. */
  private void sleep(Random own, long time) throws InterruptedException {
    long begin = now();
    switch (own.nextInt(6)) {
      case 0 -> Go.sleep(nanos(time));
      case 1 -> Timer.make(nanos(time)).channel().receive();
      case 2 -> Timer.after(nanos(time)).receive();
      case 3 -> {
        try (Ticker ticker = Ticker.make(nanos(time))) {
          ticker.channel().receive();
        }
      }
      case 4 -> {
        try (CancelableContext context = Context.background().withTimeout(nanos(time))) {
          context.done().receive();
        }
      }
      default -> {
        Timer late = Timer.make(nanos(2 * time));
        Timer timer = Timer.make(nanos(time));
        Select.first(
            Select.receiveThen(late.channel(), due -> {}),
            Select.receiveThen(timer.channel(), due -> {}));
        late.stop();
      }
    }
    add(Kind.SLEEP, 0, begin, time, true, 0);
  }

  private static boolean send(Random own, Channel<Integer> channel, int value, long limit)
      throws InterruptedException {
    if (own.nextBoolean()) {
      return channel.send(value, nanos(limit));
    }
    return Select.<Boolean, RuntimeException>first(
        Select.send(channel, value, () -> true), Select.timeout(nanos(limit), () -> false));
  }

  private static @Nullable Integer receive(Random own, Channel<Integer> channel, long limit)
      throws InterruptedException {
    if (own.nextBoolean()) {
      return channel.receive(nanos(limit));
    }
    Select select = Select.create();
    var received = select.onReceive(channel);
    select.onReceive(Timer.after(nanos(limit)));
    return select.await() == received ? received.value() : null;
  }

  /** The last of some functions ends the wait. */
  private void awaitFunctions(Random own) throws InterruptedException {
    WaitGroup group = new WaitGroup();
    long last = 0;
    int count = 1 + own.nextInt(4);
    group.add(count);
    long begin = now();
    for (int i = 0; i < count; i++) {
      long delay = own.nextInt(longest);
      last = Math.max(last, delay);
      Timer.afterFunc(nanos(delay), group::done);
    }
    group.await();
    add(Kind.GROUP, 0, begin, last, true, 0);
  }

  @Override
  public String toString() {
    return goroutines + " goroutines, " + length + " steps each, " + places + " places";
  }
}
