package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.Once;
import io.github.goprims.gosync.Pool;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Objects of all kinds that have nothing to do with the operation that meets a fault. Two threads
 * use them after it, and deadlines set before and after it have to come.
 */
final class Bystanders {

  private static final Duration SOON = Duration.ofMillis(1);
  static final Duration LATE = Duration.ofMillis(30);

  private final Duration patience;
  private final Mutex mutex = new Mutex();
  private final Cond cond = Cond.on(mutex);
  private final RWMutex rwMutex = new RWMutex();
  private final Channel<Integer> there = Channel.make();
  private final Channel<Integer> back = Channel.make(1);
  private final WaitGroup group = new WaitGroup();
  private final Pool<Object> pool = Pool.of(Object::new);
  private int shared;

  private CancelableContext parent = Context.background().withCancel();
  private Context child = parent;
  private CountDownLatch rung = new CountDownLatch(0);
  private CountDownLatch told = new CountDownLatch(0);

  Bystanders(Duration patience) {
    this.patience = patience;
  }

  /**
   * Sets the deadlines of before.
   *
   * @param late whether they come when the fault is over: for what strikes those who deliver them
   */
  void prepare(boolean late) {
    Duration delay = late ? LATE : SOON;
    parent = Context.background().withTimeout(delay);
    child = parent.withCancel();
    told = new CountDownLatch(1);
    child.afterFunc(told::countDown);
    rung = new CountDownLatch(1);
    Timer.afterFunc(delay, rung::countDown);
  }

  /** Fails if anything does not work. */
  void check() throws Exception {
    CancelableContext after = Context.background().withTimeout(SOON);
    CountDownLatch rungAfter = new CountDownLatch(1);
    Timer.afterFunc(SOON, rungAfter::countDown);
    Throwable[] failure = new Throwable[1];
    Thread other =
        Thread.ofPlatform()
            .daemon()
            .name("bystander")
            .start(
                () -> {
                  try {
                    answer();
                  } catch (Throwable thrown) {
                    failure[0] = thrown;
                  }
                });
    ask();
    require(other.join(patience), "the other thread gets on");
    require(failure[0] == null, "the other thread fails: " + failure[0]);
    useNew();
    require(rung.await(patience.toMillis(), TimeUnit.MILLISECONDS), "a timer set before rings");
    require(rungAfter.await(patience.toMillis(), TimeUnit.MILLISECONDS), "a timer set after rings");
    requireEnds("a deadline set before", parent);
    requireEnds("a child of it", child);
    require(told.await(patience.toMillis(), TimeUnit.MILLISECONDS), "a function of it runs");
    requireEnds("a deadline set after", after);
  }

  private void requireEnds(String what, Context context) throws InterruptedException {
    context.done().receive(patience);
    require(context.done().isDrained(), what + " comes");
  }

  private void ask() throws InterruptedException {
    visit();
    group.add(1);
    require(there.send(1, patience), "a value is taken");
    require(Integer.valueOf(2).equals(back.receive(patience)), "a value comes back");
    Select select = Select.create();
    ReceiveCase<Integer> answered = select.onReceive(back);
    select.onReceive(Channel.<Integer>nil());
    require(select.await(patience) == answered, "a select is served");
    require(group.await(patience), "the other is done");
    require(mutex.tryLock(patience), "the mutex is free");
    try {
      require(cond.awaitUntil(() -> shared < 0, patience), "the condition comes about");
      shared = 0;
    } finally {
      mutex.unlock();
    }
  }

  private void answer() throws InterruptedException {
    visit();
    require(Integer.valueOf(1).equals(there.receive()), "a value comes");
    back.send(2);
    back.send(3);
    group.done();
    mutex.lock();
    shared = -1;
    cond.signal();
    mutex.unlock();
  }

  private void visit() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      require(mutex.tryLock(patience), "the mutex is free");
      mutex.unlock();
      require(rwMutex.tryLock(patience), "the lock is free for a writer");
      rwMutex.unlock();
      require(rwMutex.tryRLock(patience), "the lock is free for a reader");
      rwMutex.rUnlock();
      pool.put(pool.get());
    }
  }

  /** What is made now has to work as well. */
  private void useNew() throws InterruptedException {
    Mutex made = new Mutex();
    made.lock();
    require(!made.tryLock(Duration.ofNanos(1)), "a new mutex is locked");
    made.unlock();
    for (int capacity = 0; capacity < 2; capacity++) {
      Channel<Integer> channel = Channel.make(capacity);
      channel.send(1, Duration.ofNanos(1));
      channel.close();
      require(channel.receive() == null == (capacity == 0), "a new channel keeps values");
    }
    new Once().run(() -> {});
    try (CancelableContext made2 = Context.background().withCancel()) {
      require(made2.call(() -> 1) == 1, "a call runs");
    }
  }
}
