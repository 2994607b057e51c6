package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import io.github.goprims.gocontext.internal.ContextLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Deadlines in a JVM in which goroutines compute on all carriers; see {@link BusyCarriersTest}. */
final class BusyCarriers {

  private static final Context ROOT = Context.background();
  private static final Duration TIMEOUT = Duration.ofMillis(100);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int CARRIERS =
      Integer.getInteger("jdk.virtualThreadScheduler.parallelism", 1);

  private static volatile boolean over;

  private BusyCarriers() {}

  public static void main(String[] args) throws Exception {
    bodiesThatComputeAreInterrupted();
    CountDownLatch computing = new CountDownLatch(CARRIERS);
    for (int i = 0; i < CARRIERS; i++) {
      Go.go(
          () -> {
            computing.countDown();
            while (!over) {
              Thread.onSpinWait();
            }
          });
    }
    computing.await();
    childrenEndWithTheDeadline();
    closeReturns();
    waitsEnd();
    over = true;
    System.out.println("all in time");
  }

  private static void bodiesThatComputeAreInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(CARRIERS);
    for (int i = 0; i < CARRIERS; i++) {
      Go.go(
          () -> {
            try (CancelableContext context = ROOT.withTimeout(TIMEOUT)) {
              context.call(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      Thread.onSpinWait();
                    }
                    return interrupted;
                  });
            }
            interrupted.countDown();
          });
    }
    await("bodies interrupted", () -> interrupted.getCount() == 0);
  }

  private static void childrenEndWithTheDeadline() {
    CancelableContext parent = ROOT.withTimeout(TIMEOUT);
    List<Context> children = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      children.add(parent.withCancel());
    }
    await("children ended", () -> children.stream().allMatch(child -> child.err() != null));
  }

  private static void closeReturns() {
    CancelableContext parent = ROOT.withTimeout(TIMEOUT);
    for (int i = 0; i < 100; i++) {
      parent.withCancel();
    }
    await("parent ended", () -> parent.err() != null);
    ends("close", parent::close);
  }

  private static void waitsEnd() {
    ends(
        "call",
        () -> {
          try (CancelableContext context = ROOT.withTimeout(TIMEOUT)) {
            context.call(
                () -> {
                  Thread.sleep(Duration.ofDays(1));
                  return ROOT;
                });
          } catch (DeadlineExceededException e) {
            // as it should be
          }
        });
    ends(
        "receive",
        () -> {
          try (CancelableContext context = ROOT.withTimeout(TIMEOUT)) {
            context.withCancel().receive(Channel.<Integer>make());
          } catch (DeadlineExceededException e) {
            // as it should be
          }
        });
    ends(
        "link",
        () -> {
          Wait waiter = new Wait();
          try (CancelableContext context = ROOT.withTimeout(TIMEOUT);
              ContextLink link = ContextLink.of(context, waiter)) {
            if (waiter.await(TimeSource.FOREVER) != Waiter.CANCELED || !link.isEnded()) {
              throw new AssertionError("not canceled");
            }
          }
        });
  }

  private static final class Wait extends Waiter {
    @Override
    public String reason() {
      return "test wait";
    }
  }

  private static void ends(String what, Task task) {
    boolean[] ended = {false};
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    task.run();
                    ended[0] = true;
                  } catch (Exception e) {
                    throw new AssertionError(what, e);
                  }
                });
    await(what + " has returned", () -> !thread.isAlive());
    if (!ended[0]) {
      throw new AssertionError(what + " failed");
    }
  }

  /** From the platform thread of main, which needs no carrier. */
  private static void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        System.out.println("in vain: " + what);
        Runtime.getRuntime().halt(1);
      }
      Thread.onSpinWait();
    }
    System.out.println(what);
  }
}
