package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Overflows;
import io.github.goprims.gochan.testing.Overflows.Victim;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs out of stack at all depths of the operations, in a process of its own. Others are not
 * damaged; nor is the object, which at worst has to be used once more before those who wait wake.
 */
class StackOverflowTest {

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed", Overflows.SMALL_PROBES})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void anOverflowDamagesNothing(String mode) throws Exception {
    Overflows.assertHarmless(Program.class, 100, 25, mode);
  }

  /**
   * In a process where nothing else runs before: then the probes of stack are the first that are
   * compiled, and make sure of least for what is interpreted still.
   */
  @ParameterizedTest
  @ValueSource(strings = {"RWMutex, writing", "RWMutex, writing with a reader"})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void anOverflowOfAWriterAloneDamagesNothing(String victim) throws Exception {
    Overflows.assertHarmless(
        Program.class, 300, 1, Overflows.SMALL_PROBES, "-D" + Program.VICTIM + "=" + victim);
  }

  /** The program of that process. */
  static final class Program {
    /** The system property that names the only one to try. */
    static final String VICTIM = "goprims.victim";

    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofNanos(1);

    private Program() {}

    public static void main(String[] args) {
      Overflows.run(Program::tryAll);
    }

    private static void tryAll() throws Exception {
      Map<String, Supplier<Victim>> victims = all();
      String only = System.getProperty(VICTIM);
      if (only != null) {
        victims.keySet().retainAll(Set.of(only));
      }
      for (Map.Entry<String, Supplier<Victim>> entry : victims.entrySet()) {
        Overflows.of(entry.getKey(), Overflows.wanted(), entry.getValue(), () -> {});
      }
    }

    private static Map<String, Supplier<Victim>> all() {
      Map<String, Supplier<Victim>> all = new LinkedHashMap<>();
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
      all.put("WaitGroup", GroupVictim::new);
      all.put("WeightedSemaphore", () -> new SemaphoreVictim(0));
      all.put("WeightedSemaphore with a waiter", () -> new SemaphoreVictim(1));
      all.put("WeightedSemaphore, timed", TimedSemaphoreVictim::new);
      all.put("ErrGroup", () -> new ErrGroupVictim(ErrGroup.create()));
      all.put("ErrGroup, limited", () -> new ErrGroupVictim(ErrGroup.create().limit(1)));
      all.put("ErrGroup, at its limit", RefusedVictim::new);
      all.put("Cond, waking", () -> new CondVictim(false));
      all.put("Cond, waiting", () -> new CondVictim(true));
      all.put("Once", OnceVictim::new);
      all.put("Pool", PoolVictim::new);
      all.put("SingleFlight, alone", () -> new FlightVictim("alone"));
      all.put("SingleFlight, ending", () -> new FlightVictim("ending"));
      all.put("SingleFlight, following", () -> new FlightVictim("following"));
      all.put("SingleFlight, through a channel", () -> new FlightVictim("channel"));
      return all;
    }

    private static void require(boolean condition, String text) {
      if (!condition) {
        throw new AssertionError(text);
      }
    }

    /** Somebody else who does something with it, and waits for that. */
    private static Thread waiting(io.github.goprims.gochan.Task task) {
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      task.run();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
      Await.until("it waits", () -> LockSupport.getBlocker(thread) != null);
      return thread;
    }

    private static boolean ends(List<Thread> threads) throws InterruptedException {
      for (Thread thread : threads) {
        if (!thread.join(LONG)) {
          return false;
        }
      }
      return true;
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

    private static final class GroupVictim implements Victim {
      private final WaitGroup group = new WaitGroup();
      private final List<Thread> waiters = new ArrayList<>();

      GroupVictim() {
        group.add(1);
        waiters.add(waiting(() -> group.await()));
      }

      @Override
      public void operate() throws Exception {
        group.add(1);
        group.done();
        group.await(MOMENT);
        group.done();
      }

      @Override
      public boolean works() throws Exception {
        group.add(-group.count()); // those who failed had done nothing
        return ends(waiters) && group.await(LONG) && group.toString().endsWith("waiting=0)");
      }
    }

    private static final class SemaphoreVictim implements Victim {
      private final WeightedSemaphore semaphore = WeightedSemaphore.of(3);
      private final List<Thread> waiters = new ArrayList<>();
      private boolean held;

      SemaphoreVictim(int waiters) {
        if (waiters > 0) {
          require(semaphore.tryAcquire(2), "not free");
          held = true;
          this.waiters.add(
              waiting(
                  () -> {
                    semaphore.acquire(3);
                    semaphore.release(3);
                  }));
        }
      }

      @Override
      public void operate() throws Exception {
        if (!held) {
          semaphore.acquire(2);
          held = true;
        }
        semaphore.release(2);
        held = false;
      }

      @Override
      public boolean works() throws Exception {
        if (held && semaphore.toString().contains("(free=1")) {
          semaphore.release(2); // the release had done nothing
        }
        boolean taken = semaphore.tryAcquire(3, LONG);
        if (taken) {
          semaphore.release(3);
        }
        return taken && ends(waiters) && semaphore.toString().endsWith("(free=3, size=3)");
      }
    }

    /** It gives up at the front, before one that fits. */
    private static final class TimedSemaphoreVictim implements Victim {
      private final WeightedSemaphore semaphore = WeightedSemaphore.of(3);

      {
        require(semaphore.tryAcquire(1), "not free");
      }

      @Override
      public void operate() throws Exception {
        require(!semaphore.tryAcquire(3, MOMENT), "more than there is");
      }

      @Override
      public boolean works() throws Exception {
        boolean taken = semaphore.tryAcquire(2, LONG);
        return taken && semaphore.toString().endsWith("(free=0, size=3)");
      }
    }

    private static final class ErrGroupVictim implements Victim {
      private final ErrGroup group;
      private final AtomicInteger ran = new AtomicInteger();
      private int started;

      ErrGroupVictim(ErrGroup group) {
        this.group = group;
      }

      @Override
      public void operate() throws Exception {
        if (group.go(ran::incrementAndGet)) {
          started++;
        }
        group.await();
        group.close();
      }

      @Override
      public boolean works() throws Exception {
        Thread other = Thread.ofPlatform().daemon().start(group::close);
        return other.join(LONG) && ran.get() >= started && group.toString().contains("running=0");
      }
    }

    /** The wait for a place ends at once, with the context. */
    private static final class RefusedVictim implements Victim {
      private final CancelableContext ended = Context.background().withCancel();
      private final ErrGroup group = ErrGroup.withContext(ended).limit(0);
      private final AtomicInteger ran = new AtomicInteger();

      {
        ended.cancel();
      }

      @Override
      public void operate() throws Exception {
        require(!group.go(ran::incrementAndGet), "a place where there is none");
      }

      @Override
      public boolean works() throws Exception {
        require(group.toString().endsWith("(running=0, limit=0)"), "left behind: " + group);
        require(group.limit(1).tryGo(ran::incrementAndGet), "no place");
        group.await();
        return ran.get() == 1;
      }
    }

    private static final class CondVictim implements Victim {
      private final Mutex mutex = new Mutex();
      private final Cond cond = Cond.on(mutex);
      private final List<Thread> waiters = new ArrayList<>();
      private final boolean waiting;

      CondVictim(boolean waiting) {
        this.waiting = waiting;
        waiters.add(
            Program.waiting(
                () -> {
                  mutex.lock();
                  cond.await();
                  mutex.unlock();
                }));
        if (waiting) {
          mutex.lock();
        }
      }

      @Override
      public void operate() throws Exception {
        if (waiting) {
          try {
            cond.await(MOMENT);
          } finally {
            require(mutex.toString().contains("(locked"), "without the lock");
          }
        } else {
          cond.signal();
          cond.broadcast();
        }
      }

      @Override
      public boolean works() throws Exception {
        if (waiting) {
          mutex.unlock();
        }
        cond.broadcast();
        boolean taken = mutex.tryLock(LONG);
        if (taken) {
          mutex.unlock();
        }
        return taken && ends(waiters);
      }
    }

    private static final class OnceVictim implements Victim {
      private final Once once = new Once();

      @Override
      public void operate() {
        once.run(() -> {});
      }

      @Override
      public boolean works() throws Exception {
        Thread other = Thread.ofPlatform().daemon().start(() -> once.run(() -> {}));
        return other.join(LONG);
      }
    }

    private static final class PoolVictim implements Victim {
      private final Pool<Object> pool = Pool.of(Object::new);

      @Override
      public void operate() {
        for (int i = 0; i < 3; i++) {
          pool.put(new Object());
        }
        for (int i = 0; i < 3; i++) {
          pool.get();
        }
      }

      @Override
      public boolean works() {
        Object first = new Object();
        Object second = new Object();
        pool.put(first);
        pool.put(second);
        List<Object> got = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          got.add(pool.get());
        }
        return got.contains(first) && got.contains(second);
      }
    }

    /** Runs, ends a run with a follower, follows a leader, or asks for an answer and forgets. */
    private static final class FlightVictim implements Victim {
      private final SingleFlight<String, String> flights = new SingleFlight<>();
      private final List<Thread> others = new ArrayList<>();
      private final Channel<String> gate = Channel.make();
      private final Flight<String, String> flight = new Flight<>("a", (Thread) null);
      private final Callable<String> work = () -> "";
      private final String role;
      private boolean ended;

      FlightVictim(String role) {
        this.role = role;
        if (role.equals("following")) {
          others.add(Program.waiting(() -> flights.run("a", gate::receive)));
        } else if (role.equals("ending")) {
          flights.flights.enter(flight, null, flights);
          others.add(Program.waiting(() -> flights.run("a", () -> "another run")));
        }
      }

      @Override
      public void operate() throws Exception {
        switch (role) {
          case "alone" -> flights.run("a", work);
          case "ending" -> {
            ended = true;
            flight.value = "";
            try {
              flights.flights.end(flight);
            } catch (StackOverflowError e) {
              flight.ended = true; // as run does it
              throw e;
            }
          }
          case "following" -> {
            try (CancelableContext context = Context.background().withTimeout(MOMENT)) {
              flights.run(context, "a", work);
              throw new AssertionError("two runs");
            } catch (ContextDoneException expected) {
              // the other runs on
            }
          }
          default -> {
            flights.runAsync("a", work);
            flights.forget("a");
          }
        }
      }

      @Override
      public boolean works() throws Exception {
        gate.close();
        if (!ended) {
          flights.flights.end(flight);
        }
        // At worst those who wait are told by the next call for the key.
        Thread next = Thread.ofPlatform().daemon().start(() -> call(flights));
        if (!next.join(LONG) || !ends(others)) {
          return false;
        }
        Await.until("nothing runs", () -> flights.toString().endsWith("(running=0)"));
        return true;
      }

      private static void call(SingleFlight<String, String> flights) {
        try {
          flights.run("a", () -> "");
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
