package io.github.goprims.gotest;

import static io.github.goprims.gotest.BubbleTimeTest.elapsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What crosses the border of a bubble, in which direction. */
@ExtendWith(LeakCheck.class)
class BubbleBordersTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void refused(Throwable thrown, String beginning) {
    assertThat(thrown)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(beginning)
        .hasMessageContaining(" from outside its bubble: it was made in bubble-");
  }

  /** From a thread of the JDK, while the bubble is there and waits. */
  @Test
  @Spec({"SYNCTEST-11", "SYNCTEST-15"})
  void aThreadOfTheJdkThatWasStartedInside() throws Exception {
    Bubble.run(
        () -> {
          Channel<Integer> orders = Channel.make("orders", 0);
          Thread receiver = Go.go(() -> assertThat(orders.receive()).isEqualTo(1));
          Mutex mutex = new Mutex();
          Cond change = Cond.on(mutex).named("change");
          Go.go(
              () -> {
                mutex.lock();
                change.await();
                mutex.unlock();
              });
          Timer timer = Timer.make(SECOND);
          Bubble.await();
          AtomicReference<Throwable> ofSend = new AtomicReference<>();
          AtomicReference<Throwable> ofSignal = new AtomicReference<>();
          AtomicReference<Throwable> ofStop = new AtomicReference<>();
          Thread.ofPlatform()
              .name("stranger")
              .start(
                  () -> {
                    ofSend.set(catchThrowable(() -> orders.send(7)));
                    ofSignal.set(catchThrowable(change::signal));
                    ofStop.set(catchThrowable(timer::stop));
                  })
              .join();
          refused(ofSend.get(), "send on orders(");
          assertThat(ofSend.get()).hasMessageContaining("\"stranger\" is in none");
          assertThat(ofSend.get()).hasMessageContaining("Go.go");
          refused(ofSignal.get(), "signal of change");
          refused(ofStop.get(), "stop of timer@");
          assertThat(receiver.isAlive()).isTrue();
          orders.send(1);
          change.signal();
          assertThat(timer.stop()).isTrue();
        });
  }

  /** Of one bubble, while it waits, in the hands of another. */
  @Test
  @Spec("SYNCTEST-11")
  void anotherBubbleAtTheSameTime() throws Exception {
    Channel<Channel<Integer>> handOver = Channel.make();
    Channel<Integer> done = Channel.make();
    Thread other =
        ThreadKind.PLATFORM.start(
            "other",
            () ->
                Bubble.run(
                    () -> {
                      Channel<Integer> foreign = handOver.receive();
                      for (Task use :
                          List.<Task>of(foreign::receive, () -> foreign.send(1), foreign::close)) {
                        Throwable thrown = catchThrowable(use::run);
                        assertThat(thrown)
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("it was made in bubble-")
                            .hasMessageContaining(" is in bubble-");
                      }
                      done.close();
                    }));
    Bubble.run(
        () -> {
          Channel<Integer> mine = Channel.make("mine", 0);
          handOver.send(mine);
          done.receive();
          assertThat(mine.isClosed()).isFalse();
        });
    assertThat(other.join(Duration.ofSeconds(20))).isTrue();
  }

  /** A group belongs to who made it, whoever adds first. */
  @Test
  @Spec({"SYNCTEST-12", "WG-17"})
  void aGroupThatWasMadeInsideIsRefusedOutsideAtOnce() throws Exception {
    AtomicReference<WaitGroup> made = new AtomicReference<>();
    Bubble.run(() -> made.set(new WaitGroup().named("tasks")));
    WaitGroup group = made.get();
    refused(catchThrowable(() -> group.add(1)), "add to tasks(count=0");
    refused(catchThrowable(() -> group.go(() -> {})), "go of tasks(count=0");
    refused(catchThrowable(group::await), "await of tasks(count=0");
    assertThatThrownBy(() -> Bubble.run(() -> group.add(1)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("add to tasks(count=0");
    assertThat(group.count()).isZero();
  }

  /** Also when nobody waits any more: it never leaves its bubble. */
  @Test
  @Spec("SYNCTEST-13")
  void aGroupOfABubbleNeverLeavesIt() throws Exception {
    AtomicReference<WaitGroup> made = new AtomicReference<>();
    Bubble.run(
        () -> {
          WaitGroup group = new WaitGroup().named("tasks");
          made.set(group);
          for (int i = 0; i < 3; i++) {
            group.go(() -> Go.sleep(SECOND));
            group.await();
          }
        });
    refused(catchThrowable(() -> made.get().add(1)), "add to tasks(");
  }

  /** One from outside may be added to from both sides, and by one bubble after the other. */
  @Test
  @Spec({"SYNCTEST-12", "SYNCTEST-13", "SYNCTEST-14", "WG-17"})
  void aGroupFromOutsideIsForAll() throws Exception {
    WaitGroup group = new WaitGroup();
    group.add(1);
    for (int i = 0; i < 3; i++) {
      Bubble.run(
          () -> {
            group.go(() -> Go.sleep(SECOND));
            Go.sleep(SECOND.multipliedBy(2));
            assertThat(group.count()).isEqualTo(1);
          });
    }
    group.done();
    group.await();
    assertThat(group.count()).isZero();
  }

  /** A bubble below a context of the world ends when that is canceled. */
  @Test
  @Spec("SYNCTEST-11")
  void theEndOfAContextFromOutsideComesIn() throws Exception {
    CancelableContext world = Context.background().withCancel();
    AtomicReference<Thread> waiting = new AtomicReference<>();
    Thread canceler =
        ThreadKind.VIRTUAL.start(
            "canceler",
            () -> {
              Await.until("root", () -> waiting.get() != null);
              Await.blocked(waiting.get(), "chan receive");
              world.cancel();
            });
    Bubble.run(
        () -> {
          CancelableContext inside = world.withCancel();
          waiting.set(Thread.currentThread());
          world.done().receive();
          // The canceler may still be on its way down.
          Await.until("end", () -> inside.err() != null);
          assertThat(inside.done().receive()).isNull();
        });
    assertThat(canceler.join(Duration.ofSeconds(20))).isTrue();
  }

  /**
   * A context that was made inside belongs to the bubble, also below one from outside: time passes
   * while goroutines wait for its end, and yet that may come from outside.
   */
  @Test
  @Spec({"SYNCTEST-05", "SYNCTEST-11"})
  void aContextBelowOneFromOutside() throws Exception {
    CancelableContext world = Context.background().withCancel();
    Bubble.run(
        () -> {
          Context hour = world.withTimeout(Duration.ofHours(1));
          hour.done().receive();
          assertThat(elapsed()).isEqualTo(Duration.ofHours(1));

          Context inside = world.withCancel();
          Thread waits = Go.go(() -> inside.done().receive());
          Bubble.await();
          Thread.ofPlatform().start(world::cancel).join();
          Bubble.await();
          assertThat(waits.join(Duration.ofSeconds(20))).isTrue();
          assertThat(inside.err()).isSameAs(CanceledException.instance());
        });
  }
}
