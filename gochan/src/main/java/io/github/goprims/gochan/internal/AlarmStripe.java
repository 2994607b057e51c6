package io.github.goprims.gochan.internal;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The alarms that some of the threads have made. Each method takes effect at one instant, under the
 * stripe's lock.
 */
final class AlarmStripe {
  /*
   * State.       Guarded by the lock: the heap, and index of the stripe's alarms
   *                IDLE    not pending
   *                >= 0    pending, at that place of the heap
   *                NEVER   pending for good
   *              earliest  the heap's earliest deadline
   * Modes.       earliest is written with release only: who reads it without the lock takes it for a
   *              hint.
   */

  private final BriefLock lock = new BriefLock();
  private final AlarmHeap heap = new AlarmHeap();
  private volatile long earliest = TimeSource.FOREVER;

  /** Makes {@code alarm} pending until {@code deadline}, and says whether it was pending before. */
  boolean schedule(Alarm alarm, long deadline) {
    lock.lock();
    try {
      boolean wasPending = unset(alarm);
      if (deadline == TimeSource.FOREVER) {
        alarm.index = Alarm.NEVER;
      } else {
        heap.add(alarm, deadline);
      }
      publish();
      return wasPending;
    } finally {
      lock.unlock();
    }
  }

  /** Makes {@code alarm} idle, and says whether it was pending. */
  boolean cancel(Alarm alarm) {
    lock.lock();
    try {
      boolean wasPending = unset(alarm);
      publish();
      return wasPending;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first alarm if it is due. It is idle then, and the caller has to ring it. */
  @Nullable Alarm takeDue(long now) {
    lock.lock();
    try {
      Alarm first = heap.first();
      if (first == null || now < heap.earliest()) {
        first = null;
      } else {
        unset(first);
      }
      publish();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** The earliest deadline; {@link TimeSource#FOREVER} if there is none. */
  long earliest() {
    lock.lock();
    try {
      return heap.earliest();
    } finally {
      lock.unlock();
    }
  }

  /** The earliest deadline of a little while ago. */
  long earliestHint() {
    return earliest;
  }

  /** How many alarms are in the heap. */
  int size() {
    lock.lock();
    try {
      return heap.size();
    } finally {
      lock.unlock();
    }
  }

  /** Makes {@code alarm} idle, and says whether it was pending; the heap's earliest may change. */
  private boolean unset(Alarm alarm) {
    if (alarm.index >= 0) {
      heap.remove(alarm);
      return true;
    }
    boolean wasPending = alarm.index == Alarm.NEVER;
    alarm.index = Alarm.IDLE;
    return wasPending;
  }

  private void publish() {
    EARLIEST.setRelease(this, heap.earliest());
  }

  // VarHandle mechanics
  private static final VarHandle EARLIEST =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "earliest", VarHandle.class, AlarmStripe.class, long.class);
}
