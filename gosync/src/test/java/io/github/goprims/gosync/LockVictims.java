package io.github.goprims.gosync;

import static io.github.goprims.gosync.OverflowVictims.LONG;
import static io.github.goprims.gosync.OverflowVictims.MOMENT;
import static io.github.goprims.gosync.OverflowVictims.ends;
import static io.github.goprims.gosync.OverflowVictims.require;
import static io.github.goprims.gosync.OverflowVictims.waiting;

import io.github.goprims.gochan.testing.Overflows.Victim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Mutexes and reader/writer locks that overflows of the stack should not damage. */
final class LockVictims {

  private LockVictims() {}

  static void addTo(Map<String, Supplier<Victim>> all) {
    all.put("Mutex", () -> new MutexVictim(0));
    all.put("Mutex with a waiter", () -> new MutexVictim(1));
    all.put("Mutex, timed", TimedVictim::new);
    all.put("RWMutex, writing", () -> new RWMutexVictim(true, false));
    all.put("RWMutex, reading", () -> new RWMutexVictim(false, false));
    all.put("RWMutex, spreading", () -> new SpreadVictim(true, true));
    all.put("RWMutex, reading apart", () -> new SpreadVictim(true, false));
    all.put("RWMutex, gathering", () -> new SpreadVictim(false, true));
    all.put("RWMutex, writing with a reader", () -> new RWMutexVictim(true, true));
    all.put("RWMutex, reading with a writer", () -> new RWMutexVictim(false, true));
  }

  private static final class MutexVictim implements Victim {
    private final Mutex mutex = new Mutex();
    private final List<Thread> waiters = new ArrayList<>();
    private boolean held;

    MutexVictim(int waiters) {
      if (waiters > 0) {
        mutex.lock();
        held = true;
        this.waiters.add(
            waiting(
                () -> {
                  mutex.lock();
                  mutex.unlock();
                }));
      }
    }

    @Override
    public void operate() {
      if (!held) {
        mutex.lock();
        held = true;
      }
      mutex.unlock();
      held = false;
    }

    @Override
    public boolean works() throws Exception {
      if (held && mutex.toString().contains("(locked")) {
        mutex.unlock(); // the unlock had done nothing
      }
      boolean taken = mutex.tryLock(LONG);
      if (taken) {
        mutex.unlock();
      }
      return taken && ends(waiters);
    }
  }

  private static final class TimedVictim implements Victim {
    private final Mutex mutex = new Mutex();

    {
      mutex.lock();
    }

    @Override
    public void operate() throws Exception {
      require(!mutex.tryLock(MOMENT), "two holders");
    }

    @Override
    public boolean works() throws Exception {
      mutex.unlock();
      return mutex.tryLock(LONG);
    }
  }

  private static final class RWMutexVictim implements Victim {
    private final RWMutex mutex = new RWMutex();
    private final boolean writing;
    private final boolean blocked;
    private boolean held;

    RWMutexVictim(boolean writing, boolean blocked) {
      this.writing = writing;
      this.blocked = blocked;
      if (blocked) {
        if (writing) {
          mutex.rLock();
        } else {
          mutex.lock();
        }
      }
    }

    @Override
    public void operate() throws Exception {
      if (blocked) {
        held = writing ? mutex.tryLock(MOMENT) : mutex.tryRLock(MOMENT);
        require(!held, "held by two");
      } else if (writing) {
        mutex.lock();
        held = true;
        mutex.unlock();
        held = false;
      } else {
        mutex.rLock();
        held = true;
        mutex.rUnlock();
        held = false;
      }
    }

    @Override
    public boolean works() throws Exception {
      String text = mutex.toString();
      if (blocked ? !writing : held && writing && text.contains("(locked")) {
        mutex.unlock();
      }
      if (blocked ? writing : held && !writing && text.contains("(readers")) {
        mutex.rUnlock();
      }
      boolean read = mutex.tryRLock(LONG);
      if (read) {
        mutex.rUnlock();
      }
      boolean written = mutex.tryLock(LONG);
      if (written) {
        mutex.unlock();
      }
      return read && written && mutex.toString().endsWith("(unlocked)");
    }
  }

  /** Three readers stay, one of them in the word. */
  private static final class SpreadVictim implements Victim {
    private final RWMutex mutex = new RWMutex();
    private final boolean reading;
    private final boolean changing;
    private int readers = 3;

    SpreadVictim(boolean reading, boolean changing) {
      this.reading = reading;
      this.changing = changing;
      mutex.rLock();
      mutex.spread();
      mutex.rLock();
      mutex.rLock();
    }

    @Override
    public void operate() throws Exception {
      if (!reading) {
        require(!mutex.tryLock(MOMENT), "held by two");
        return;
      }
      if (changing) {
        mutex.gatherReaders();
        mutex.spread();
      }
      mutex.rLock();
      readers++;
      mutex.rUnlock();
      readers--;
    }

    @Override
    public boolean works() throws Exception {
      String text = mutex.toString();
      if (readers == 4 && text.endsWith("(readers=3)")) {
        readers = 3; // the unlock had been done
      }
      boolean counted = text.endsWith("(readers=" + readers + ")");
      for (; readers > 0; readers--) {
        mutex.rUnlock();
      }
      boolean written = mutex.tryLock(LONG);
      if (written) {
        mutex.unlock();
      }
      return counted && written && mutex.toString().endsWith("(unlocked)");
    }
  }
}
