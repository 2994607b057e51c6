package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One group of tasks, and what is known of it. */
final class SoakTaskGroup {

  /** How a task of a soak fails; needs no handler, since the group is awaited. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed() {
      super("as it happens", null, true, false);
    }
  }

  private final CancelableContext parent = Context.background().withCancel();
  private final ErrGroup group;
  private final int limit;
  private final Consumer<Throwable> broken;
  private final AtomicInteger inside;
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile @Nullable Throwable told;

  SoakTaskGroup(SplittableRandom random, int starters, Consumer<Throwable> broken) {
    inside = new AtomicInteger(starters);
    limit = random.nextBoolean() ? -1 : random.nextInt(1, 8);
    group = (random.nextBoolean() ? ErrGroup.create() : ErrGroup.withContext(parent)).limit(limit);
    this.broken = broken;
  }

  /** Starts a task, which may start others, if there is a place for it. */
  void start(SplittableRandom choice) throws InterruptedException {
    SplittableRandom own = choice.split();
    started.incrementAndGet();
    boolean accepted = false;
    try {
      accepted = choice.nextInt(3) == 0 ? group.tryGo(() -> run(own)) : group.go(() -> run(own));
    } finally {
      if (!accepted) {
        started.decrementAndGet();
      }
    }
  }

  private void run(SplittableRandom choice) throws Failed {
    if (running.incrementAndGet() > limit && limit > 0) {
      broken.accept(new AssertionError("above the limit: " + this));
    }
    if (choice.nextInt(4) == 0) {
      started.incrementAndGet();
      if (!group.tryGo(ended::incrementAndGet)) {
        started.decrementAndGet();
      }
    }
    running.decrementAndGet();
    ended.incrementAndGet();
    if (choice.nextInt(30) == 0) {
      failures.incrementAndGet();
      throw new Failed();
    }
  }

  void cancel() {
    parent.cancel();
  }

  boolean isLastToLeave() {
    return inside.decrementAndGet() == 0;
  }

  /** Waits for the end of all tasks. */
  void await() throws InterruptedException {
    try {
      group.await();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception failure) {
      told = failure;
    }
    verify();
  }

  /** Ends the group, whose failure is asked for later: so the handler is not to hear of it. */
  void close() {
    Thread self = Thread.currentThread();
    Thread.UncaughtExceptionHandler handler = self.getUncaughtExceptionHandler();
    self.setUncaughtExceptionHandler((thread, failure) -> {});
    group.close();
    self.setUncaughtExceptionHandler(handler);
  }

  boolean startsAgain() {
    return group.tryGo(() -> {});
  }

  void verify() {
    require(ended.get() == started.get(), "%s tasks ended of %s: %s", ended, started, this);
    require((told != null) == (failures.get() > 0), "%s failures, told: %s", failures, told);
    require(!group.toString().contains("waiting"), "left behind: %s", group);
  }

  long ended() {
    return ended.get();
  }

  @Override
  public String toString() {
    return "%s, %s tasks ended of %s".formatted(group, ended, started);
  }
}
