package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Finds threads that wait for locks of each other. */
final class LockCycles {
  /*
   * Idea.        From each thread the way leads to those that hold what it waits for. Where it comes
   *              back to a thread that is on the way, it has gone around a cycle.
   * Why a cycle is certain. Threads are looked at one after the other: in a first round for what they
   * wait for, in a second for who holds that, then, for a cycle, once more for the holders, and last
   * for the waits. A thread that is in the same wait in the first round and in the last was in it all
   * the time between. It has locked nothing meanwhile, so a lock that it held in the third round it
   * held in the second, and at every moment between. At such a moment the cycle was there.
   */

  private final IdentityHashMap<Thread, Waiter> waits = new IdentityHashMap<>();

  /** A thread on the way, and those to go on to from there. */
  private record Step(Thread thread, Iterator<Thread> next) {}

  /** Adds a thread in a wait for a lock. */
  void add(Thread thread, Waiter wait) {
    waits.put(thread, wait);
  }

  /** What {@code thread} waits for. */
  Waiter waitOf(Thread thread) {
    return Objects.requireNonNull(waits.get(thread));
  }

  /**
   * Cycles that are there, no two with the same thread; each thread waits for the one behind it.
   */
  List<List<Thread>> find() {
    List<List<Thread>> cycles = new ArrayList<>();
    IdentityHashMap<Thread, Boolean> met = new IdentityHashMap<>();
    for (Thread start : waits.keySet()) {
      Deque<Step> way = new ArrayDeque<>();
      go(start, way, met);
      while (!way.isEmpty()) {
        Step last = way.getLast();
        if (!last.next.hasNext()) {
          met.put(last.thread, false);
          way.removeLast();
          continue;
        }
        Thread next = last.next.next();
        if (Boolean.TRUE.equals(met.get(next))) {
          List<Thread> cycle = from(next, way);
          if (isThere(cycle)) {
            cycles.add(cycle);
          }
        } else {
          go(next, way, met);
        }
      }
    }
    return cycles;
  }

  /** Steps on to {@code thread}, if it waits for a lock and has not been met before. */
  private void go(Thread thread, Deque<Step> way, IdentityHashMap<Thread, Boolean> met) {
    Waiter wait = waits.get(thread);
    if (wait != null && met.putIfAbsent(thread, true) == null) {
      way.addLast(new Step(thread, wait.holders().iterator()));
    }
  }

  /** The cycle through {@code first}; begins with the thread that was made first. */
  private static List<Thread> from(Thread first, Deque<Step> way) {
    List<Thread> cycle = new ArrayList<>();
    for (Step step : way) {
      if (!cycle.isEmpty() || step.thread == first) {
        cycle.add(step.thread);
      }
    }
    Thread oldest = Collections.min(cycle, Comparator.comparingLong(Thread::threadId));
    Collections.rotate(cycle, -cycle.indexOf(oldest));
    return cycle;
  }

  private boolean isThere(List<Thread> cycle) {
    for (int i = 0; i < cycle.size(); i++) {
      Thread next = cycle.get((i + 1) % cycle.size());
      if (!waitOf(cycle.get(i)).holders().contains(next)) {
        return false;
      }
    }
    for (Thread thread : cycle) {
      if (Sight.waiterOf(thread) != waits.get(thread)) {
        return false;
      }
    }
    return true;
  }
}
