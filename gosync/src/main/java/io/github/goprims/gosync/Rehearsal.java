package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.waiting.ColdStart;
import io.github.goprims.gocontext.Context;
import java.util.Objects;

/**
 * Makes the first call of each method that gives something back or gives up, where there is memory
 * and stack for it: first calls need both, later ones do not. This class itself has nothing to set
 * up.
 */
final class Rehearsal {

  /** Racy on purpose: to rehearse twice does no harm. */
  private static boolean done;

  private Rehearsal() {}

  /**
   * Rehearses, unless that has been done; to be called by what makes a lock, group, condition,
   * semaphore or single flight.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  static void ensure() {
    if (!done) {
      ColdStart.ensure();
      StackProbe.touch(StackProbe.CLASSES);
      done = true; // before it is true, since the rehearsal makes locks and comes here again
      boolean performed = false;
      try {
        perform();
        performed = true;
      } finally {
        done = performed;
      }
    }
  }

  /** Makes the calls. None of them waits: the time of each wait is over before it begins. */
  private static void perform() {
    boolean interrupted = Thread.interrupted(); // it would end the waits
    try {
      mutex(new Mutex());
      group(new WaitGroup());
      condition(new Mutex());
      readersAndWriters(new RWMutex());
      semaphore(WeightedSemaphore.of(1));
      ErrGroup.withContext(Context.background()).rehearse();
      flights(new SingleFlight<>());
      SyncGauges.MUTEX.kind(); // sets up its class
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IllegalMonitorStateException e) {
      // With goprims.debug=owners a thread must not wait for itself.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void mutex(Mutex mutex) {
    mutex.lock();
    MutexLockWait waiter = new MutexLockWait(mutex);
    mutex.takeOrQueue(waiter);
    mutex.await(waiter, 0, true);
    mutex.takeOrQueue(new MutexLockWait(mutex));
    mutex.unlock(); // wakes
  }

  private static void group(WaitGroup group) throws InterruptedException {
    WaitGroup.Member unused = new WaitGroup.Member(group, () -> {});
    group.add(1);
    group.await(0, null);
    group.done();
  }

  private static void condition(Mutex mutex) throws InterruptedException {
    Cond cond = Cond.on(mutex);
    mutex.lock();
    cond.await(0, null);
    cond.join(new CondWait(cond, mutex));
    cond.signal();
    cond.join(new CondWait(cond, mutex));
    cond.broadcast();
    mutex.unlock();
  }

  private static void flights(SingleFlight<String, String> group) throws InterruptedException {
    group.run("a", () -> "");
    Flight<String, String> flight = new Flight<>("a", (Thread) null);
    group.flights.enter(flight, null, group);
    group.flights.enter(flight, new Flight.Answer<>(), group);
    LockedWaitQueue queue = Objects.requireNonNull(flight.waiters);
    SingleFlightWait waiter = new SingleFlightWait(group);
    flight.enqueue(queue, waiter);
    SingleFlight.await(queue, waiter, 0);
    flight.enqueue(queue, new SingleFlightWait(group));
    group.forget("a");
    group.flights.end(flight); // wakes
    group.follow(flight, null);
  }

  private static void readersAndWriters(RWMutex mutex) throws InterruptedException {
    mutex.rLock();
    mutex.rUnlock();
    mutex.lock();
    mutex.rLockUntil(0, null);
    mutex.unlock();
    mutex.rLock();
    mutex.lockUntil(0, null);
    mutex.rUnlock();
    mutex.spread();
    mutex.rLock();
    mutex.rUnlock();
    mutex.countOutSoon(); // looks for a reader on all stripes
    mutex.lock();
    mutex.unlock();
  }

  private static void semaphore(WeightedSemaphore semaphore) throws InterruptedException {
    semaphore.acquire(1);
    semaphore.acquireUntil(1, 0, null);
    semaphore.takeOrQueue(new SemaphoreAcquireWait(semaphore, 1));
    semaphore.release(1); // wakes
    semaphore.release(1);
  }
}
