package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same promises, and more, with readers that count themselves apart from each other. */
class RWMutexSpreadTest extends RWMutexTest {

  @BeforeEach
  void spread() {
    mutex.spread();
  }

  private void readAndGoOn(ThreadKind kind, int readers) {
    List<Attempt<Void>> attempts = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      attempts.add(kind.attempt("reader " + i, () -> mutex.rLock()));
    }
    attempts.forEach(Attempt::result);
  }

  @EveryThreadKind
  @Spec({"RW-01", "RW-12"})
  void oneThreadUnlocksForAll(ThreadKind kind) {
    int readers = 50;
    readAndGoOn(kind, readers);
    assertThat(mutex.apart()).as("on stripes").isEqualTo(readers);
    assertThat(mutex).hasToString("cache(readers=50)");
    for (int i = 0; i < readers; i++) {
      assertThat(mutex.tryLock()).as("beside %d readers", readers - i).isFalse();
      mutex.rUnlock();
    }
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(mutex::rUnlock);
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @EveryThreadKind
  @Spec({"RW-02", "RW-06"})
  void aWriterWaitsForReadersOnStripes(ThreadKind kind) {
    int readers = 20;
    readAndGoOn(kind, readers);
    Attempt<Void> writer = kind.attempt("writer", () -> mutex.lock()).awaitBlocked(WRITER);
    assertThat(mutex).hasToString("cache(readers=20, waiting writers=1)");
    assertThat(mutex.tryRLock()).isFalse();
    mutex.spread();
    assertThat(mutex.tryRLock()).as("not spread beside a writer").isFalse();
    for (int i = 0; i < readers; i++) {
      assertThat(Await.isBlocked(writer.thread(), WRITER)).isTrue();
      mutex.rUnlock();
    }
    writer.result();
    mutex.spread();
    assertThat(mutex.tryRLock()).isFalse();
    mutex.unlock();
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @Test
  @Spec("RW-11")
  void aRefusedUnlockLosesNobodyOnStripes() {
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(mutex::rUnlock);
    mutex.spread();
    mutex.rLock();
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(mutex::unlock);
    assertThat(mutex).hasToString("cache(readers=1)");
    mutex.rUnlock();
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(mutex::rUnlock);
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  /** One that came in through the word, one on a stripe; either unlock takes either. */
  @Test
  @Spec({"RW-01", "RW-12"})
  void readersOfBothKindsAreOneNumber() {
    assertThat(mutex.tryLock()).isTrue(); // gathers
    mutex.unlock();
    mutex.rLock();
    assertThat(mutex.apart()).isZero();
    mutex.spread();
    mutex.rLock();
    assertThat(mutex.apart()).isEqualTo(1);
    assertThat(mutex).hasToString("cache(readers=2)");
    mutex.rUnlock();
    assertThat(mutex.tryLock()).isFalse();
    mutex.rUnlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @Test
  void readersAreSpreadWhenTheyHaveMetOftenEnough() {
    RWMutex other = new RWMutex();
    collide(other, RWMutexCount.COLLISIONS_BEFORE_SPREAD - 1);
    other.lock();
    other.unlock();
    collide(other, 1);
    other.rLock();
    assertThat(other.apart()).as("a writer has been there").isZero();
    collide(other, RWMutexCount.COLLISIONS_BEFORE_SPREAD - 1);
    other.rLock();
    assertThat(other.apart()).isEqualTo(1);
    assertThat(other.toString()).endsWith("(readers=2)");
  }

  /** Stripes that have just been made are closed. */
  @Test
  @Spec("RW-01")
  void readersThatAreDueToBeSpreadWaitForTheWriter() {
    RWMutex other = new RWMutex();
    other.lock();
    collide(other, RWMutexCount.COLLISIONS_BEFORE_SPREAD);
    assertThat(other.tryRLock()).isFalse();
    other.unlock();
    collide(other, RWMutexCount.COLLISIONS_BEFORE_SPREAD);
    assertThat(other.tryRLock()).isTrue();
    assertThat(other.apart()).isEqualTo(1);
  }

  private static void collide(RWMutex mutex, int times) {
    for (int i = 0; i < times; i++) {
      mutex.noteCollision(mutex.hot.state);
    }
  }

  /** A kilobyte or a few, which a lock whose readers do not collide does not have. */
  @Test
  void theStripesAreAPriceOfCollisions() {
    long before = Footprint.bytesOf(new RWMutex());
    long after = Footprint.bytesOf(mutex);
    assertThat(after - before).isBetween(8L * 128, 34L * 128);
  }
}
