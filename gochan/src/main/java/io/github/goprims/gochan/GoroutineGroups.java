package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.threads.Spans;
import io.github.goprims.gochan.internal.threads.Stacks;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Threads by what they do, and where: those with the same reason and the same stack are one group.
 * Needs memory for so many groups, however many threads there are.
 */
final class GoroutineGroups {

  /** How many groups are told apart. */
  static final int MOST_KEPT = 1_000;

  /** How many groups are printed. */
  static final int MOST_SHOWN = 100;

  /** How many threads, and how many primitives, are shown of a group. */
  private static final int MOST_EXAMPLES = 3;

  /** How many primitives of a group are known by themselves; others by what they say. */
  private static final int MOST_KNOWN = 16;

  private static final int MOST_TEXT = 500;

  private final Map<Key, Group> groups = new HashMap<>();
  private final long now;
  private final long patience;
  private long goroutines;
  private long others;

  /** Threads whose groups are not kept. */
  private long rest;

  /**
   * Makes it empty.
   *
   * @param now this moment, by {@link System#nanoTime}
   * @param patience how long a wait has to be to be overdue, in nanoseconds
   */
  GoroutineGroups(long now, long patience) {
    this.now = now;
    this.patience = patience;
  }

  private record Key(
      boolean goroutine,
      String reason,
      List<StackTraceElement> stack,
      @Nullable StackTraceElement creationSite) {}

  /** The threads of one group. */
  static final class Group {
    final boolean goroutines;
    final String reason;
    final List<StackTraceElement> stack;
    final @Nullable StackTraceElement creationSite;
    private final List<Thread> oldest = new ArrayList<>();
    private final List<Object> primitives = new ArrayList<>();
    private final List<String> waitsOn = new ArrayList<>();
    private boolean hasMorePrimitives;
    long size;
    long shortest = Long.MAX_VALUE;
    long longest;

    /** How many are in an overdue wait. */
    long overdue;

    private Group(Key key) {
      goroutines = key.goroutine;
      reason = key.reason;
      stack = key.stack;
      creationSite = key.creationSite;
    }

    private void add(Sight sight, long waited) {
      size++;
      shortest = Math.min(shortest, waited);
      longest = Math.max(longest, waited);
      addThread(sight.thread());
      if (sight.waiter() != null) {
        addPrimitive(sight.waiter());
      }
    }

    private void addThread(Thread thread) {
      int place = oldest.size();
      while (place > 0 && oldest.get(place - 1).threadId() > thread.threadId()) {
        place--;
      }
      if (place < MOST_EXAMPLES) {
        oldest.add(place, thread);
        if (oldest.size() > MOST_EXAMPLES) {
          oldest.remove(MOST_EXAMPLES);
        }
      }
    }

    private void addPrimitive(Waiter waiter) {
      Object primitive = waiter.primitive();
      for (Object known : primitives) {
        if (known == primitive) {
          return;
        }
      }
      if (waitsOn.size() == MOST_EXAMPLES) {
        hasMorePrimitives = true;
        return;
      }
      String text = waiter.waitsOnAndHolders();
      if (primitive != null && primitives.size() < MOST_KNOWN) {
        primitives.add(primitive);
      }
      if (text != null && !waitsOn.contains(text)) {
        waitsOn.add(text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…");
      }
    }

    /** How many, and why: {@code 3 goroutines: chan receive, for 2 s to 5 s}. */
    String title() {
      String title = count(size, goroutines ? "goroutine" : "other thread") + ": " + reason;
      if (longest == 0) {
        return title;
      }
      String least = Spans.text(shortest);
      String most = Spans.text(longest);
      return title + ", for " + (least.equals(most) ? most : least + " to " + most);
    }

    /** What its threads wait for; empty if there is nothing to say. */
    List<String> waitsOn() {
      List<String> shown = new ArrayList<>(waitsOn);
      shown.sort(null);
      if (hasMorePrimitives) {
        shown.add("others");
      }
      return shown;
    }

    /** The names of those that have come first, and how many there are beside them. */
    String threads() {
      StringJoiner names = new StringJoiner(", ");
      for (Thread thread : oldest) {
        names.add(Names.of(thread));
      }
      long more = size - oldest.size();
      return more == 0 ? names.toString() : names + " and " + more + " more";
    }

    void printTo(StringBuilder text) {
      text.append(title()).append('\n');
      for (String each : waitsOn()) {
        text.append("    on ").append(each).append('\n');
      }
      text.append("    threads ").append(threads()).append('\n');
      for (StackTraceElement frame : stack) {
        text.append("    at ").append(Stacks.text(frame)).append('\n');
      }
      if (stack.size() == Stacks.MOST_FRAMES) {
        text.append("    …\n");
      }
      if (creationSite != null) {
        text.append("    created at ").append(Stacks.text(creationSite)).append('\n');
      }
    }
  }

  /** Adds one thread, if it is a goroutine or waits in a primitive; says what it does. */
  Sight add(Thread thread, boolean goroutine, @Nullable StackTraceElement creationSite) {
    Sight sight = Sight.of(thread);
    if (!goroutine && sight.waiter() == null) {
      return sight;
    }
    StackTraceElement[] stack = {};
    if (sight.state() != Thread.State.RUNNABLE) {
      stack = thread.getStackTrace();
      if (!sight.stillHolds()) {
        sight = new Sight(thread, Thread.State.RUNNABLE, null, "running");
        stack = new StackTraceElement[0]; // whose, is not known
      }
    }
    if (goroutine) {
      goroutines++;
    } else {
      others++;
    }
    Key key = new Key(goroutine, sight.reason(), Stacks.shown(stack), creationSite);
    Group group = groups.get(key);
    if (group == null) {
      if (groups.size() == MOST_KEPT) {
        rest++;
        return sight;
      }
      group = new Group(key);
      groups.put(key, group);
    }
    group.add(sight, sight.waitedNanos(now));
    if (sight.isOverdue(now, patience)) {
      group.overdue++;
    }
    return sight;
  }

  /** The groups, the largest first. */
  List<Group> largestFirst() {
    List<Group> sorted = new ArrayList<>(groups.values());
    sorted.sort(
        Comparator.comparingLong((Group group) -> -group.size)
            .thenComparing(group -> !group.goroutines)
            .thenComparing(group -> group.reason)
            .thenComparing(group -> group.stack.toString())
            .thenComparing(group -> String.valueOf(group.creationSite)));
    return sorted;
  }

  /** All of it, as text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(count(goroutines, "goroutine"));
    if (others > 0) {
      text.append(", and ")
          .append(count(others, "other thread"))
          .append(" in a wait of the library");
    }
    text.append('\n');
    List<Group> sorted = largestFirst();
    long more = rest;
    for (int i = 0; i < sorted.size(); i++) {
      Group group = sorted.get(i);
      if (i < MOST_SHOWN) {
        text.append('\n');
        group.printTo(text);
      } else {
        more += group.size;
      }
    }
    if (more > 0) {
      text.append('\n').append(count(more, "thread")).append(" in smaller groups\n");
    }
    return text.toString();
  }

  static String count(long count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }
}
