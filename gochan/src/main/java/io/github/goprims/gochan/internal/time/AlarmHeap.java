package io.github.goprims.gochan.internal.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The pending alarms of a stripe, the earliest first; not thread-safe. */
final class AlarmHeap {
  /*
   * State.       A 4-ary heap in two arrays: alarms[i] is pending until deadlines[i]. Four siblings
   *              have their deadlines side by side, and only alarms that move are touched.
   * Invariants.  H1  deadlines[(i - 1) / 4] <= deadlines[i], for 0 < i < size
   *              H2  alarms[i].index == i, for 0 <= i < size
   *              H3  alarms[i] == null, for size <= i: what has left can be collected
   *              H4  at least a quarter of the places is taken, if there are more than the least and
   *                  there was memory or stack to have fewer
   * Failure.     No method is called while entries move: a stack overflow or a lack of memory strikes
   *              before anything has changed, or after everything has. To remove takes no memory.
   * Cost.        first, earliest: O(1). add, remove: O(log size), and O(1) for an alarm that is later
   *              than most, as timeouts of like length are.
   */

  private static final int LEAST_CAPACITY = 16;

  private Alarm[] alarms = new Alarm[LEAST_CAPACITY];
  private long[] deadlines = new long[LEAST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** The earliest deadline; {@link TimeSource#FOREVER} if there is none. */
  long earliest() {
    return size == 0 ? TimeSource.FOREVER : deadlines[0];
  }

  /** The alarm with the earliest deadline. */
  @Nullable Alarm first() {
    return alarms[0];
  }

  /** Adds an alarm that is not here. */
  void add(Alarm alarm, long deadline) {
    assert alarm.index < 0;
    if (size == alarms.length) {
      resize(2 * size);
    }
    siftUp(size, alarm, deadline);
    size++;
  }

  /** Removes an alarm that is here, and leaves it idle. */
  @SuppressWarnings("NullAway") // places that are not taken hold null, which nobody reads
  void remove(Alarm alarm) {
    int hole = alarm.index;
    assert alarms[hole] == alarm;
    int last = size - 1;
    if (hole != last) {
      Alarm moved = alarms[last];
      long deadline = deadlines[last];
      if (hole > 0 && deadline < deadlines[(hole - 1) >> 2]) {
        siftUp(hole, moved, deadline);
      } else {
        siftDown(hole, last, moved, deadline);
      }
    }
    alarms[last] = null;
    size = last;
    alarm.index = Alarm.IDLE;
    if (last < alarms.length / 4 && alarms.length > LEAST_CAPACITY) {
      try {
        resize(alarms.length / 2);
      } catch (Throwable failure) {
        // It stays as large as it is: what is asked for has been done.
      }
    }
  }

  /** Puts the alarm at the place, or nearer to the top if it is earlier than what is there. */
  private void siftUp(int place, Alarm alarm, long deadline) {
    int hole = place;
    while (hole > 0) {
      int parent = (hole - 1) >> 2;
      if (deadlines[parent] <= deadline) {
        break;
      }
      Alarm later = alarms[parent];
      alarms[hole] = later;
      deadlines[hole] = deadlines[parent];
      later.index = hole;
      hole = parent;
    }
    alarms[hole] = alarm;
    deadlines[hole] = deadline;
    alarm.index = hole;
  }

  /** Puts the alarm at the place, or deeper, before the end, if it is later than what is there. */
  private void siftDown(int place, int end, Alarm alarm, long deadline) {
    int hole = place;
    for (int child = 4 * hole + 1; child < end; child = 4 * hole + 1) {
      int least = child;
      for (int other = child + 1; other < child + 4 && other < end; other++) {
        if (deadlines[other] < deadlines[least]) {
          least = other;
        }
      }
      if (deadline <= deadlines[least]) {
        break;
      }
      Alarm earlier = alarms[least];
      alarms[hole] = earlier;
      deadlines[hole] = deadlines[least];
      earlier.index = hole;
      hole = least;
    }
    alarms[hole] = alarm;
    deadlines[hole] = deadline;
    alarm.index = hole;
  }

  private void resize(int capacity) {
    Alarm[] resized = Arrays.copyOf(alarms, capacity);
    deadlines = Arrays.copyOf(deadlines, capacity);
    alarms = resized;
  }

  /** Whether the invariants hold; looks at every place. */
  boolean isConsistent() {
    for (int i = 0; i < alarms.length; i++) {
      Alarm alarm = alarms[i];
      boolean taken = i < size;
      if (taken != (alarm != null)
          || (alarm != null && alarm.index != i)
          || (taken && i > 0 && deadlines[(i - 1) >> 2] > deadlines[i])) {
        return false;
      }
    }
    return deadlines.length == alarms.length
        && (alarms.length == LEAST_CAPACITY || size >= alarms.length / 4);
  }
}
