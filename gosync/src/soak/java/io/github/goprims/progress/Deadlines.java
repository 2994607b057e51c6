package io.github.goprims.progress;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.WaitGroup;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Deadlines that platform threads wait for, and goroutines that compute and look at their interrupt
 * flag; beside interrupts that take long, and deadlines for which many wait.
 */
final class Deadlines {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int WAITERS = 3;
  private static final int CHILDREN = 100;

  private final Pauses pauses;
  private final Stopwatch watch;
  private final Operations operations;
  private final AtomicInteger crowd = new AtomicInteger();

  Deadlines(Pauses pauses, Stopwatch watch, Operations operations) {
    this.pauses = pauses;
    this.watch = watch;
    this.operations = operations;
  }

  private interface Body {
    void run() throws Exception;
  }

  void start(SplittableRandom random) {
    for (int i = 0; i < WAITERS; i++) {
      loop("deadlines-" + i, random.split(), this::platform);
    }
    loop("children", random.split(), this::children);
    loop("slow interrupts", random.split(), this::slowInterrupts);
    loop("crowds", random.split(), this::crowds);
    SplittableRandom choice = random.split();
    Go.go("polling", () -> endless(choice, this::polling));
  }

  private interface Round {
    void play(SplittableRandom choice) throws Exception;
  }

  private void loop(String name, SplittableRandom choice, Round round) {
    Thread.ofPlatform().daemon().name(name).start(() -> endless(choice, round));
  }

  private void endless(SplittableRandom choice, Round round) {
    try {
      for (; ; ) {
        round.play(choice);
      }
    } catch (Throwable failure) {
      failure.printStackTrace(System.out);
      watch.finding(Thread.currentThread() + " failed: " + failure);
    }
  }

  /** One wait that a deadline ends, in time. */
  private void ends(String what, int millis, CancelableContext context, Body body)
      throws Exception {
    Stopwatch.Due due = watch.expect("deadline of " + what, inMillis(millis));
    try (CancelableContext timed = context) {
      body.run();
      watch.finding(what + " was not ended by the deadline: " + timed);
    } catch (ContextDoneException expected) {
      watch.ended(due);
    }
  }

  private static long inMillis(int millis) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void platform(SplittableRandom choice) throws Exception {
    int millis = choice.nextInt(1, 200);
    CancelableContext parent = Context.background().withTimeout(Duration.ofMillis(millis));
    CancelableContext context = choice.nextBoolean() ? parent : parent.withCancel();
    switch (choice.nextInt(7)) {
      case 0 -> {
        WaitGroup group = new WaitGroup();
        group.add(1);
        ends("WaitGroup.await", millis, context, () -> group.await(context));
      }
      case 1 -> {
        Mutex mutex = new Mutex();
        mutex.lock();
        ends("Mutex.lock", millis, context, () -> mutex.lock(context));
      }
      case 2 -> {
        RWMutex mutex = new RWMutex();
        mutex.lock();
        ends("RWMutex.rLock", millis, context, () -> mutex.rLock(context));
      }
      case 3 -> ends("call", millis, context, () -> context.call(() -> Channel.make().receive()));
      case 4 ->
          ends(
              "call of a sleep",
              millis,
              context,
              () ->
                  context.call(
                      () -> {
                        Thread.sleep(60_000);
                        return 0;
                      }));
      case 5 -> ends("receive", millis, context, () -> context.receive(Channel.make()));
      default -> ends("sleep", millis, context, () -> context.sleep(LONG));
    }
    parent.close();
  }

