package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Locks, groups, conditions, channels and contexts at work in a JVM whose heap is full to the last
 * byte for a while; see {@link FullHeapTest}.
 */
final class FullHeap {
  /*
   * Each worker repeats one step, and counts those that took place. A step may be refused for want
   * of memory, and has not taken place then. What gives something back is never refused. When there
   * is memory again, each worker gets on, and in the end all counts agree.
   */

  private static final long FULL_NANOS = 2_000_000_000L;
  private static final long LIMIT_NANOS = 20_000_000_000L;
  private static final int REFUSED = 20;
  private static final int STEPS_AFTERWARDS = 50;
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofDays(1);
  private static final Integer TOKEN = 1;

  private static final List<Worker> workers = new ArrayList<>();
  private static final List<Thread> waiting = new ArrayList<>();
  private static volatile boolean pause;
  private static volatile boolean ends;
  private static volatile @Nullable Throwable broken;
  private static volatile @Nullable Object[] kept;

  private FullHeap() {}

  public static void main(String[] args) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fail(failure));
    try {
      run();
    } catch (Throwable failure) {
      kept = null;
      failure.printStackTrace();
      if (broken != null) {
        broken.printStackTrace();
      }
      System.exit(1);
    }
  }

  private static void run() throws Exception {
    List<Runnable> checks = new ArrayList<>();
    checks.add(mutex());
    checks.add(rwMutex());
    checks.add(waitGroup());
    checks.add(semaphore());
    checks.add(flights());
    checks.add(conds());
    checks.add(channel(0));
    checks.add(channel(4));
    checks.add(subscription());
    CancelableContext root = Context.background().withCancel();
    new Deriver(root);
    new Deriver(root);
    workers.forEach(Worker::start);
    awaitSteps(); // whatever has been done once needs no memory for classes
    pause = true;

    List<Context> ending = new ArrayList<>();
    List<CancelableContext> tops = tree(root, ending);
    for (CancelableContext top : tops) {
      waitWith(top);
    }
    pause = false;
    fill(tops.get(0));
    long refused = refused();
    int alive = 0;
    long over = System.nanoTime();
    for (int i = 0; i < ending.size(); i++) {
      Context context = ending.get(i);
      while (context.err() == null && System.nanoTime() - over < LIMIT_NANOS / 2) {
        Thread.onSpinWait();
      }
      alive += context.err() == null ? 1 : 0;
    }
    kept = null;
    if (alive > 0) {
      throw new AssertionError(alive + " contexts did not end");
    }
    for (Thread thread : waiting) {
      if (!thread.join(Duration.ofSeconds(10))) {
        throw new AssertionError("waits although its context has ended: " + thread.getName());
      }
    }
    awaitSteps();
    ends = true;
    for (Runnable check : checks) {
      check.run();
    }
    for (Worker worker : workers) {
      worker.join();
    }
    failIfBroken();
    if (refused < REFUSED) {
      throw new AssertionError("there was memory all the time");
    }
    System.out.println("all is well, refused " + refused);
  }

  private static void fail(Throwable failure) {
    if (broken == null) {
      broken = failure;
    }
  }

  private static void fail(String what) {
    fail(new AssertionError(what));
  }

  private static void failIfBroken() {
    if (broken != null) {
      throw new AssertionError(broken);
    }
  }

  private static void check(boolean right, String what) {
    if (!right) {
      fail(what);
    }
  }

  /** Each worker has to get on. */
  private static void awaitSteps() throws InterruptedException {
    long start = System.nanoTime();
    long[] before = new long[workers.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = workers.get(i).steps;
    }
    for (int i = 0; i < before.length; i++) {
      while (workers.get(i).steps < before[i] + STEPS_AFTERWARDS) {
        failIfBroken();
        if (System.nanoTime() - start > LIMIT_NANOS) {
          throw new AssertionError("gets no further: " + workers.get(i));
        }
        Thread.sleep(1);
      }
    }
  }

  private static long refused() {
    long refused = 0;
    for (int i = 0; i < workers.size(); i++) { // no iterator
      refused += workers.get(i).refused;
    }
    return refused;
  }

  /** Takes all memory there is, again and again, and cancels {@code canceled} meanwhile. */
  private static void fill(CancelableContext canceled) {
    Object[] last = null;
    long start = System.nanoTime();
    long now = start;
    int most = 1 << 18;
    while (now - start < FULL_NANOS || (refused() < REFUSED && now - start < LIMIT_NANOS)) {
      for (int size = most; size > 0; ) {
        try {
          Object[] more = new Object[size];
          more[0] = last;
          last = more;
          kept = last;
        } catch (OutOfMemoryError e) {
          size /= 2;
        }
      }
      most = 4; // from now on what others have let go
      now = System.nanoTime();
    }
    canceled.cancel();
  }

  // Contexts

  /** Contexts that end while the heap is full, all of which are added to {@code all}. */
  private static List<CancelableContext> tree(Context root, List<Context> all) {
    List<CancelableContext> tops = new ArrayList<>();
    tops.add(root.withCancel());
    for (int i = 0; i < 4; i++) {
      tops.add(root.withTimeout(Duration.ofNanos(FULL_NANOS / 2 + i * FULL_NANOS / 16)));
    }
    for (CancelableContext top : tops) {
      all.add(top);
      for (int i = 0; i < 200; i++) {
        Context child = i % 2 == 0 ? top.withCancel() : top.withTimeout(LONG);
        all.add(child);
        all.add(i % 3 == 0 ? Context.anyOf(child, root) : child.withCancel());
      }
    }
    return tops;
  }

  private interface Wait {
    void until(Context context) throws Exception;
  }

  /** One thread in each kind of wait that the end of {@code context} ends. */
  private static void waitWith(Context context) {
    Mutex mutex = new Mutex();
    mutex.lock();
    RWMutex written = new RWMutex();
    written.lock();
    RWMutex read = new RWMutex();
    read.rLock();
    WaitGroup group = new WaitGroup();
    group.add(1);
    SingleFlight<Integer, Integer> flights = new SingleFlight<>();
    flights.flights.enter(new Flight<>(TOKEN, (Thread) null), null, flights); // never ends
    Mutex guard = new Mutex();
    Cond cond = Cond.on(guard);
    Channel<Integer> channel = Channel.make();
    WeightedSemaphore semaphore = WeightedSemaphore.of(1);
    waitFor(context, "semaphore", until -> semaphore.acquire(until, 2));
    waitFor(context, "lock", mutex::lock);
    waitFor(context, "rLock", written::rLock);
    waitFor(context, "write lock", read::lock);
    waitFor(context, "group", group::await);
    waitFor(context, "flight", until -> flights.run(until, TOKEN, () -> TOKEN));
    waitFor(context, "receive", until -> until.receive(channel));
    waitFor(
        context,
        "cond",
        until -> {
          guard.lock();
          try {
            cond.await(until);
          } finally {
            guard.unlock();
          }
        });
    waitFor(
        context,
        "call",
        until ->
            until.call(
                () -> {
                  Thread.sleep(LONG);
                  return TOKEN;
                }));
  }

  private static void waitFor(Context context, String name, Wait wait) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    wait.until(context);
                    fail("ended too early: " + name);
                  } catch (ContextDoneException | OutOfMemoryError e) {
                    // There may be no memory to say that it has ended.
                  } catch (Throwable failure) {
                    fail(failure);
                  }
                });
    waiting.add(thread);
    while (thread.isAlive()
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Derives contexts and ends them. */
  private static final class Deriver extends Worker {
    private final Context root;

    Deriver(Context root) {
      super("derive");
      this.root = root;
    }

    @Override
    void step() {
      CancelableContext top = root.withTimeout(LONG);
      CancelableContext child = null;
      try {
        child = top.withCancel();
      } finally {
        givesBack = true;
        top.close();
        if (child != null && child.err() == null) {
          fail("a child lives on");
        }
        givesBack = false;
      }
      steps++;
    }
  }

  // Locks

  private static final class Guarded {
    long one;
    long two;
    @Nullable Object holder;
  }

  private static void add(String name, int count, IntFunction<Worker> maker) {
    for (int i = 0; i < count; i++) {
      maker.apply(i).name = name + " " + i;
    }
  }

  private static Runnable mutex() {
    Mutex mutex = new Mutex();
    Guarded guarded = new Guarded();
    add(
        "mutex",
        3,
        index ->
            new Worker("mutex") {
              @Override
              void step() throws InterruptedException {
                if (index == 0) {
                  if (!mutex.tryLock(SHORT)) {
                    steps++; // so that it is no worry if others always come first
                    others++;
                    return;
                  }
                } else {
                  mutex.lock();
                }
                guarded.one++;
                Thread.yield();
                guarded.two++;
                steps++;
                givesBack = true;
                mutex.unlock();
                givesBack = false;
              }
            });
    return () -> {
      long sum = sumOf("mutex");
      check(guarded.one == sum && guarded.two == sum, "mutex excluded nobody");
      check(mutex.toString().endsWith("(unlocked)"), mutex.toString());
    };
  }

  private static Runnable rwMutex() {
    RWMutex mutex = new RWMutex();
    Guarded guarded = new Guarded();
    add(
        "write",
        2,
        index ->
            new Worker("write") {
              @Override
              void step() {
                mutex.lock();
                guarded.one++;
                Thread.yield();
                guarded.two++;
                steps++;
                givesBack = true;
                mutex.unlock();
                givesBack = false;
              }
            });
    add(
        "read",
        3,
        index ->
            new Worker("read") {
              @Override
              void step() throws InterruptedException {
                if (index == 1) {
                  mutex.spread();
                }
                if (index > 0) {
                  mutex.rLock();
                } else if (!mutex.tryRLock(SHORT)) {
                  steps++;
                  return;
                }
                check(guarded.one == guarded.two, "a reader saw half a write");
                Thread.yield();
                steps++;
                givesBack = true;
                mutex.rUnlock();
                givesBack = false;
              }
            });
    return () -> {
      long sum = sumOf("write");
      check(guarded.one == sum && guarded.two == sum, "writers excluded nobody");
      sumOf("read");
      check(mutex.toString().endsWith("(unlocked)"), mutex.toString());
    };
  }

  private static Runnable semaphore() {
    WeightedSemaphore semaphore = WeightedSemaphore.of(3);
    Guarded guarded = new Guarded();
    add(
        "semaphore",
        3,
        index ->
            new Worker("semaphore") {
              @Override
              void step() throws InterruptedException {
                int weight = index == 0 ? 3 : 2; // one at a time
                if (index == 2) {
                  if (!semaphore.tryAcquire(weight, SHORT)) {
                    steps++; // so that it is no worry if others always come first
                    others++;
                    return;
                  }
                } else {
                  semaphore.acquire(weight);
                }
                guarded.one++;
                Thread.yield();
                guarded.two++;
                steps++;
                givesBack = true;
                semaphore.release(weight);
                givesBack = false;
              }
            });
    return () -> {
      long sum = sumOf("semaphore");
      check(guarded.one == sum && guarded.two == sum, "two with more than there is");
      check(semaphore.toString().endsWith("(free=3, size=3)"), semaphore.toString());
    };
  }

  // Groups and conditions

  private static final class Rounds extends Worker {
    private final WaitGroup group;
    private volatile long round;

    Rounds(WaitGroup group) {
      super("group");
      this.group = group;
    }

    @Override
    void step() throws InterruptedException {
      group.add(2);
      round++;
      for (boolean over = false; !over; ) {
        try {
          group.await();
          over = true;
        } catch (OutOfMemoryError e) {
          refused++;
        }
      }
      check(group.count() == 0, "back too early");
      steps++;
    }
  }

  private static Runnable waitGroup() {
    WaitGroup group = new WaitGroup();
    Rounds rounds = new Rounds(group);
    add(
        "done",
        2,
        index ->
            new Worker("done") {
              @Override
              boolean goesOn() {
                return rounds.isAlive() || steps < rounds.round;
              }

              @Override
              void step() {
                if (steps == rounds.round) {
                  Thread.yield();
                  return;
                }
                Thread.yield();
                givesBack = true;
                group.done();
                givesBack = false;
                steps++;
              }
            });
    return () -> {
      long sum = sumOf("group");
      check(sum == rounds.round && sumOf("done") == 2 * sum, "rounds are missing");
      check(group.toString().endsWith("(count=0, waiting=0)"), group.toString());
    };
  }

  /** Workers that share runs: whoever is told of one has its value, leader or not. */
  private static Runnable flights() {
    SingleFlight<Integer, Integer> flights = new SingleFlight<>();
    Guarded guarded = new Guarded();
    Callable<Integer> work =
        () -> {
          guarded.one++;
          Thread.yield(); // so that others join
          guarded.two++;
          return TOKEN;
        };
    add(
        "flight",
        3,
        index ->
            new Worker("flight") {
              @Override
              void step() throws InterruptedException {
                SingleFlight.Result<Integer> result = flights.run(TOKEN, work);
                check(result.value() == TOKEN, "told of a failure: " + result.error());
                steps++;
              }
            });
    return () -> {
      check(sumOf("flight") > 0, "nobody has flown");
      check(guarded.one == guarded.two, "two runs at once");
      check(flights.toString().endsWith("(running=0)"), flights.toString());
    };
  }

  /** Workers that take turns, and wait for theirs. */
  private static Runnable conds() {
    Runnable one = turns("mutex turn", new Mutex(), 3);
    Runnable two = turns("write turn", new RWMutex(), 2);
    return () -> {
      one.run();
      two.run();
    };
  }

  private static Runnable turns(String name, Locker locker, int count) {
    Cond cond = Cond.on(locker);
    Guarded guarded = new Guarded();
    add(
        name,
        count,
        index ->
            new Worker(name) {
              @Override
              void step() throws InterruptedException {
                locker.lock();
                enter();
                try {
                  while (guarded.one % count != index && !ends) {
                    guarded.holder = null;
                    try {
                      cond.await();
                    } finally {
                      enter();
                    }
                  }
                  if (guarded.one % count == index) {
                    guarded.one++;
                    steps++;
                  }
                } finally {
                  givesBack = true;
                  if (count == 2) {
                    cond.signal();
                  } else {
                    cond.broadcast();
                  }
                  guarded.holder = null;
                  locker.unlock();
                  givesBack = false;
                }
              }

              private void enter() {
                if (guarded.holder != null) {
                  fail(name + " holds what another holds");
                }
                guarded.holder = this;
              }
            });
    return () -> {
      while (isAnyAlive(name)) {
        cond.broadcast();
        Thread.yield();
      }
      long sum = sumOf(name);
      check(guarded.one == sum, "turns are missing");
      check(locker.toString().endsWith("(unlocked)"), locker.toString());
    };
  }

  // Channels

  private static Runnable channel(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    String sends = "send " + capacity;
    String receives = "receive " + capacity;
    add(
        sends,
        2,
        index ->
            new Worker(sends) {
              @Override
              void step() throws InterruptedException {
                channel.send(TOKEN);
                steps++;
              }
            });
    add(
        receives,
        2,
        index ->
            new Worker(receives) {
              private boolean closed;

              @Override
              boolean goesOn() {
                return !closed;
              }

              @Override
              void step() throws InterruptedException {
                if (channel.receive() != null) {
                  steps++;
                } else {
                  closed = true;
                }
              }
            });
    return () -> {
      long sent = sumOf(sends);
      channel.close();
      check(sumOf(receives) == sent, "not all that was sent was received, or more");
    };
  }

  /** Publishes as much as is requested, within the request. */
  private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
    private Flow.@Nullable Subscriber<? super Integer> subscriber;
    private volatile long published;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // by one thread at a time
    public void request(long count) {
      for (long i = 0; i < count; i++) {
        published++;
        subscriber.onNext(TOKEN);
      }
    }

    @Override
    public void cancel() {
      subscriber = null;
    }
  }

  private static Runnable subscription() {
    Source source = new Source();
    FlowSubscription<Integer> subscription = Flows.subscribe(source, 4);
    add(
        "subscribed",
        2,
        index ->
            new Worker("subscribed") {
              @Override
              void step() throws InterruptedException {
                check(subscription.channel().receive() != null, "the subscription has ended");
                steps++;
              }
            });
    return () -> {
      long received = sumOf("subscribed");
      check(subscription.failure() == null, "the subscription has failed");
      check(
          received + subscription.channel().length() == source.published,
          "not all that was published was received, or more");
      subscription.close();
    };
  }

  // Workers

  /** How many steps of that kind took place; waits until those workers have ended. */
  private static long sumOf(String kind) {
    long sum = 0;
    for (Worker worker : workers) {
      if (worker.kind.equals(kind)) {
        worker.join();
        sum += worker.steps - worker.others;
      }
    }
    return sum;
  }

  private static boolean isAnyAlive(String kind) {
    for (Worker worker : workers) {
      if (worker.kind.equals(kind) && worker.isAlive()) {
        return true;
      }
    }
    return false;
  }

  /** A thread that repeats one step. */
  private abstract static class Worker implements Runnable {
    final String kind;
    String name;
    volatile long steps;
    volatile long refused;
    long others;
    boolean givesBack;
    private @Nullable Thread thread;

    Worker(String kind) {
      this.kind = kind;
      this.name = kind;
      workers.add(this);
    }

    void start() {
      thread = Thread.ofPlatform().name(name).daemon().start(this);
    }

    boolean isAlive() {
      return thread != null && thread.isAlive();
    }

    void join() {
      try {
        if (thread != null && !thread.join(Duration.ofSeconds(10))) {
          throw new AssertionError("does not end: " + this);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    boolean goesOn() {
      return !ends;
    }

    abstract void step() throws Exception;

    @Override
    public void run() {
      while (goesOn()) {
        try {
          while (pause) {
            Thread.sleep(1);
          }
          step();
        } catch (OutOfMemoryError e) {
          refused++;
          if (givesBack) {
            fail(e);
          }
        } catch (Throwable failure) {
          fail(failure);
          return;
        }
      }
    }

    @Override
    public String toString() {
      return name + " after " + steps + " steps";
    }
  }
}
