package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.time.Alarm;
import io.github.goprims.gochan.internal.time.Scheduler;
import io.github.goprims.gochan.internal.time.TimeSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;

/** The alarms of one bubble, guarded by the lock of that; they ring when the world says so. */
final class BubbleAlarms implements Scheduler {

  private final World world;

  // Guarded by the lock of the world.
  private final TreeMap<Long, TreeSet<Setting>> byDeadline = new TreeMap<>();
  private final IdentityHashMap<Alarm, Setting> settings = new IdentityHashMap<>();
  private final WeakHashMap<Alarm, Watch.Made> watched = new WeakHashMap<>();
  private long settingsMade;

  BubbleAlarms(World world) {
    this.world = world;
  }

  private record Setting(Alarm alarm, long deadline, long number) implements Comparable<Setting> {
    @Override
    public int compareTo(Setting other) {
      return Long.compare(number, other.number);
    }
  }

  @Override
  public boolean schedule(Alarm alarm, long deadline) {
    StackProbe.touch(StackProbe.THREAD); // for the errand
    boolean isDue = deadline <= world.now();
    boolean wasPending;
    world.begin();
    try {
      wasPending = remove(alarm);
      if (!isDue && deadline != TimeSource.FOREVER) {
        Setting setting = new Setting(alarm, deadline, settingsMade++);
        settings.put(alarm, setting);
        byDeadline.computeIfAbsent(deadline, unused -> new TreeSet<>()).add(setting);
      }
    } finally {
      world.held = false;
    }
    if (isDue) {
      world.send(alarm::ringNow); // at once, whoever runs; not here, where locks may be held
    }
    return wasPending;
  }

  @Override
  public boolean cancel(Alarm alarm) {
    world.begin();
    try {
      return remove(alarm);
    } finally {
      world.held = false;
    }
  }

  @Override
  public int pending() {
    world.begin();
    try {
      return settings.size();
    } finally {
      world.held = false;
    }
  }

  /** Forgets all; tells those who watch what was still to ring. */
  void clear() {
    world.begin();
    try {
      settings.keySet().forEach(this::tellPending);
      watched.clear();
      settings.clear();
      byDeadline.clear();
    } finally {
      world.held = false;
    }
  }

  private void tellPending(Alarm alarm) {
    Watch.Made watcher = watched.get(alarm);
    if (watcher != null) {
      watcher.isLeft(alarm);
    }
  }

  /** Has {@code watcher} told if this alarm is pending when the bubble has ended. */
  void watch(Alarm alarm, Watch.Made watcher) {
    world.lock();
    try {
      watched.put(alarm, watcher);
    } finally {
      world.held = false;
    }
  }

  boolean isPending(Alarm alarm) {
    world.lock();
    try {
      return settings.containsKey(alarm);
    } finally {
      world.held = false;
    }
  }

  private boolean remove(Alarm alarm) {
    Setting setting = settings.remove(alarm);
    if (setting == null) {
      return false;
    }
    TreeSet<Setting> sameTime = byDeadline.get(setting.deadline);
    if (sameTime != null) {
      sameTime.remove(setting);
      if (sameTime.isEmpty()) {
        byDeadline.remove(setting.deadline);
      }
    }
    return true;
  }

  /** When the first is due; with the lock. */
  long first() {
    return byDeadline.isEmpty() ? TimeSource.FOREVER : byDeadline.firstKey();
  }

  /** Moves those that are due at {@code now} to {@code due}; with the lock. */
  void takeDue(long now, List<Runnable> due) {
    while (!byDeadline.isEmpty() && byDeadline.firstKey() <= now) {
      for (Setting setting : byDeadline.pollFirstEntry().getValue()) {
        settings.remove(setting.alarm);
        due.add(setting.alarm::ringNow);
      }
    }
  }
}
