package io.github.goprims.faults;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SendCase;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.Once;
import io.github.goprims.gosync.Pool;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A program in which threads run out of stack, as a server's requests may, in each operation and at
 * each depth, while {@link Innocents} go on. {@code goprims.overflows} is how often.
 */
final class OverflowStorm {

  private static final Duration WARM_UP = Duration.ofMillis(10);
  private static final Random RANDOM = new Random();
  private static final Duration MOMENT = Duration.ofNanos(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final long STACK = 256 * 1024;
  private static final int BALLAST = 300;
  private static final int SUCCESSES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Map<String, Task> operations = new LinkedHashMap<>();
  private volatile int overflows; // by one thread at a time
  private int hung;

  private OverflowStorm() {
    operations.put("withTimeout", OverflowStorm::timeout);
    operations.put("call", OverflowStorm::call);
    operations.put("nested call", OverflowStorm::nestedCall);
    operations.put("cancel of a tree", OverflowStorm::tree);
    operations.put("context functions", OverflowStorm::functions);
    operations.put("context waits", OverflowStorm::contextWaits);
    operations.put("function timer", OverflowStorm::functionTimer);
    operations.put("timer", OverflowStorm::timer);
    operations.put("go", () -> Go.go(() -> {}));
    operations.put("sleep", () -> Go.sleep(MOMENT));
    operations.put("channel", OverflowStorm::channel);
    operations.put("rendezvous", OverflowStorm::rendezvous);
    operations.put("select", OverflowStorm::select);
    operations.put("flow", OverflowStorm::flow);
    operations.put("mutex", OverflowStorm::mutex);
    operations.put("rwmutex", OverflowStorm::rwMutex);
    operations.put("wait group", OverflowStorm::group);
    operations.put("cond", OverflowStorm::cond);
    operations.put("once and pool", OverflowStorm::onceAndPool);
  }

  public static void main(String[] arguments) throws Exception {
    new OverflowStorm().run(Integer.getInteger("goprims.overflows"));
    System.exit(0); // whatever hangs on an object of its own
  }

  private void run(int wanted) throws Exception {
    Innocents innocents = new Innocents();
    innocents.start();
    for (Task operation : operations.values()) {
      warmUp(operation); // loads what it needs
    }
    while (overflows < wanted) {
      for (Map.Entry<String, Task> operation : operations.entrySet()) {
        warmUp(operation.getValue());
        storm(operation.getKey(), operation.getValue());
        request();
        String still = innocents.whoStandsStill();
        if (!still.isEmpty()) {
          System.out.println("after " + overflows + " overflows, at last in " + operation.getKey());
          System.out.println("stand still: " + still);
          System.exit(1);
        }
      }
    }
    System.out.println(overflows >= wanted ? "others work" : "too few overflows");
    System.out.printf("%d overflows, %d threads hung on objects of their own%n", overflows, hung);
  }

  /** A server has compiled what it runs: there an overflow meets other frames. */
  private static void warmUp(Task operation) throws Exception {
    long end = System.nanoTime() + WARM_UP.toNanos();
    do {
      try {
        operation.run();
      } catch (ContextDoneException e) {
        // a slow machine
      }
    } while (System.nanoTime() - end < 0);
  }

  /** Runs it near the end of a stack, with a little more of it each time, until it succeeds. */
  private void storm(String name, Task operation) throws InterruptedException {
    Descent descent = new Descent(operation);
    Thread thread = new Thread(null, descent::run, "storm " + name, STACK);
    thread.setDaemon(true);
    thread.start();
    if (!thread.join(PATIENCE)) {
      hung++;
      thread.interrupt();
    }
    overflows += descent.overflows;
  }

  /** A request that calls itself without end, through the library and each time with a deadline. */
  private void request() throws InterruptedException {
    Duration timeout = RANDOM.nextBoolean() ? SHORT : Duration.ofMinutes(1);
    int form = RANDOM.nextInt(3);
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                request(form, timeout, RANDOM.nextInt(20));
              } catch (Throwable e) {
                overflows++;
              }
            },
            "request",
            STACK);
    thread.setDaemon(true);
    thread.start();
    if (!thread.join(PATIENCE)) {
      hung++;
      thread.interrupt();
    }
  }

  @SuppressWarnings("InfiniteRecursion") // until there is no stack any more
  private static int request(int form, Duration timeout, int lead) throws Exception {
    if (lead > 0) {
      return request(form, timeout, lead - 1) + lead;
    }
    try (CancelableContext context = Context.background().withTimeout(timeout)) {
      if (form == 0) {
        return request(form, timeout, 0);
      }
      if (form == 1) {
        Timer.afterFunc(timeout, () -> {});
        return request(form, timeout, 0);
      }
      return context.call(() -> request(form, timeout, 0));
    }
  }

  private static final class Descent {
    private final Task operation;
    private volatile int overflows;
    private int successes;

    Descent(Task operation) {
      this.operation = operation;
    }

    void run() {
      // So that there are others in the heap of alarms that this thread uses.
      List<Timer> ballast = new ArrayList<>();
      for (int i = 0; i < BALLAST; i++) {
        ballast.add(Timer.afterFunc(Duration.ofMinutes(RANDOM.nextInt(1, 1_000)), () -> {}));
      }
      try {
        lead(RANDOM.nextInt(64), 1, 2);
      } catch (StackOverflowError e) {
        // has done its work
      }
      ballast.forEach(Timer::stop);
    }

    /** So that the depths of one descent are not those of another: these frames are larger. */
    private long lead(int frames, long one, long two) {
      if (frames == 0) {
        recurse();
        return 0;
      }
      return lead(frames - 1, one + 1, two + 2) + (one ^ two);
    }

    private void recurse() {
      try {
        recurse();
      } catch (StackOverflowError e) {
        if (successes < SUCCESSES) {
          attempt();
        }
        throw e;
      }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // by this thread only
    private void attempt() {
      try {
        operation.run();
        successes++;
      } catch (StackOverflowError e) {
        overflows++;
      } catch (Throwable e) {
        // what follows from an overflow in the same operation
      }
    }
  }

  private static void timeout() {
    try (CancelableContext context = Context.background().withTimeout(SHORT)) {
      context.withTimeout(SHORT).close();
    }
  }

  private static void call() throws Exception {
    try (CancelableContext context = Context.background().withTimeout(SHORT)) {
      context.call(() -> context.err() == null);
    }
  }

  private static void nestedCall() throws Exception {
    try (CancelableContext outer = Context.background().withTimeout(SHORT);
        CancelableContext inner = outer.withTimeout(SHORT)) {
      outer.call(() -> inner.call(() -> Context.background().withTimeout(SHORT).err() == null));
    }
  }

  private static void tree() {
    CancelableContext root = Context.background().withTimeout(SHORT);
    for (int i = 0; i < 3; i++) {
      root.withCancel().withTimeout(SHORT);
    }
    Context.anyOf(root, Context.background().withCancel());
    root.cancel();
  }

  private static void functions() {
    CancelableContext root = Context.background().withTimeout(SHORT);
    root.afterFunc(() -> {}).stop();
    root.afterFunc(() -> {});
    root.close();
  }

  private static void contextWaits() throws InterruptedException {
    try (CancelableContext context = Context.background().withTimeout(SHORT)) {
      context.sleep(MOMENT);
      Channel<Integer> channel = Channel.make(1);
      context.send(channel, 1);
      context.receive(channel);
    }
  }

  private static void functionTimer() {
    Timer timer = Timer.afterFunc(SHORT, () -> {});
    timer.reset(SHORT);
    timer.stop();
  }

  private static void timer() throws InterruptedException {
    Timer.make(MOMENT).channel().receive(SHORT);
    try (Ticker ticker = Ticker.make(MOMENT)) {
      ticker.channel().receive(SHORT);
    }
  }

  private static void channel() throws InterruptedException {
    Channel<Integer> channel = Channel.make(1);
    channel.send(1);
    channel.send(2, MOMENT);
    channel.receive();
    channel.receive(MOMENT);
    channel.close();
  }

  private static void rendezvous() throws InterruptedException {
    Channel<Integer> channel = Channel.make();
    channel.trySend(1);
    channel.tryReceive();
    channel.receive(MOMENT);
    channel.tryClose();
  }

  private static void select() throws InterruptedException {
    Channel<Integer> one = Channel.make();
    Channel<Integer> other = Channel.make(1);
    Select select = Select.create();
    select.onReceive(one);
    SendCase<Integer> sent = select.onSend(other).value(1);
    select.poll();
    sent.value(2);
    select.await(MOMENT);
    Select.<Integer, RuntimeException>first(
        Select.receive(one, got -> 1), Select.timeout(MOMENT, () -> 2));
  }

  /** Both ends of the bridge: what nobody hears of is a goroutine that nobody ends. */
  private static void flow() throws InterruptedException {
    Channel<Integer> channel = Channel.make(2);
    channel.send(1);
    channel.send(2);
    try (FlowSubscription<Integer> subscription = Flows.subscribe(Flows.publisher(channel), 1)) {
      subscription.channel().receive(SHORT);
      subscription.channel().receive(MOMENT);
    }
    channel.close();
  }

  private static void mutex() throws InterruptedException {
    Mutex mutex = new Mutex();
    mutex.lock();
    mutex.tryLock(MOMENT);
    mutex.unlock();
    mutex.hold().close();
  }

  private static void rwMutex() throws InterruptedException {
    RWMutex mutex = new RWMutex();
    mutex.rLock();
    mutex.tryLock(MOMENT);
    mutex.rUnlock();
    mutex.lock();
    mutex.tryRLock(MOMENT);
    mutex.unlock();
  }

  private static void group() throws InterruptedException {
    WaitGroup group = new WaitGroup();
    group.add(1);
    group.await(MOMENT);
    group.done();
    group.go(() -> {});
    group.await(SHORT);
  }

  private static void cond() throws InterruptedException {
    Mutex mutex = new Mutex();
    Cond cond = Cond.on(mutex);
    mutex.lock();
    cond.await(MOMENT);
    mutex.unlock();
    cond.signal();
    cond.broadcast();
  }

  private static void onceAndPool() {
    new Once().run(() -> {});
    Pool<Object> pool = Pool.of(Object::new);
    pool.put(pool.get());
  }
}
