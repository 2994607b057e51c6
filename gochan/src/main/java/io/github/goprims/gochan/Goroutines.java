package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.threads.GoroutineFactory;
import io.github.goprims.gochan.internal.threads.LiveGoroutines;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * All goroutines that there are, and what each of them waits for: for health endpoints, for tests,
 * and for a service in trouble.
 *
 * <p>A goroutine here is a virtual thread that the library has started, from the start until its
 * task has ended: by {@link Go#go}, by a group of tasks, for the function of a timer or of a
 * context, or by a {@link #factory} of threads. A virtual thread that something else has started is
 * none, and is not seen, even if it waits in a primitive of the library. A platform thread that
 * does so is seen in dumps.
 *
 * <p>All methods may be called at any time by any thread, and in a loop. None stops other threads:
 * each goroutine is looked at while the others go on. So what is found need not have been so at one
 * moment; but each goroutine that is there from the beginning of a call to its end is found, once,
 * and so is what it waits for if it waits for that throughout.
 */
public final class Goroutines {

  private Goroutines() {}

  /**
   * How many goroutines there are at this moment. Cheap, whatever their number. A goroutine that is
   * joined has left the count; one whose task has only told others of its end, by a {@code done} of
   * a group, say, may be in it for a moment more.
   *
   * @return zero or more
   */
  public static int count() {
    Rehearsal.ensure();
    return LiveGoroutines.count();
  }

  /**
   * All goroutines, as text: those that wait for the same reason with the same stack are one group,
   * the largest group first. A group shows its size, the reason in Go's words, for how long they
   * have waited, what for, with its state, the threads that came first, by name or id, and the
   * stack. With the system property {@code goprims.debug=goroutines}, or with the module {@code
   * gotest}, it also shows the line that started them. Platform threads that wait in a primitive of
   * the library are in groups of their own, as other threads.
   *
   * <p>Shows the 100 largest groups of the first 1,000 that it meets, and counts the others: so it
   * needs the same memory for a million goroutines as for a thousand. It takes some microseconds
   * for each. Of goroutines that run no stack is taken.
   *
   * @return many lines
   */
  public static String dump() {
    ensureRoom();
    return groups().toString();
  }

  /**
   * All goroutines, as objects, in the order in which their threads were made. Unlike {@link #dump}
   * it needs memory for each of them.
   *
   * @return a new list, which cannot be changed
   */
  public static List<Goroutine> snapshot() {
    ensureRoom();
    Moment moment = new Moment(Instant.now(), System.nanoTime());
    List<Goroutine> found = new ArrayList<>();
    LiveGoroutines.forEach((thread, site) -> found.add(moment.look(thread, site)));
    found.sort(Comparator.comparingLong((Goroutine goroutine) -> goroutine.thread().threadId()));
    return List.copyOf(found);
  }

  /**
   * As {@link #report(Duration)}, with ten seconds.
   *
   * @return some lines
   */
  public static String report() {
    return report(Duration.ofSeconds(10));
  }

  /**
   * Looks for deadlocks and leaks, and tells of each finding what is certain and what is a guess:
   *
   * <ul>
   *   <li>threads that wait for locks of each other; only with the system property {@code
   *       goprims.debug=owners}. Certain.
   *   <li>threads that wait at the nil channel. Certain.
   *   <li>that all goroutines wait and no timer is pending: a guess, since another thread of the
   *       program may wake them
   *   <li>a thousand goroutines or more that wait at one place: a guess that they are leaked
   *   <li>channels at which threads wait on one side, and which no select has that waits: a guess
   *       that nobody is left on the other side. A worker that has nothing to do is found as well.
   *       Channels with the same name and state are one finding. Nobody sends to the done channel
   *       of a context, so that is none.
   * </ul>
   *
   * Of each kind the ten largest are told. Waits that end by themselves, by a timeout, say, are no
   * findings. Costs about as much as {@link #dump}, and memory for up to 100,000 channels; if there
   * are more, it says that it has not looked at the others.
   *
   * @param patience what has waited for less is no finding, except for threads that wait for each
   *     other; zero or negative: all waits count that have begun before this call
   * @return some lines
   * @throws NullPointerException "patience"
   */
  public static String report(Duration patience) {
    Objects.requireNonNull(patience, "patience");
    ensureRoom();
    return new GoroutineReport(Math.max(0, TimeSource.saturatedNanos(patience))).make();
  }

  /**
   * Makes goroutines for what wants a factory of threads: an executor, a server. Each is a virtual
   * thread that is called {@code name-1}, {@code name-2} and so on. It is a goroutine as others,
   * but from when it begins to run, since it is not the library that starts it.
   *
   * @param name what the names begin with
   * @return a new factory
   * @throws NullPointerException "name"
   */
  public static ThreadFactory factory(String name) {
    Objects.requireNonNull(name, "name");
    Rehearsal.ensure();
    return new GoroutineFactory(name);
  }

  /** All of this is rare, and goes deep, also into classes that are not set up yet. */
  private static void ensureRoom() {
    Rehearsal.ensure();
    StackProbe.touch(StackProbe.CLASSES);
  }

  private static GoroutineGroups groups() {
    GoroutineGroups groups = new GoroutineGroups(System.nanoTime(), Long.MAX_VALUE);
    LiveGoroutines.forEach((thread, site) -> groups.add(thread, true, site));
    for (Thread thread : OtherThreads.all()) {
      groups.add(thread, false, null);
    }
    return groups;
  }

  /** The same moment by two clocks. */
  private record Moment(Instant instant, long nanoTime) {

    Goroutine look(Thread thread, @Nullable StackTraceElement site) {
      Sight sight = Sight.of(thread);
      Instant since =
          sight.waiter() == null
              ? null
              : instant.minus(Duration.ofNanos(sight.waitedNanos(nanoTime)));
      return new Goroutine(thread, thread.getName(), sight.reason(), sight.waitsOn(), since, site);
    }
  }
}
