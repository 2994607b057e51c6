package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a lock of a soak round guards: one writer at a time, and no reader beside it. */
final class SoakGuarded {

  private final Object lock;
  private final SoakLock write;
  private final @Nullable SoakLock read;
  private final AtomicInteger readers = new AtomicInteger();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  // Guarded by the lock.
  private int writers;
  private long count;

  SoakGuarded(Mutex mutex) {
    lock = mutex;
    write = SoakLock.of(mutex);
    read = null;
  }

  SoakGuarded(RWMutex mutex) {
    lock = mutex;
    write = SoakLock.writing(mutex);
    read = SoakLock.reading(mutex);
  }

  /** Comes for a change, or just to look where that is something else. */
  void use(SoakLocks.User user, boolean change) {
    SoakLock side = change || read == null ? write : read;
    if (!side.take(user)) {
      return;
    }
    if (side == write) {
      change(user);
    } else {
      look(user);
    }
    user.giveBack(side);
  }

  private void change(SoakLocks.User user) {
    require(writers++ == 0, "another writer holds %s", lock);
    require(readers.get() == 0, "a reader holds %s, which a writer has", lock);
    count++;
    user.linger();
    writers--;
    writes.incrementAndGet();
  }

  private void look(SoakLocks.User user) {
    readers.incrementAndGet();
    long before = count;
    require(writers == 0, "a writer holds %s, which a reader has", lock);
    user.linger();
    require(count == before, "a change under a reader of %s", lock);
    readers.decrementAndGet();
    reads.incrementAndGet();
  }

  long writes() {
    return writes.get();
  }

  long reads() {
    return reads.get();
  }

  void verify() {
    require(count == writes.get(), "%d changes by %s writers under %s", count, writes, lock);
    require(lock.toString().endsWith("(unlocked)"), "left behind: %s", lock);
    require(write.view().tryLock(), "not free: %s", lock);
    write.view().unlock();
  }

  @Override
  public String toString() {
    return lock.toString();
  }
}
