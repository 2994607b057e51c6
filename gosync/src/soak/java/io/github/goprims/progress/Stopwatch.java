package io.github.goprims.progress;

import io.github.goprims.gochan.ThrowingSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of what must not wait. What takes more than the limit longer than the longest
 * pause of the machine around it is a finding, and so is what does not come back.
 */
final class Stopwatch {

  private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long AROUND = TimeUnit.SECONDS.toNanos(1);
  private static final long VERY_LATE = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long NEVER = TimeUnit.SECONDS.toNanos(15);

  /** What allows an operation: throws nothing that is not expected. */
  interface Operation<R extends @Nullable Object> extends ThrowingSupplier<R, RuntimeException> {}

  private final Pauses pauses;
  private final int mostFindings;
  private final Map<String, Times> times = new ConcurrentSkipListMap<>();
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final Set<Due> due = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Suspect> suspects = new ConcurrentLinkedQueue<>();
  private final AtomicInteger findings = new AtomicInteger();

  Stopwatch(Pauses pauses, int mostFindings) {
    this.pauses = pauses;
    this.mostFindings = mostFindings;
  }

  void start() {
    Thread.ofPlatform().daemon().name("judge").start(this::judge);
  }

  /** Does it, and takes its time. */
  <R extends @Nullable Object> R time(String what, Operation<R> operation) {
    Running now = new Running(what);
    running.add(now);
    try {
      return operation.get();
    } finally {
      long end = System.nanoTime();
      running.remove(now);
      took(what, now.begin, end, now.seen, 1);
    }
  }

  /** Does it, and takes its time. */
  void timeRun(String what, Runnable operation) {
    this.<@Nullable Object>time(
        what,
        () -> {
          operation.run();
          return null;
        });
  }

  /** Says that something has to end by then. */
  Due expect(String what, long deadline) {
    Due expected = new Due(what, deadline);
    due.add(expected);
    return expected;
  }

  /**
   * What had to end by its deadline has ended now. Three threads have a part in that, one after
   * another, and each may meet a pause: the one that rings, the one that tells, the one that waits.
   */
  void ended(Due expected) {
    long end = System.nanoTime();
    due.remove(expected);
    took(expected.what, expected.deadline, end, expected.seen, 3);
  }

  private void took(String what, long begin, long end, String seen, int pausesAllowed) {
    times.computeIfAbsent(what, w -> new Times()).add(end - begin);
    if (end - begin > LIMIT) {
      suspects.add(
          new Suspect(what, Thread.currentThread().toString(), begin, end, seen, pausesAllowed));
    }
  }

  private void judge() {
    List<Suspect> waiting = new ArrayList<>();
    for (; ; ) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        return;
      }
      long now = System.nanoTime();
      for (Running one : running) {
        if (now - one.begin > LIMIT) {
          one.look();
        }
        if (now - one.begin > NEVER) {
          running.remove(one);
          finding(one.what + " has not come back after " + millis(now - one.begin) + one.seen);
        }
      }
      for (Due one : due) {
        if (now - one.deadline > VERY_LATE) {
          one.look();
        }
      }
      for (Suspect next = suspects.poll(); next != null; next = suspects.poll()) {
        waiting.add(next);
      }
      waiting.removeIf(suspect -> judge(suspect, now));
    }
  }

  /** Whether it has been judged. The pauses after it have to be known. */
  private boolean judge(Suspect suspect, long now) {
    if (now - suspect.end < AROUND + LIMIT) {
      return false;
    }
    long worst = pauses.worst(suspect.begin - AROUND, suspect.end + AROUND);
    long took = suspect.end - suspect.begin;
    if (took > suspect.pausesAllowed * worst + LIMIT) {
      finding(
          "%s took %s in %s, the longest pause around it was %s%s"
              .formatted(suspect.what, millis(took), suspect.thread, millis(worst), suspect.seen));
    }
    return true;
  }

  void finding(String text) {
    int count = findings.incrementAndGet();
    System.out.println("FOUND: " + text);
    if (count >= mostFindings) {
      System.out.printf("%s%nsoak FOUND %d%n", this, count);
      System.out.flush();
      Runtime.getRuntime().halt(1);
    }
  }

  int findings() {
    return findings.get();
  }

  static String millis(long nanos) {
    return "%.1f ms".formatted(nanos / 1e6);
  }

  /** Each operation, how often it was done and the longest time it took. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    times.forEach(
        (what, time) ->
            text.append(
                "  %,12d × %-42s longest %s%n"
                    .formatted(time.count.sum(), what, millis(time.longest.get()))));
    return text.toString();
  }

  private static final class Times {
    private final LongAdder count = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    void add(long nanos) {
      count.increment();
      longest.accumulate(nanos);
    }
  }

  private record Suspect(
      String what, String thread, long begin, long end, String seen, int pausesAllowed) {}

  /** An operation that has not come back yet. */
  private static final class Running {
    private final String what;
    private final Thread thread = Thread.currentThread();
    private volatile String seen = "";
    private final long begin = System.nanoTime();

    Running(String what) {
      this.what = what;
    }

    /** Notes where it stands, once. */
    void look() {
      if (seen.isEmpty()) {
        seen = text(thread.getStackTrace());
      }
    }
  }

  /** Something that is to end by its deadline. */
  static final class Due {
    private final String what;
    private final long deadline;
    private final Thread thread = Thread.currentThread();
    private volatile String seen = "";

    private Due(String what, long deadline) {
      this.what = what;
      this.deadline = deadline;
    }

    /** Notes where it stands, and where the threads of the library stand, once. */
    private void look() {
      if (seen.isEmpty()) {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces()
            .forEach(
                (other, frames) -> {
                  if (other == thread || other.getName().startsWith("goprims-")) {
                    text.append("\n    ").append(other.getName()).append(' ');
                    text.append(other.getState()).append(text(frames));
                  }
                });
        seen = text.toString();
      }
    }
  }

  private static String text(StackTraceElement[] frames) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : frames) {
      text.append("\n      at ").append(frame);
    }
    return text.toString();
  }
}
