package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Races of readers and writers for one lock.
 *
 * @primitive RWMutex
 */
public final class RWMutexJcstress {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofNanos(1);

  private RWMutexJcstress() {}

  private static boolean lock(RWMutex mutex, Duration patience) {
    try {
      return mutex.tryLock(patience);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean rLock(RWMutex mutex, Duration patience) {
    try {
      return mutex.tryRLock(patience);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @hunts a reader that is in beside a writer, or does not see all that a writer has written
   * @guards {@link RWMutexState}: linearization points (RW-01, RW-14)
   */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "read before")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "read after")
  @Outcome(expect = FORBIDDEN, desc = "read in between")
  @State
  public static class Exclusion {
    private final RWMutex mutex = new RWMutex();
    private int one;
    private int two;

    @Actor
    public void writer() {
      mutex.lock();
      one++;
      two++;
      mutex.unlock();
    }

    @Actor
    public void reader(LL_Result r) {
      mutex.rLock();
      r.r2 = two;
      r.r1 = one;
      mutex.rUnlock();
    }
  }

  /**
   * @hunts a writer that waits for readers that have all left, and nobody tells it
   * @guards {@link RWMutexState}: why no wake-up is lost (RW-06)
   * @see RWMutexState#leave
   * @see RWMutexState#lockSlowly
   */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "found nobody in, or was told")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "waited for nobody")
  @State
  public static class LastReaderVersusWriter {
    private final RWMutex mutex = new RWMutex();

    {
      mutex.rLock();
    }

    @Actor
    public void reader() {
      mutex.rUnlock();
    }

    @Actor
    public void writer(Z_Result r) {
      r.r1 = lock(mutex, LONG);
    }
  }

