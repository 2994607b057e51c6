package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.threads.CreationSite;
import io.github.goprims.gochan.internal.threads.LiveGoroutines;
import io.github.goprims.gochan.internal.threads.Spans;
import io.github.goprims.gochan.internal.threads.Stacks;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a bubble that cannot go on says of its goroutines, and a check for leaks of what is left.
 */
final class Report {

  /** From when on something that waits may be meant to be due after the end of all time. */
  private static final long LATE = Long.MAX_VALUE / 2;

  private Report() {}

  /** Tells of all goroutines of a bubble: if time is held back, first of those that do that. */
  static String of(Outcome.End end, World world) {
    List<Member> members = world.snapshot();
    boolean rootEnded = world.rootEnded; // asked now: if it has not, it is the first of these
    Member root = rootEnded || members.isEmpty() ? null : members.getFirst();
    StringBuilder text = new StringBuilder();
    if (end == Outcome.End.STALL) {
      List<Member> culprits = members.stream().filter(Report::holdsBack).toList();
      List<Member> others = members.stream().filter(member -> !culprits.contains(member)).toList();
      text.append("stalled: time has stood still for ")
          .append(Spans.text(world.patience))
          .append(" of real time, held back by:");
      addMembers(culprits, root, text);
      if (!others.isEmpty()) {
        text.append("\n\nThe others wait for the bubble:");
        addMembers(others, root, text);
      }
    } else {
      text.append(
          rootEnded
              ? "deadlock: main bubble goroutine has exited but blocked goroutines remain"
              : "deadlock: all goroutines in bubble are blocked");
      if (world.now() > LATE) {
        text.append(
            "\nits time has come to %s, and ends in 2292: what is due later never comes. Look for a"
                    .formatted(world.time.instant())
                + " loop that never ends, or a ticker that nobody stops");
      }
      addMembers(members, root, text);
    }
    return text.toString();
  }

  private static void addMembers(List<Member> members, @Nullable Member root, StringBuilder text) {
    Map<Thread, StackTraceElement> sites = sites();
    for (Member member : members) {
      text.append("\n\ngoroutine ").append(member);
      if (member == root) {
        text.append(" (body of the test)");
      }
      addWait(member, text);
      addStack(member.thread, sites.get(member.thread), text);
    }
  }

  private static Map<Thread, StackTraceElement> sites() {
    Map<Thread, StackTraceElement> sites = new HashMap<>();
    LiveGoroutines.forEach(
        (thread, site) -> {
          if (site != null) {
            sites.put(thread, site);
          }
        });
    return sites;
  }

  /** Tells of goroutines that are in no bubble, or of which it does not matter. */
  static void addGoroutines(List<Thread> threads, StringBuilder text) {
    Map<Thread, StackTraceElement> sites = threads.isEmpty() ? Map.of() : sites();
    for (Thread thread : threads) {
      text.append("\n\ngoroutine ").append(Member.nameOf(thread)).append(": ");
      if (LockSupport.getBlocker(thread) instanceof Waiter waiter) {
        text.append(waiter.reason());
        on(waiter, text);
      } else {
        text.append(state(thread));
      }
      addStack(thread, sites.get(thread), text);
    }
  }

  /** Tells of something that was made by {@code stack}, and has not ended. */
  static void addMade(Object primitive, StackTraceElement[] stack, StringBuilder text) {
    text.append("\n\n").append(primitive);
    text.append(
        primitive instanceof Alarm ? ": the function is still to run" : ": was not canceled");
    StackTraceElement site = CreationSite.in(stack);
    int first = site == null ? 0 : Arrays.asList(stack).indexOf(site);
    StackTraceElement[] ofProgram = Arrays.copyOfRange(stack, first, stack.length);
    String word = "\n    created at ";
    for (StackTraceElement frame : frames(ofProgram)) {
      text.append(word).append(Stacks.text(frame));
      word = "\n        by ";
    }
  }

  private static boolean holdsBack(Member member) {
    return member.waiter == null || member.isOpen;
  }

  private static void addWait(Member member, StringBuilder text) {
    Waiter durable = member.waiter;
    if (durable != null) {
      text.append(": ")
          .append(durable.reason())
          .append(", for ")
          .append(Spans.text(member.world.now() - member.since))
          .append(" of bubble time");
      on(durable, text);
      if (member.isOpen) {
        text.append("\n    or until a context from outside ends");
      }
    } else if (LockSupport.getBlocker(member.thread) instanceof Waiter waiter) {
      text.append(": ").append(waiter.reason()).append(", on something from outside the bubble");
      on(waiter, text);
    } else {
      text.append(": ").append(state(member.thread));
    }
  }

  private static void addStack(
      Thread thread, @Nullable StackTraceElement site, StringBuilder text) {
    for (StackTraceElement frame : frames(thread.getStackTrace())) {
      text.append("\n    at ").append(Stacks.text(frame));
    }
    if (site != null) {
      text.append("\n    created at ").append(Stacks.text(site));
    }
  }

  /** Those that are shown of a stack: down to the method that JUnit has called, if it has. */
  private static List<StackTraceElement> frames(StackTraceElement[] stack) {
    int end = 0;
    while (end < stack.length && !stack[end].getClassName().startsWith("org.junit.platform.")) {
      end++;
    }
    if (end < stack.length) {
      while (end > 0 && isReflection(stack[end - 1].getClassName())) {
        end--;
      }
    }
    return Stacks.shown(Arrays.copyOf(stack, end));
  }

  private static boolean isReflection(String name) {
    return name.startsWith("java.lang.reflect.") || name.startsWith("jdk.internal.reflect.");
  }

  private static void on(Waiter waiter, StringBuilder text) {
    String what = waiter.waitsOnAndHolders();
    if (what != null) {
      text.append("\n    on ").append(what);
    }
  }

  private static String state(Thread thread) {
    return switch (thread.getState()) {
      case NEW -> "made, but not started";
      case BLOCKED -> "waits to enter a synchronized block";
      case WAITING, TIMED_WAITING -> "waits for something that is not of this library";
      default -> "running";
    };
  }
}
