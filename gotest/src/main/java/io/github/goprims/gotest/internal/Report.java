package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.threads.CreationSite;
import io.github.goprims.gochan.internal.threads.LiveGoroutines;
import io.github.goprims.gochan.internal.threads.Stacks;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
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

  private Report() {}

  static String of(Outcome.End end, boolean rootEnded, List<Member> members, long now) {
    Map<Thread, StackTraceElement> sites = sites();
    StringBuilder text = new StringBuilder(title(end, rootEnded));
    for (Member member : members) {
      describe(member, sites.get(member.thread), now, text);
    }
    return text.toString();
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

  private static String title(Outcome.End end, boolean rootEnded) {
    if (end == Outcome.End.STALL) {
      return "time is held back by what is no wait of this library inside the bubble:";
    }
    return rootEnded
        ? "deadlock: main bubble goroutine has exited but blocked goroutines remain"
        : "deadlock: all goroutines in bubble are blocked";
  }

  private static void describe(
      Member member, @Nullable StackTraceElement site, long now, StringBuilder text) {
    Thread thread = member.thread;
    Waiter durable = member.waiter;
    Object blocker = LockSupport.getBlocker(thread);
    text.append("\n\ngoroutine ").append(member).append(": ");
    if (durable != null) {
      text.append(durable.reason())
          .append(", for ")
          .append(Duration.ofNanos(now - member.since))
          .append(" of its time");
      on(durable, text);
    } else if (blocker instanceof Waiter waiter) {
      text.append(waiter.reason()).append(", on something from outside the bubble");
      on(waiter, text);
    } else {
      text.append(state(thread));
    }
    addStack(thread, site, text);
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
    String what = waiter.waitsOn();
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
