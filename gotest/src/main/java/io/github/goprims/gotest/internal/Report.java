package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.threads.LiveGoroutines;
import io.github.goprims.gochan.internal.threads.Stacks;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What a bubble that cannot go on says of its goroutines. */
final class Report {

  private Report() {}

  static String of(Outcome.End end, boolean rootEnded, List<Member> members, long now) {
    Map<Thread, StackTraceElement> sites = new HashMap<>();
    LiveGoroutines.forEach(
        (thread, site) -> {
          if (site != null) {
            sites.put(thread, site);
          }
        });
    StringBuilder text = new StringBuilder(title(end, rootEnded));
    for (Member member : members) {
      describe(member, sites.get(member.thread), now, text);
    }
    return text.toString();
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
    for (StackTraceElement frame : Stacks.shown(thread.getStackTrace())) {
      text.append("\n    at ").append(Stacks.text(frame));
    }
    if (site != null) {
      text.append("\n    created at ").append(Stacks.text(site));
    }
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
