package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.Mutex;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Goroutines that stay when their bubble is over, since they cannot be ended, and who is told. */
@ExtendWith(LeakCheck.class)
class BubbleLeftBehindTest {

  private static void lockWhateverIsThrown(Mutex mutex, AtomicBoolean got) {
    while (!got.get()) {
      try {
        mutex.lock();
        got.set(true);
        mutex.unlock();
      } catch (Throwable t) {
        // Again.
      }
    }
  }

  /** A goroutine that is let go of, as it catches all, waits on as a thread outside would. */
  @Test
  @Spec("SYNCTEST-09")
  void oneThatIsLetGoOfInLineIsNoDeadEndOfIt() {
    Mutex mutex = new Mutex();
    AtomicBoolean got = new AtomicBoolean();
    mutex.lock();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    BubbleOverTest.IMPATIENT,
                    () -> {
                      Go.go("immortal", () -> lockWhateverIsThrown(mutex, got));
                      mutex.lock();
                    }))
        .isExactlyInstanceOf(BubbleStalledError.class)
        .hasMessageEndingWith("left behind, since they could not be ended: [\"immortal\"]");
    mutex.unlock();
    Await.until("it got the lock", got::get);
    Await.until("and gave it back", mutex::tryLock);
  }

  private static void receiveForEver(AtomicReference<Thread> self) {
    self.set(Thread.currentThread());
    Channel<Integer> channel = Channel.make();
    for (boolean received = false; !received; ) {
      try {
        received = channel.receive() != null;
      } catch (Throwable t) {
        // Again.
      }
    }
  }

  /** It takes no processor, whoever interrupts it later. */
  @Test
  @Spec("SYNCTEST-09")
  void oneThatIsLetGoOfStandsStill() {
    AtomicReference<Thread> immortal = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    () -> {
                      Go.go("immortal", () -> receiveForEver(immortal));
                      Channel.make().receive();
                    }))
        .isExactlyInstanceOf(BubbleDeadlockError.class)
        .hasMessageEndingWith("left behind, since they could not be ended: [\"immortal\"]");
    for (int i = 0; i < 3; i++) {
      immortal.get().interrupt();
      Await.until("flag cleared", () -> !immortal.get().isInterrupted());
      Await.until("parked", () -> immortal.get().getState() == Thread.State.WAITING);
    }
  }

  /** An interrupt at the end does not make the host look without a pause, and is not lost. */
  @Test
  @Spec("SYNCTEST-09")
  void anInterruptOfTheHostWhileOthersAreEnded() {
    Thread host = Thread.currentThread();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger told = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    BubbleOverTest.IMPATIENT,
                    () -> {
                      while (!stop.get()) {
                        if (Thread.interrupted() && told.getAndIncrement() == 0) {
                          host.interrupt();
                        }
                        Thread.onSpinWait();
                      }
                    }))
        .isExactlyInstanceOf(BubbleStalledError.class)
        .hasMessageContaining("left behind");
    stop.set(true);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(told.get()).isBetween(1, 200);
  }

  /** An interrupt of the host says who is left behind, and what had failed before. */
  @Test
  @Spec({"SYNCTEST-09", "SYNCTEST-22"})
  void anInterruptedHostTellsWhatItKnows() {
    AtomicReference<Thread> immortal = new AtomicReference<>();
    IOException failure = new IOException("before");
    Attempt<Void> run =
        ThreadKind.PLATFORM.attempt(
            "host",
            () ->
                Bubble.run(
                    () -> {
                      Go.go(
                          () -> {
                            throw failure;
                          });
                      Bubble.await();
                      Go.go("immortal", () -> receiveForEver(immortal));
                      Bubble.await();
                      Thread.currentThread().setName("sleeper");
                      Thread.sleep(60_000);
                    }));
    Await.until("all is set up", () -> immortal.get() != null);
    Await.blocked(immortal.get(), "chan receive");
    run.interrupt();
    assertThat(run.failure())
        .isExactlyInstanceOf(InterruptedException.class)
        .hasMessage("left behind, since they could not be ended: [\"immortal\"]")
        .hasSuppressedException(failure);
  }
}
