package io.github.goprims.gotest;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gotest.internal.Kit;
import io.github.goprims.gotest.internal.Member;
import io.github.goprims.gotest.internal.Outcome;
import io.github.goprims.gotest.internal.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Virtual time for a test: what waits for hours takes milliseconds, and what waits for ever fails.
 *
 * <p>The body of a test runs in a bubble, on a goroutine of its own. What the library starts there
 * belongs to it: goroutines, timers, deadlines. So do the primitives that its goroutines make. The
 * clock of the bubble starts with the year 2000 and stands still while any of its goroutines runs.
 * As soon as all are <i>durably blocked</i>, it jumps to the next moment at which one goes on: the
 * end of a sleep or of a timeout, a timer, a deadline.
 *
 * <p>A wait is durable if only the bubble can end it: a sleep, and each wait at a channel, in a
 * select, for a lock, a group, a condition, a semaphore or a flight that was made inside. Waits for
 * locks are durable as well, unlike those of Go's {@code synctest}. All others are not: those of
 * the JDK ({@link Thread#sleep}, locks of {@code java.util.concurrent}, monitors, input and
 * output), and those at primitives that were made outside. While a goroutine waits so, or computes,
 * the time of the bubble stands still, and real time passes; if that lasts, the run fails and tells
 * of it.
 *
 * <p>A context that is made inside below one from outside belongs to the bubble: time passes for
 * those who wait for it. Its end may come from outside all the same. So where all are blocked,
 * nothing is to come, and one of them waits for such a context, the run waits as well, as long as
 * its patience lasts.
 *
 * <p>If all are durably blocked and nothing is to come, the run fails with a {@link
 * BubbleDeadlockError}. Whatever the end, all goroutines of the bubble have ended, if they can be
 * ended, when the run returns.
 *
 * <p>Inside, what belongs to another bubble cannot be used, nor from outside what belongs to this
 * one: that is an {@link IllegalStateException}, since nobody could tell then who waits for whom.
 * Threads that something else than the library has started are outside: start them by {@link Go},
 * by a group, or by a {@linkplain io.github.goprims.gochan.Goroutines#factory factory}.
 */
public final class Bubble {

  private Bubble() {}

  /**
   * Runs {@code body} in a new bubble and waits until all its goroutines have ended. When the body
   * has returned, the time of the bubble stands still: goroutines that still sleep are a deadlock.
   *
   * <p>Memory consistency effects: actions before the call <i>happen-before</i> the body, and all
   * that the goroutines of the bubble do <i>happens-before</i> the return.
   *
   * @param body what to run
   * @throws NullPointerException "body"
   * @throws IllegalStateException "a bubble within a bubble: …"
   * @throws BubbleDeadlockError if all goroutines are blocked, and nothing is to come
   * @throws BubbleStalledError if for ten seconds something holds back the bubble's time, or a
   *     context from outside does not end for which all wait
   * @throws InterruptedException if the thread is interrupted at entry or while it waits; the
   *     goroutines of the bubble are ended then
   * @throws Exception the failure of the body, as the same object, or else the first failure of
   *     another goroutine; others are suppressed in it
   */
  public static void run(Task body) throws Exception {
    run(BubbleOptions.defaults(), body);
  }

  /**
   * As {@link #run(Task)}, with other options.
   *
   * @param options how to run it
   * @param body what to run
   * @throws NullPointerException "options" or "body"
   * @throws IllegalStateException as {@link #run(Task)}, or with schedules if this JVM does not let
   *     them; the message says what helps
   * @throws Exception as {@link #run(Task)}
   */
  public static void run(BubbleOptions options, Task body) throws Exception {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(body, "body");
    LibraryAccess.require();
    Member member = Kit.member();
    if (member != null) {
      throw new IllegalStateException(
          "a bubble within a bubble: goroutine %s is in %s already, by Bubble.run or @VirtualTime"
              .formatted(member, member.world()));
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (options.schedules() == 0) {
      finish(new World(options.patience(), options.seed(), false).run(body));
    } else {
      Schedules.run(options, body);
    }
  }

  /** Throws what the run has to tell, if that is a failure. */
  static void finish(Outcome outcome) throws Exception {
    Error verdict =
        switch (outcome.end()) {
          case ENDED -> null;
          case DEADLOCK -> new BubbleDeadlockError(outcome.report());
          case STALL -> new BubbleStalledError(outcome.report());
        };
    Throwable failure = outcome.failure();
    if (failure == null) {
      if (verdict != null) {
        throw verdict;
      }
      return;
    }
    if (verdict != null) {
      failure.addSuppressed(verdict);
    }
    Failures.raise(failure);
  }

  /**
   * Waits until all other goroutines of the bubble are durably blocked, or have ended. The time of
   * the bubble does not move meanwhile. So what they do at this moment is done when it returns. One
   * goroutine at a time may wait so; it is meant for the body of the test.
   *
   * <p>Memory consistency effects: what the others have done before they blocked or ended
   * <i>happens-before</i> the return.
   *
   * @throws IllegalStateException "goroutine is not in a bubble: …", or "wait already in progress:
   *     …" if another goroutine of the bubble waits here
   * @throws InterruptedException if the thread is interrupted at entry or while it waits
   */
  public static void await() throws InterruptedException {
    Member me = me();
    me.world().await();
  }

  /**
   * Sleeps as {@link Go#sleep}, then {@linkplain #await awaits}: what comes due at the same moment
   * has been dealt with when it returns. For one goroutine at a time, as that is; others use {@link
   * Go#sleep}.
   *
   * @param duration for how long
   * @throws NullPointerException "duration"
   * @throws IllegalStateException as {@link #await}
   * @throws InterruptedException if the thread is interrupted at entry or while it waits
   */
  public static void sleep(Duration duration) throws InterruptedException {
    Objects.requireNonNull(duration, "duration");
    Member me = me();
    Go.sleep(duration);
    me.world().await();
  }

  /**
   * The time of the bubble: 2000-01-01T00:00:00Z at its start. For a test at another date, sleep
   * until then first. {@link Instant#now} is the time of the machine also in a bubble, so a
   * deadline that is counted from it is decades away.
   *
   * @return this moment
   * @throws IllegalStateException "goroutine is not in a bubble: …"
   */
  public static Instant now() {
    me();
    return TimeSource.current().instant();
  }

  /**
   * A clock for code that takes one: it shows the time of its bubble to a goroutine in one, and
   * that of the machine to all other threads.
   *
   * @return a clock in UTC; {@link Clock#withZone} makes that of another zone
   */
  public static Clock clock() {
    return BubbleClock.UTC;
  }

  /**
   * Random numbers for code that takes a generator, such as one that varies its pauses. To a
   * goroutine in a bubble they follow from the seed of the bubble, so that a schedule that is
   * replayed has the same ones; to all other threads they are other ones each time.
   *
   * @return a generator for any thread
   */
  public static RandomGenerator random() {
    return TestKit::random;
  }

  /**
   * Whether the calling thread belongs to a bubble.
   *
   * @return true in the goroutines of a bubble
   */
  public static boolean isInside() {
    return Kit.member() != null;
  }

  private static Member me() {
    Member member = Kit.member();
    if (member == null) {
      throw new IllegalStateException(
          "goroutine is not in a bubble: %s; call it in the body of Bubble.run or of a test with"
                  .formatted(Thread.currentThread())
              + " @VirtualTime, or in a goroutine that was started there");
    }
    return member;
  }
}