  /** All children of one deadline have ended soon after it, and the parent can be closed. */
  private void children(SplittableRandom choice) {
    int millis = choice.nextInt(10, 200);
    long deadline = inMillis(millis);
    CancelableContext parent = Context.background().withTimeout(Duration.ofMillis(millis));
    Stopwatch.Due due = watch.expect("deadline of 100 children", deadline);
    List<Context> children = new ArrayList<>();
    for (int i = 0; i < CHILDREN; i++) {
      children.add(parent.withCancel());
    }
    for (Context child : children) {
      while (child.err() == null && System.nanoTime() - deadline < TimeUnit.SECONDS.toNanos(20)) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    watch.ended(due);
    watch.timeRun("close of a context that has ended", parent::close);
  }

  /** A goroutine that computes until its flag is set. */
  private void polling(SplittableRandom choice) throws Exception {
    int millis = choice.nextInt(10, 500);
    long deadline = inMillis(millis);
    try (CancelableContext context = Context.background().withTimeout(Duration.ofMillis(millis))) {
      context.call(
          () -> {
            Stopwatch.Due due = watch.expect("deadline of a goroutine that computes", deadline);
            long before = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()
                && before - deadline < TimeUnit.SECONDS.toNanos(20)) {
              long now = System.nanoTime();
              pauses.note(before, now);
              before = now;
            }
            watch.ended(due);
            return 0;
          });
    }
    Go.sleep(Duration.ofMillis(choice.nextInt(1, 100)));
  }

  /** Two wait below one context; the interrupt of the first takes long, that of the second not. */
  private void slowInterrupts(SplittableRandom choice) throws Exception {
    int millis = choice.nextInt(10, 100);
    boolean byDeadline = choice.nextBoolean();
    CancelableContext context =
        Context.background().withTimeout(byDeadline ? Duration.ofMillis(millis) : LONG);
    Thread slow =
        Thread.ofPlatform()
            .daemon()
            .name("slowly interrupted")
            .start(() -> swallowing(() -> context.call(new SlowChannel()::await)));
    while (LockSupport.getBlocker(slow) == null && slow.isAlive()) {
      LockSupport.parkNanos(100_000);
    }
    long begin = System.nanoTime();
    Thread canceler =
        Thread.ofPlatform()
            .daemon()
            .name("canceler")
            .start(
                () -> {
                  if (!byDeadline) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                    watch.timeRun("cancel with a slow interrupt", () -> context.cancel());
                  }
                });
    long deadline = begin + TimeUnit.MILLISECONDS.toNanos(millis);
    Stopwatch.Due due =
        byDeadline ? watch.expect("deadline beside a slow interrupt", deadline) : null;
    try {
      context.call(() -> Channel.make().receive());
    } catch (ContextDoneException expected) {
      if (due != null) {
        watch.ended(due);
      }
    }
    canceler.join();
    slow.join();
  }

  private static void swallowing(Body body) {
    try {
      body.run();
    } catch (Exception expected) {
      // the end of the context
    }
  }

  /** Closing it takes a while, and whoever interrupts the thread that waits in it closes it. */
  private static final class SlowChannel extends AbstractInterruptibleChannel {
    private static final long CLOSING_MILLIS = 1_000;

    Integer await() throws Exception {
      boolean completed = false;
      begin();
      try {
        while (isOpen()) {
          LockSupport.park(this);
        }
        completed = true;
      } finally {
        end(completed);
      }
      return 0;
    }

    @Override
    protected void implCloseChannel() {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS);
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** Very many wait for one deadline; those of others come beside it. */
  private void crowds(SplittableRandom choice) throws Exception {
    int size = choice.nextInt(1_000, 20_000);
    try (CancelableContext context =
        Context.background().withTimeout(Duration.ofMillis(choice.nextInt(100, 1_000)))) {
      crowd.set(size);
      WaitGroup group = new WaitGroup();
      group.add(1);
      for (int i = 0; i < size; i++) {
        int form = i % 8;
        Go.go(
            () -> {
              try {
                switch (form) {
                  case 0 -> context.sleep(LONG);
                  case 1 -> group.await(context);
                  default -> context.done().receive();
                }
              } catch (ContextDoneException expected) {
                // the deadline
              } finally {
                crowd.decrementAndGet();
              }
            });
      }
      context.done().receive();
      while (crowd.get() > 0 || operations.quiet) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  int crowd() {
    return crowd.get();
  }
}
