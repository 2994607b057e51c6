package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.LincheckRuns.require;
import static io.github.goprims.gochan.testing.LincheckRuns.scenario;
import static io.github.goprims.gochan.testing.LincheckRuns.shared;
import static io.github.goprims.gochan.testing.LincheckRuns.start;

import io.github.goprims.gochan.testing.HastyClock;
import io.github.goprims.gochan.testing.LincheckRuns;
import io.github.goprims.gochan.testing.LincheckRuns.Running;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Random operations of a few threads on one lock, whose answers must be those of a plain count of
 * readers and writers; and small scenarios of threads that wait for each other.
 *
 * <p>In the random ones, writers come one after the other and do not wait: a writer that waits
 * shuts out readers and other writers, also if it gives up, and no sequence of operations can
 * explain that. The scenarios are about such.
 */
class RWMutexLincheck {

  private static final Duration A_MOMENT = Duration.ofNanos(1);

  @Test
  void locksByModel() {
    HastyClock.rules(() -> LincheckRuns.model(Operations.class, Count.class));
  }

  @Test
  void readersAndWritersHaveTheirTurns() {
    scenario(
        () -> {
          Pair pair = shared(new Pair());
          Running<Integer> reader = start(pair::read);
          Running<Integer> writer = start(pair::write);
          int seen = pair.read();
          int other = reader.result();
          writer.result();
          require(seen == 0 || seen == 1);
          require(other == 0 || other == 1);
          require(pair.mutex.tryLock());
        });
  }

  @Test
  void spreadReadersAndAWriterHaveTheirTurns() {
    scenario(
        () -> {
          Pair pair = shared(new Pair());
          Running<Integer> reader =
              start(
                  () -> {
                    pair.mutex.spread();
                    return pair.read();
                  });
          Running<Integer> writer = start(pair::write);
          int seen = pair.read();
          int other = reader.result();
          writer.result();
          require(seen == 0 || seen == 1);
          require(other == 0 || other == 1);
          require(pair.mutex.tryLock());
        });
  }

  @Test
  void writersHaveTheirTurnsBesideAReader() {
    scenario(
        () -> {
          Pair pair = shared(new Pair());
          pair.mutex.rLock();
          Running<Integer> one = start(pair::write);
          Running<Integer> two = start(pair::write);
          pair.mutex.rUnlock();
          one.result();
          two.result();
          require(pair.read() == 2);
          require(pair.mutex.tryLock());
        });
  }

  @Test
  void aHastyWriterShutsNobodyOutForGood() {
    HastyClock.rules(
        () ->
            scenario(
                () -> {
                  Pair pair = shared(new Pair());
                  pair.mutex.rLock();
                  Running<Boolean> hasty = start(() -> pair.mutex.tryLock(A_MOMENT));
                  Running<Boolean> reader = start(pair::readForLong);
                  pair.mutex.rUnlock();
                  if (hasty.result()) {
                    pair.mutex.unlock();
                  }
                  reader.result();
                  pair.mutex.rUnlock();
                  require(pair.mutex.tryLock());
                }));
  }

  @Test
  void aHastyReaderIsInOrNot() {
    HastyClock.rules(
        () ->
            scenario(
                () -> {
                  Pair pair = shared(new Pair());
                  pair.mutex.lock();
                  Running<Boolean> hasty = start(() -> pair.mutex.tryRLock(A_MOMENT));
                  Running<Integer> patient = start(pair::read);
                  pair.mutex.unlock();
                  if (hasty.result()) {
                    require(!pair.mutex.tryLock());
                    pair.mutex.rUnlock();
                  }
                  patient.result();
                  require(pair.mutex.tryLock());
                }));
  }

  @Test
  void anInterruptedWriterIsInOrNot() {
    scenario(
        () -> {
          Pair pair = shared(new Pair());
          pair.mutex.rLock();
          Running<Boolean> writer =
              start(
                  () -> {
                    pair.mutex.lockInterruptibly();
                    return true;
                  });
          writer.interrupt();
          pair.mutex.rUnlock();
          if (!writer.failedWith(InterruptedException.class)) {
            pair.mutex.unlock();
          }
          require(pair.mutex.tryLock());
        });
  }

  private static final class Pair {
    private final RWMutex mutex = new RWMutex();
    private int one;
    private int two;

    int read() {
      mutex.rLock();
      int seen = two;
      require(one == seen);
      mutex.rUnlock();
      return seen;
    }

    boolean readForLong() {
      mutex.rLock();
      return true;
    }

    int write() {
      mutex.lock();
      one++;
      int written = ++two;
      mutex.unlock();
      return written;
    }
  }

  /** What the threads may do; the names are those of {@link Count}. */
  public static final class Operations {
    private final RWMutex mutex = new RWMutex();

    @Operation(nonParallelGroup = "writer")
    public boolean tryLock() {
      return mutex.tryLock();
    }

    @Operation(nonParallelGroup = "writer")
    public void unlock() {
      mutex.unlock();
    }

    @Operation
    public boolean tryRLock() {
      return mutex.tryRLock();
    }

    @Operation
    public boolean rLock() throws InterruptedException {
      return mutex.tryRLock(A_MOMENT);
    }

    @Operation
    public void rUnlock() {
      mutex.rUnlock();
    }

    @Operation
    public void spread() {
      mutex.spread();
    }
  }

  /** What the lock promises, said in the simplest way. */
  public static final class Count {
    private int readers;
    private boolean writer;

    public boolean tryLock() {
      boolean taken = !writer && readers == 0;
      writer |= taken;
      return taken;
    }

    public void unlock() {
      if (!writer) {
        throw new IllegalMonitorStateException();
      }
      writer = false;
    }

    public boolean tryRLock() {
      if (!writer) {
        readers++;
      }
      return !writer;
    }

    public boolean rLock() {
      return tryRLock();
    }

    public void rUnlock() {
      if (writer || readers == 0) {
        throw new IllegalMonitorStateException();
      }
      readers--;
    }

    /** Nobody can see it. */
    public void spread() {}
  }
}
