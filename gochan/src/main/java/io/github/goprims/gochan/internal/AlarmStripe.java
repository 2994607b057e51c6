package io.github.goprims.gochan.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The alarms of some threads, under a lock. */
final class AlarmStripe {

  private final ReentrantLock lock = new ReentrantLock();
  private final AlarmHeap heap = new AlarmHeap();

  /** The heap's earliest deadline: exact under the lock, else a hint. */
  private volatile long earliest = TimeSource.FOREVER;

  /** Makes the alarm pending until the deadline, whatever it was before. */
  void schedule(Alarm alarm, long deadline) {
    lock.lock();
    try {
      if (alarm.index >= 0) {
        heap.remove(alarm);
      }
      if (deadline == TimeSource.FOREVER) {
        alarm.index = Alarm.NEVER;
      } else {
        heap.add(alarm, deadline);
      }
      publish();
    } finally {
      lock.unlock();
    }
  }

  /** Makes the alarm idle; whether it was pending. */
  boolean cancel(Alarm alarm) {
    lock.lock();
    try {
      if (alarm.index >= 0) {
        heap.remove(alarm);
        publish();
        return true;
      }
      boolean pending = alarm.index == Alarm.NEVER;
      alarm.index = Alarm.IDLE;
      return pending;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first alarm if it is due: it is idle then, and to be rung. */
  @Nullable Alarm pollDue(long now) {
    lock.lock();
    try {
      Alarm first = heap.first();
      if (first == null || heap.earliest() > now) {
        return null;
      }
      heap.remove(first);
      publish();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** A recent earliest deadline; {@link TimeSource#FOREVER} if there was none. */
  long earliestHint() {
    return earliest;
  }

  /** The earliest deadline at an instant of this call. */
  long earliest() {
    lock.lock();
    try {
      return heap.earliest();
    } finally {
      lock.unlock();
    }
  }

  /** How many alarms have an entry. */
  int size() {
    lock.lock();
    try {
      return heap.size();
    } finally {
      lock.unlock();
    }
  }

  private void publish() {
    long now = heap.earliest();
    if (earliest != now) {
      earliest = now;
    }
  }
}
