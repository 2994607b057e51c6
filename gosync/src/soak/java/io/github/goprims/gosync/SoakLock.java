package io.github.goprims.gosync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** A mutex, or one side of a read-write lock, in all its forms. */
record SoakLock(Lock view, Supplier<Held> hold, SoakForms forms) {

  static SoakLock of(Mutex mutex) {
    return new SoakLock(
        mutex.asLock(),
        mutex::hold,
        new SoakForms(mutex::lockInterruptibly, mutex::tryLock, mutex::lock));
  }

  static SoakLock writing(RWMutex mutex) {
    return new SoakLock(
        mutex.asReadWriteLock().writeLock(),
        mutex::hold,
        new SoakForms(mutex::lockInterruptibly, mutex::tryLock, mutex::lock));
  }

  static SoakLock reading(RWMutex mutex) {
    return new SoakLock(
        mutex.asReadWriteLock().readLock(),
        mutex::rHold,
        new SoakForms(mutex::rLockInterruptibly, mutex::tryRLock, mutex::rLock));
  }

  /** Takes it in one form or another; false if that was given up. */
  boolean take(SoakParty party) {
    return switch (party.choice.nextInt(8)) {
      case 0 -> view.tryLock();
      case 1 -> {
        party.uninterruptibly(view::lock);
        yield true;
      }
      case 2 -> {
        party.uninterruptibly(hold::get);
        yield true;
      }
      case 3 ->
          party.await(
              new SoakForms(
                  view::lockInterruptibly,
                  patience -> view.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS),
                  forms.until()));
      default -> party.await(forms);
    };
  }
}
