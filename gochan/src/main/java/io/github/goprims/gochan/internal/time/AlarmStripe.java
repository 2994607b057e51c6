package io.github.goprims.gochan.internal.time;

import io.github.goprims.gochan.internal.BackoffLock;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The alarms that some of the threads have made. Each method takes effect at one instant, under the
 * stripe's lock, which is the stripe itself.
 */
final class AlarmStripe extends BackoffLock {
  /*
   * State.       Guarded by the lock: the heap, and index of the stripe's alarms
   *                IDLE    not pending
   *                >= 0    pending, at that place of the heap
   *                NEVER   pending for good
   *              earliest  the heap's earliest deadline; or UNKNOWN, which is earlier than any
   * Modes.       earliest is written with release: a thread that reads it without the lock takes it
   *              for a hint. After a failure it is a volatile write, which is no call.
   * Failure.     A critical section that runs out of stack or memory leaves the heap as it should be,
   *              with its alarm there or not. What it may have left out is done by writes to fields,
   *              which need no stack: the lock is free again, and earliest makes the driver look for
   *              itself, which writes it anew.
   */

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final AlarmHeap heap = new AlarmHeap();
  private volatile long earliest = TimeSource.FOREVER;

  /** Makes {@code alarm} pending until {@code deadline}, and says whether it was pending before. */
  boolean schedule(Alarm alarm, long deadline) {
    lock();
    try {
      boolean wasPending = unset(alarm);
      if (deadline == TimeSource.FOREVER) {
        alarm.index = Alarm.NEVER;
      } else {
        heap.add(alarm, deadline);
      }
      publish();
      unlock();
      return wasPending;
    } catch (Throwable failure) {
      earliest = UNKNOWN;
      held = false;
      throw failure;
    }
  }

  /** Makes {@code alarm} idle, and says whether it was pending. */
  boolean cancel(Alarm alarm) {
    lock();
    try {
      boolean wasPending = unset(alarm);
      publish();
      unlock();
      return wasPending;
    } catch (Throwable failure) {
      earliest = UNKNOWN;
      held = false;
      throw failure;
    }
  }

  /** Takes the first alarm if it is due. It is idle then, and the caller has to ring it. */
  @Nullable Alarm takeDue(long now) {
    lock();
    try {
      Alarm first = heap.first();
      if (first == null || now < heap.earliest()) {
        first = null;
      } else {
        unset(first);
      }
      publish();
      unlock();
      return first;
    } catch (Throwable failure) {
      earliest = UNKNOWN;
      held = false;
      throw failure;
    }
  }

  /** The earliest deadline; {@link TimeSource#FOREVER} if there is none. Renews the hint, too. */
  long earliest() {
    lock();
    try {
      publish();
      return heap.earliest();
    } finally {
      held = false;
    }
  }

  /** The earliest deadline of a little while ago. */
  long earliestHint() {
    return earliest;
  }

  /** How many alarms are in the heap. */
  int size() {
    lock();
    try {
      return heap.size();
    } finally {
      held = false;
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