  /**
   * @hunts a reader that queues behind a writer which has gone, and nobody lets it in
   * @guards {@link RWMutexState}: why no wake-up is lost (RW-04)
   * @see RWMutexState#openWithRoom
   * @see RWMutexState#rLockSlowly
   */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "found it open, or was let in")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "waited beside an open lock")
  @State
  public static class WriterLeavesVersusReader {
    private final RWMutex mutex = new RWMutex();

    {
      mutex.lock();
    }

    @Actor
    public void writer() {
      mutex.unlock();
    }

    @Actor
    public void reader(Z_Result r) {
      r.r1 = rLock(mutex, LONG);
    }
  }

  /**
   * @hunts a reader that is shut out by a writer that has given up
   * @guards {@link RWMutexState}: R1, R2 (INT-04, INT-05)
   * @see RWMutexState#openWithRoom
   * @see RWMutexState#lockSlowly
   * @see RWMutexState#rLockSlowly
   */
  @JCStressTest
  @Outcome(
      id = "false, true, false",
      expect = ACCEPTABLE,
      desc = "let in by the writer that gave up")
  @Outcome(expect = FORBIDDEN, desc = "shut out, or the writer is in beside a reader")
  @State
  public static class WriterGivesUpVersusReader {
    private final RWMutex mutex = new RWMutex();

    {
      mutex.rLock();
    }

    @Actor
    public void writer(ZZZ_Result r) {
      r.r1 = lock(mutex, SHORT);
    }

    @Actor
    public void reader(ZZZ_Result r) {
      r.r2 = rLock(mutex, LONG);
    }

    @Arbiter
    public void after(ZZZ_Result r) {
      mutex.rUnlock();
      mutex.rUnlock();
      r.r3 = !mutex.tryLock();
    }
  }

  /**
   * @hunts a writer that gives up as the last reader tells it that the lock is its own
   * @guards {@link RWMutexState}: R2 (INT-04, INT-05)
   * @see RWMutexState#leave
   * @see RWMutexState#lockSlowly
   */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "told in time")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "gone before")
  @Outcome(expect = FORBIDDEN, desc = "held by nobody, or by one that does not know it")
  @State
  public static class WriterGivesUpVersusLastReader {
    private final RWMutex mutex = new RWMutex();

    {
      mutex.rLock();
    }

    @Actor
    public void writer(ZZ_Result r) {
      r.r1 = lock(mutex, SHORT);
    }

    @Actor
    public void reader() {
      mutex.rUnlock();
    }

    @Arbiter
    public void after(ZZ_Result r) {
      r.r2 = mutex.tryRLock();
    }
  }

  /**
   * @hunts a reader that gives up and is counted none the less, or twice
   * @guards {@link RWMutexState}: R1 (INT-04, INT-05)
   * @see RWMutexState#openWithRoom
   */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "let in in time")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "gone before")
  @Outcome(expect = FORBIDDEN, desc = "counted wrongly")
  @State
  public static class ReaderGivesUpVersusWriterLeaves {
    private final RWMutex mutex = new RWMutex();

    {
      mutex.lock();
    }

    @Actor
    public void reader(ZZ_Result r) {
      r.r1 = rLock(mutex, SHORT);
    }

    @Actor
    public void writer() {
      mutex.unlock();
    }

    @Arbiter
    public void after(ZZ_Result r) {
      r.r2 = mutex.tryLock();
    }
  }

  /**
   * @hunts a read unlock too many that hides a reader from a writer
   * @guards the exact check of {@link RWMutex#rUnlock} (RW-10, RW-11)
   */
  @JCStressTest
  @Outcome(id = "refused, true", expect = ACCEPTABLE, desc = "refused, and nothing has changed")
  @Outcome(id = "unlocked, false", expect = ACCEPTABLE, desc = "the reader's lock was given back")
  @Outcome(expect = FORBIDDEN, desc = "refused, but not without a trace")
  @State
  public static class MisuseVersusReader {
    private final RWMutex mutex = new RWMutex();

    @Actor
    public void misuser(LL_Result r) {
      try {
        mutex.rUnlock();
        r.r1 = "unlocked";
      } catch (IllegalMonitorStateException e) {
        r.r1 = "refused";
      }
    }

    @Actor
    public void reader() {
      mutex.rLock();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = !mutex.tryLock();
    }
  }

  private static RWMutex spread() {
    RWMutex mutex = new RWMutex();
    mutex.spread();
    return mutex;
  }

  /**
   * @hunts a reader that is in on a stripe beside a writer, or does not see what one has written
   * @guards {@link RWMutexCount}: linearization points (RW-01, RW-14)
   */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "read before")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "read after")
  @Outcome(expect = FORBIDDEN, desc = "counted on a stripe that the writer had read before")
  @State
  public static class SpreadExclusion {
    private final RWMutex mutex = spread();
    private int one;
    private int two;

    @Actor
    public void writer() {
      mutex.lock();
      one++;
      two++;
      mutex.unlock();
    }

    @Actor
    public void reader(LL_Result r) {
      mutex.rLock();
      r.r2 = two;
      r.r1 = one;
      mutex.rUnlock();
    }
  }

  /**
   * @hunts stripes that open beside a writer
   * @guards {@link RWMutexCount}: C1, C2 (RW-01, RW-14)
   */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "read before")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "read after")
  @Outcome(expect = FORBIDDEN, desc = "let in by stripes that opened while the writer was in")
  @State
  public static class SpreadVersusWriter {
    private final RWMutex mutex = new RWMutex();
    private int one;
    private int two;

    @Actor
    public void writer() {
      mutex.lock();
      one++;
      two++;
      mutex.unlock();
    }

    @Actor
    public void reader(LL_Result r) {
      mutex.spread();
      mutex.rLock();
      r.r2 = two;
      r.r1 = one;
      mutex.rUnlock();
    }
  }

  /**
   * @hunts a writer that gathers a reader which has left, and waits for it
   * @guards {@link RWMutexCount}: gathering (RW-06)
   * @see RWMutexState#leave
   * @see RWMutexState#lockSlowly
   */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "found nobody in, or was told")
  @Outcome(id = "false", expect = FORBIDDEN, desc = "gathered what was counted out meanwhile")
  @State
  public static class LastSpreadReaderVersusWriter {
    private final RWMutex mutex = spread();

    {
      mutex.rLock();
    }

    @Actor
    public void reader() {
      mutex.rUnlock();
    }

    @Actor
    public void writer(Z_Result r) {
      r.r1 = lock(mutex, LONG);
    }
  }

  /**
   * @hunts a read unlock that finds no count because all are being gathered
   * @guards {@link RWMutexCount}: C3 (RW-11, RW-12)
   */
  @JCStressTest
  @Outcome(id = "unlocked, false", expect = ACCEPTABLE, desc = "taken from a stripe or the word")
  @Outcome(expect = FORBIDDEN, desc = "refused, though its reader was in; or counted twice")
  @State
  public static class GatherVersusUnlock {
    private final RWMutex mutex = spread();

    {
      mutex.rLock();
    }

    @Actor
    public void unlocker(LL_Result r) {
      try {
        mutex.rUnlock();
        r.r1 = "unlocked";
      } catch (IllegalMonitorStateException e) {
        r.r1 = "refused";
      }
    }

    @Actor
    public void gatherer() {
      mutex.gatherReaders();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = !mutex.tryLock();
    }
  }

  /**
   * @hunts a reader that is lost between the stripes and the word
   * @guards {@link RWMutexCount}: C3 (RW-11, RW-12)
   */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "gathered, or came through the word")
  @Outcome(expect = FORBIDDEN, desc = "counted nowhere, or twice")
  @State
  public static class GatherVersusLock {
    private final RWMutex mutex = spread();

    @Actor
    public void reader() {
      mutex.rLock();
    }

    @Actor
    public void gatherer() {
      mutex.gatherReaders();
    }

    @Arbiter
    public void after(ZZ_Result r) {
      r.r1 = !mutex.tryLock();
      mutex.rUnlock();
      r.r2 = !mutex.tryLock();
    }
  }

  /**
   * @hunts a read unlock too many that hides a reader on a stripe from a writer
   * @guards the exact check of {@link RWMutex#rUnlock}, with gathering (RW-11)
   */
  @JCStressTest
  @Outcome(id = "refused, true", expect = ACCEPTABLE, desc = "refused, and nothing has changed")
  @Outcome(id = "unlocked, false", expect = ACCEPTABLE, desc = "the reader's lock was given back")
  @Outcome(expect = FORBIDDEN, desc = "refused, but not without a trace")
  @State
  public static class MisuseVersusSpreadReader {
    private final RWMutex mutex = spread();

    @Actor
    public void misuser(LL_Result r) {
      try {
        mutex.rUnlock();
        r.r1 = "unlocked";
      } catch (IllegalMonitorStateException e) {
        r.r1 = "refused";
      }
    }

    @Actor
    public void reader() {
      mutex.rLock();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = !mutex.tryLock();
    }
  }

  /**
   * @hunts two read unlocks for one reader on a stripe
   * @guards the exact check of {@link RWMutex#rUnlock}, with gathering (RW-11)
   */
  @JCStressTest
  @Outcome(
      id = {"unlocked, refused", "refused, unlocked"},
      expect = ACCEPTABLE,
      desc = "one of them")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither")
  @State
  public static class TwoUnlocksOfOneSpreadReader {
    private final RWMutex mutex = spread();

    {
      mutex.rLock();
    }

    private String unlock() {
      try {
        mutex.rUnlock();
        return "unlocked";
      } catch (IllegalMonitorStateException e) {
        return "refused";
      }
    }

    @Actor
    public void one(LL_Result r) {
      r.r1 = unlock();
    }

    @Actor
    public void two(LL_Result r) {
      r.r2 = unlock();
    }
  }
}
