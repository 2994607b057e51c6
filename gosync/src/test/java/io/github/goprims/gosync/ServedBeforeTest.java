package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes first counts: the service, the end of a context, or an interrupt. */
@ExtendWith(LeakCheck.class)
class ServedBeforeTest {

  private static final Duration LONG = Duration.ofDays(1);
  private static final String READER = "sync.RWMutex.RLock";
  private static final String GROUP = "sync.WaitGroup.Wait";
  private static final String COND = CondTest.WAIT;
  private static final String SEMAPHORE = WeightedSemaphoreTest.WAIT;

  /** A wait that many share, and what ends it for all. */
  private record Shared(String reason, Callable<Boolean> waiting, Task serve) {}

  private static List<Shared> all() {
    RWMutex mutex = new RWMutex();
    mutex.lock();
    WaitGroup group = new WaitGroup();
    group.add(1);
    Mutex lock = new Mutex();
    Cond cond = Cond.on(lock);
    WeightedSemaphore semaphore = WeightedSemaphore.of(2);
    semaphore.tryAcquire(2);
    return List.of(
        new Shared(READER, () -> mutex.tryRLock(LONG), mutex::unlock),
        new Shared(SEMAPHORE, () -> semaphore.tryAcquire(1, LONG), () -> semaphore.release(2)),
        new Shared(GROUP, () -> group.await(LONG), group::done),
        new Shared(
            COND,
            () -> {
              lock.lock();
              try {
                return cond.await(LONG);
              } finally {
                lock.unlock();
              }
            },
            cond::broadcast));
  }

  /** It gives up after all have been served, and before its turn to be woken. */
  @EveryThreadKind
  @Spec({"INT-03", "INT-08"})
  void aServedWaitCannotGiveUp(ThreadKind kind) throws Exception {
    for (Object end : new Object[] {Waiter.INTERRUPTED, Waiter.TIMED_OUT}) {
      for (Shared shared : all()) {
        Attempt<Boolean> leaver =
            kind.attempt("leaver", shared.waiting).awaitBlocked(shared.reason);
        Attempt<Boolean> stayer =
            kind.attempt("stayer", shared.waiting).awaitBlocked(shared.reason);
        Waiter waiter = (Waiter) LockSupport.getBlocker(leaver.thread());
        assertThat(waiter.settle(end)).isTrue();
        shared.serve.run();
        assertThat(stayer.result()).isTrue();
        assertThat(leaver.hasEnded()).isFalse();
        waiter.wake();
        assertThat(leaver.result()).as(shared.reason).isTrue();
        assertThat(leaver.leftInterrupted()).isEqualTo(end == Waiter.INTERRUPTED);
      }
    }
  }

  /** All forms that wait until a context ends, blocked for good. */
  private static List<Shared> untilEnd(Context context) {
    Mutex mutex = new Mutex();
    mutex.lock();
    RWMutex read = new RWMutex();
    read.rLock();
    RWMutex written = new RWMutex();
    written.lock();
    WaitGroup group = new WaitGroup();
    group.add(1);
    Mutex lock = new Mutex();
    Cond cond = Cond.on(lock);
    WeightedSemaphore semaphore = WeightedSemaphore.of(1);
    semaphore.tryAcquire(1);
    Task none = () -> {};
    return List.of(
        new Shared(MutexTest.REASON, done(() -> mutex.lock(context)), none),
        new Shared("sync.RWMutex.Lock", done(() -> read.lock(context)), none),
        new Shared(MutexTest.REASON, done(() -> written.lock(context)), none),
        new Shared(READER, done(() -> written.rLock(context)), none),
        new Shared(GROUP, done(() -> group.await(context)), none),
        new Shared(SEMAPHORE, done(() -> semaphore.acquire(context, 1)), none),
        new Shared(SEMAPHORE, done(() -> semaphore.acquire(context, 2)), none),
        new Shared(COND, locked(lock, () -> cond.await(context)), none),
        new Shared(COND, locked(lock, () -> cond.awaitUntil(() -> false, context)), none));
  }

  private static Callable<Boolean> done(Task task) {
    return () -> {
      task.run();
      return true;
    };
  }

  private static Callable<Boolean> locked(Mutex lock, Task task) {
    return () -> {
      lock.lock();
      try {
        task.run();
      } finally {
        lock.unlock();
      }
      return true;
    };
  }

  @EveryThreadKind
  @Spec("INT-03")
  void anInterruptAfterTheContextsEndStays(ThreadKind kind) {
    try (CancelableContext context = Context.background().withCancel()) {
      for (Shared form : untilEnd(context)) {
        Attempt<Boolean> waiter = kind.attempt("waiter", form.waiting).awaitBlocked(form.reason);
        Waiter blocker = (Waiter) LockSupport.getBlocker(waiter.thread());
        assertThat(blocker.settle(Waiter.CANCELED)).isTrue(); // as the end of the context does
        waiter.interrupt();
        assertThat(waiter.failure()).isInstanceOf(CanceledException.class);
        assertThat(waiter.leftInterrupted()).as(form.reason).isTrue();
      }
    }
  }

