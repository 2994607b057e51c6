package io.github.goprims.gochan.internal;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pending alarms, earliest first; not thread-safe. */
final class AlarmHeap {
  /*
   * State.       A 4-ary heap in two arrays: alarms[i] is pending until deadlines[i]. The deadlines
   *              of four siblings lie side by side, so that a step down touches one or two cache
   *              lines, and no alarm but those that move.
   * Invariants.  H1  deadlines[(i - 1) / 4] <= deadlines[i], for 0 < i < size
   *              H2  alarms[i].index == i, for 0 <= i < size
   *              H3  alarms[i] == null, for size <= i
   *              H4  at least a quarter of the places is in use, beyond MIN_CAPACITY
   * Cost.        add, remove: O(log size), O(1) for an alarm that is later than most. first: O(1).
   */

  private static final int MIN_CAPACITY = 16;

  private @Nullable Alarm[] alarms = new Alarm[MIN_CAPACITY];
  private long[] deadlines = new long[MIN_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** The earliest deadline; {@link TimeSource#FOREVER} if there is none. */
  long earliest() {
    return size == 0 ? TimeSource.FOREVER : deadlines[0];
  }

  /** The alarm that has the earliest deadline. */
  @Nullable Alarm first() {
    return alarms[0];
  }

  void add(Alarm alarm, long deadline) {
    if (size == alarms.length) {
      resize(2 * size);
    }
    siftUp(size++, alarm, deadline);
  }

  void remove(Alarm alarm) {
    int hole = alarm.index;
    int last = --size;
    Alarm moved = at(last);
    alarms[last] = null;
    alarm.index = Alarm.IDLE;
    if (hole != last) {
      long deadline = deadlines[last];
      if (hole > 0 && deadline < deadlines[(hole - 1) >> 2]) {
        siftUp(hole, moved, deadline);
      } else {
        siftDown(hole, moved, deadline);
      }
    }
    if (size < alarms.length / 4 && alarms.length > MIN_CAPACITY) {
      resize(alarms.length / 2);
    }
  }

  private void siftUp(int from, Alarm alarm, long deadline) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) >> 2;
      if (deadlines[parent] <= deadline) {
        break;
      }
      place(hole, at(parent), deadlines[parent]);
      hole = parent;
    }
    place(hole, alarm, deadline);
  }

  private void siftDown(int from, Alarm alarm, long deadline) {
    int hole = from;
    for (int child = 4 * hole + 1; child < size; child = 4 * hole + 1) {
      int least = child;
      int end = Math.min(child + 4, size);
      for (int other = child + 1; other < end; other++) {
        if (deadlines[other] < deadlines[least]) {
          least = other;
        }
      }
      if (deadline <= deadlines[least]) {
        break;
      }
      place(hole, at(least), deadlines[least]);
      hole = least;
    }
    place(hole, alarm, deadline);
  }

  private Alarm at(int place) {
    return Objects.requireNonNull(alarms[place]);
  }

  private void place(int at, Alarm alarm, long deadline) {
    alarms[at] = alarm;
    deadlines[at] = deadline;
    alarm.index = at;
  }

  private void resize(int capacity) {
    alarms = Arrays.copyOf(alarms, capacity);
    deadlines = Arrays.copyOf(deadlines, capacity);
  }
}
