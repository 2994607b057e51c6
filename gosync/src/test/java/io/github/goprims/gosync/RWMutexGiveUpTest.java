package io.github.goprims.gosync;

import static io.github.goprims.gosync.RWMutexTest.READER;
import static io.github.goprims.gosync.RWMutexTest.WRITER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits of readers and writers that an interrupt, a timeout or a context ends. */
@ExtendWith({OnManualTime.class, LeakCheck.class})
class RWMutexGiveUpTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final RWMutex mutex = new RWMutex().named("cache");
  private final CancelableContext context = Context.background().withCancel();

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  private List<Task> writing() {
    return List.of(
        mutex::lockInterruptibly,
        () -> assertThat(mutex.tryLock(FOREVER)).isTrue(),
        () -> mutex.lock(context));
  }

  private List<Task> reading() {
    return List.of(
        mutex::rLockInterruptibly,
        () -> assertThat(mutex.tryRLock(FOREVER)).isTrue(),
        () -> mutex.rLock(context));
  }

  private void assertFlagRefused(Task form) {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(form::run);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @Test
  @Spec("INT-01")
  void theFlagAtEntryEndsEveryInterruptibleForm() {
    context.cancel();
    writing().forEach(this::assertFlagRefused);
    reading().forEach(this::assertFlagRefused);
    assertFlagRefused(() -> mutex.tryLock(Duration.ZERO));
    assertFlagRefused(() -> mutex.tryRLock(Duration.ZERO));
    Thread.currentThread().interrupt();
    assertThat(mutex.tryRLock()).isTrue();
    mutex.rUnlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04", "RW-04"})
  void aWriterThatGivesUpLetsReadersIn(ThreadKind kind) {
    for (Task form : writing()) {
      mutex.rLock();
      Attempt<Void> writer = kind.attempt("writer", form).awaitBlocked(WRITER);
      Attempt<Void> one = kind.attempt("one", () -> mutex.rLock()).awaitBlocked(READER);
      Attempt<Void> two = kind.attempt("two", () -> mutex.rLock()).awaitBlocked(READER);
      writer.interrupt();
      assertThat(writer.failure()).isInstanceOf(InterruptedException.class);
      assertThat(writer.leftInterrupted()).isFalse();
      one.result();
      two.result();
      assertThat(mutex).hasToString("cache(readers=3)");
      for (int i = 0; i < 3; i++) {
        mutex.rUnlock();
      }
      assertThat(mutex.tryLock()).isTrue();
      mutex.unlock();
    }
  }

  @EveryThreadKind
  @Spec("INT-04")
  void theNextWriterComesWhenOneGivesUp(ThreadKind kind) {
    mutex.rLock();
    Attempt<Void> first = kind.attempt("first", mutex::lockInterruptibly).awaitBlocked(WRITER);
    Attempt<Void> next = kind.attempt("next", () -> mutex.lock());
    next.awaitBlocked("sync.Mutex.Lock");
    first.interrupt();
    assertThat(first.failed()).isTrue();
    next.awaitBlocked(WRITER);
    mutex.rUnlock();
    next.result();
    mutex.unlock();
  }

  @EveryThreadKind
  @Spec("INT-02")
  void aQueuedWriterThatGivesUpChangesNothing(ThreadKind kind) {
    mutex.lock();
    for (Task form : writing()) {
      Attempt<Void> second = kind.attempt("second", form).awaitBlocked("sync.Mutex.Lock");
      second.interrupt();
      assertThat(second.failure()).isInstanceOf(InterruptedException.class);
      assertThat(mutex).hasToString("cache(locked)");
    }
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-04"})
  void aReaderThatGivesUpHasDoneNothing(ThreadKind kind) {
    for (Task form : reading()) {
      mutex.lock();
      Attempt<Void> leaver = kind.attempt("leaver", form).awaitBlocked(READER);
      Attempt<Void> stays = kind.attempt("stays", () -> mutex.rLock()).awaitBlocked(READER);
      leaver.interrupt();
      assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
      assertThat(leaver.leftInterrupted()).isFalse();
      assertThat(mutex).hasToString("cache(locked, waiting readers=1)");
      mutex.unlock();
      stays.result();
      assertThat(mutex).hasToString("cache(readers=1)");
      mutex.rUnlock();
      assertThat(mutex.tryLock()).isTrue();
      mutex.unlock();
    }
  }

  @EveryThreadKind
  @Spec({"INT-02", "INT-07"})
  void waitsTimeOutAndNotEarly(ThreadKind kind) {
    ManualTime time = ManualTime.installed();
    mutex.rLock();
    Attempt<Boolean> writer = kind.attempt("writer", () -> mutex.tryLock(SECOND));
    writer.awaitBlocked(WRITER);
    Attempt<Boolean> reader = kind.attempt("reader", () -> mutex.tryRLock(SECOND.plusNanos(1)));
    time.awaitSleepers(2);
    time.advance(SECOND.minusNanos(1));
    time.nudge(writer.thread());
    time.nudge(reader.thread());
    time.advance(Duration.ofNanos(1));
    assertThat(writer.result()).isFalse();
    assertThat(reader.result()).as("let in").isTrue();
    assertThat(mutex).hasToString("cache(readers=2)");
    mutex.rUnlock();
    mutex.rUnlock();
    mutex.lock();
    Attempt<Boolean> late = kind.attempt("late", () -> mutex.tryRLock(SECOND));
    time.awaitSleepers(1);
    time.advance(SECOND);
    assertThat(late.result()).isFalse();
    assertThat(mutex).hasToString("cache(locked)");
  }

  @EveryThreadKind
  @Spec("INT-08")
  void whatComesInTimeIsTaken(ThreadKind kind) {
    mutex.rLock();
    Attempt<Boolean> writer = kind.attempt("writer", () -> mutex.tryLock(SECOND));
    writer.awaitBlocked(WRITER);
    Attempt<Boolean> reader = kind.attempt("reader", () -> mutex.tryRLock(SECOND));
    reader.awaitBlocked(READER);
    mutex.rUnlock();
    assertThat(writer.result()).isTrue();
    mutex.unlock();
    assertThat(reader.result()).isTrue();
  }

  @Test
  @Spec("INT-07")
  void withoutTimeOneTryIsMade() throws Exception {
    assertThat(mutex.tryLock(Duration.ZERO)).isTrue();
    assertThat(mutex.tryLock(Duration.ZERO)).isFalse();
    assertThat(mutex.tryRLock(Duration.ofSeconds(-1))).isFalse();
    mutex.unlock();
    assertThat(mutex.tryRLock(Duration.ofSeconds(-1))).isTrue();
    assertThat(mutex.tryLock(Duration.ofSeconds(-1))).isFalse();
  }

  @EveryThreadKind
  @Spec("INT-02")
  void theEndOfTheContextEndsTheWait(ThreadKind kind) {
    mutex.rLock();
    Attempt<Void> writer = kind.attempt("writer", () -> mutex.lock(context)).awaitBlocked(WRITER);
    Attempt<Void> reader = kind.attempt("reader", () -> mutex.rLock()).awaitBlocked(READER);
    context.cancel();
    assertThat(writer.failure()).isInstanceOf(CanceledException.class);
    reader.result();
    assertThat(mutex).hasToString("cache(readers=2)");
    mutex.rUnlock();
    mutex.rUnlock();

    assertThatExceptionOfType(CanceledException.class).isThrownBy(() -> mutex.lock(context));
    assertThatExceptionOfType(CanceledException.class).isThrownBy(() -> mutex.rLock(context));
    assertThat(mutex).hasToString("cache(unlocked)");
  }

  @Test
  void aContextThatLivesOnDoesNothing() throws Exception {
    mutex.rLock(context);
    mutex.rUnlock();
    mutex.lock(context);
    Attempt<Void> reader = ThreadKind.VIRTUAL.attempt("reader", () -> mutex.rLock(context));
    reader.awaitBlocked(READER);
    mutex.unlock();
    reader.result();
    context.cancel();
    assertThat(mutex).hasToString("cache(readers=1)");
  }

  @EveryThreadKind
  @Spec({"INT-05", "INT-04"})
  void manyWhoGiveUpLeaveNothing(ThreadKind kind) {
    mutex.rLock();
    Attempt<Integer> leaver =
        kind.attempt(
            "leaver",
            () -> {
              int timeouts = 0;
              for (int i = 0; i < 10_000; i++) {
                Thread.currentThread().interrupt();
                timeouts += gaveUp(() -> mutex.lockUntil(0, null)) ? 1 : 0;
              }
              return timeouts;
            });
    assertThat(leaver.result()).isEqualTo(10_000);
    assertThat(mutex).hasToString("cache(readers=1)");
    mutex.rUnlock();
    mutex.lock();
    leaver =
        kind.attempt(
            "leaver",
            () -> {
              int timeouts = 0;
              for (int i = 0; i < 10_000; i++) {
                Thread.currentThread().interrupt();
                timeouts += gaveUp(() -> mutex.rLockUntil(0, null)) ? 1 : 0;
              }
              return timeouts;
            });
    assertThat(leaver.result()).isEqualTo(10_000);
    assertThat(mutex).hasToString("cache(locked)");
  }

  private static boolean gaveUp(Task form) throws Exception {
    try {
      form.run();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