  @EveryThreadKind
  @Spec("INT-03")
  void anInterruptBeforeTheContextsEndCounts(ThreadKind kind) {
    try (CancelableContext context = Context.background().withCancel()) {
      List<Attempt<Boolean>> interrupted = new ArrayList<>();
      for (Shared form : untilEnd(context)) {
        Attempt<Boolean> waiter = kind.attempt("waiter", form.waiting).awaitBlocked(form.reason);
        waiter.interrupt();
        Await.ended(waiter.thread());
        interrupted.add(waiter);
      }
      context.cancel();
      for (Attempt<Boolean> waiter : interrupted) {
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
        assertThat(waiter.leftInterrupted()).isFalse();
      }
    }
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-05"})
  void theContextEndsEachWaitWithoutAnInterrupt(ThreadKind kind) {
    try (CancelableContext context = Context.background().withCancel()) {
      List<Attempt<Boolean>> waiters = new ArrayList<>();
      for (Shared form : untilEnd(context)) {
        waiters.add(kind.attempt("waiter", form.waiting).awaitBlocked(form.reason));
      }
      context.cancel();
      for (Attempt<Boolean> waiter : waiters) {
        assertThat(waiter.failure()).isInstanceOf(CanceledException.class);
        assertThat(waiter.leftInterrupted()).isFalse();
      }
    }
  }

  @EveryThreadKind
  @Spec("INT-03")
  void aSignaledWaitReturnsWithTheFlag(ThreadKind kind) {
    try (CancelableContext context = Context.background().withCancel()) {
      Mutex lock = new Mutex();
      Cond cond = Cond.on(lock);
      Attempt<Boolean> waiter =
          kind.attempt("waiter", locked(lock, () -> cond.await(context))).awaitBlocked(COND);
      lock.lock();
      cond.signal();
      waiter.awaitBlocked(MutexTest.REASON);
      waiter.interrupt();
      context.cancel();
      lock.unlock();
      assertThat(waiter.result()).isTrue();
      assertThat(waiter.leftInterrupted()).isTrue();
    }
  }

  @Test
  @Spec("RW-04")
  void manyReadersAreLetInTogether() throws Exception {
    int count = 20_000;
    RWMutex mutex = new RWMutex();
    mutex.lock();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      readers.add(Thread.startVirtualThread(() -> mutex.rLock()));
    }
    Await.until("all wait", () -> mutex.toString().endsWith("waiting readers=" + count + ")"));
    mutex.unlock();
    assertThat(mutex.toString()).endsWith("(readers=" + count + ")");
    for (Thread reader : readers) {
      reader.join();
      mutex.rUnlock();
    }
    assertThat(mutex.tryLock()).isTrue();
  }

  /** No array, link or field keeps who has left. */
  @Test
  @Spec("INT-05")
  void aWriterThatHasLeftIsForgotten() throws Exception {
    RWMutex mutex = new RWMutex();
    mutex.rLock();
    Thread writer = new Thread(() -> mutex.lock());
    writer.start();
    Await.blocked(writer, "sync.RWMutex.Lock");
    mutex.rUnlock();
    Await.ended(writer);
    mutex.unlock();
    WeakReference<Thread> seen = new WeakReference<>(writer);
    writer = null;
    Await.until(
        "it is collected",
        () -> {
          System.gc();
          return seen.get() == null;
        });
    assertThat(mutex.tryLock()).isTrue();
  }

  /** It takes no lock that somebody else may hold for long, and meets everything half-way. */
  @Test
  void textsCanBeHadAtAnyTime() throws Exception {
    Mutex mutex = new Mutex();
    RWMutex both = new RWMutex();
    WaitGroup group = new WaitGroup();
    Cond cond = Cond.on(mutex);
    Once once = new Once();
    Pool<Object> pool = Pool.of(Object::new);
    WeightedSemaphore semaphore = WeightedSemaphore.of(2);
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread user =
          Thread.startVirtualThread(
              () -> {
                while (!over.get()) {
                  group.add(1);
                  mutex.lock();
                  cond.signal();
                  mutex.unlock();
                  both.lock();
                  both.unlock();
                  both.rLock();
                  both.rUnlock();
                  once.run(() -> {});
                  pool.put(pool.get());
                  if (semaphore.tryAcquire(2)) {
                    semaphore.release(2);
                  }
                  group.done();
                }
              });
      users.add(user);
    }
    for (int i = 0; i < 20_000; i++) {
      for (Object each :
          new Object[] {mutex, both, group, cond, once, pool, semaphore, both.rLocker()}) {
        assertThat(each.toString()).isNotEmpty();
      }
    }
    over.set(true);
    for (Thread user : users) {
      Await.ended(user);
    }
  }
}
