package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CanceledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SchedulesTest {

  private static final BubbleOptions SEEDED = BubbleOptions.defaults().seed(0xfeedL);

  /** Adds the order in which two goroutines came. */
  private static void twoInSomeOrder(List<String> orders) throws InterruptedException {
    Channel<String> names = Channel.make(2);
    Go.go(() -> names.send("a"));
    Go.go(() -> names.send("b"));
    orders.add(names.receive() + names.receive());
  }

  @Test
  void runsTheBodySoOftenEachTimeInAnOrderOfItsOwn() throws Exception {
    List<String> orders = new ArrayList<>();
    Bubble.run(SEEDED.schedules(50), () -> twoInSomeOrder(orders));
    assertThat(orders).hasSize(50).contains("ab", "ba");
    List<String> again = new ArrayList<>();
    Bubble.run(SEEDED.schedules(50), () -> twoInSomeOrder(again));
    assertThat(again).isEqualTo(orders);
  }

  @Test
  void withoutASeedTakesAnotherEachTime() throws Exception {
    HashSet<List<String>> all = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      List<String> orders = new ArrayList<>();
      Bubble.run(BubbleOptions.defaults().schedules(64), () -> twoInSomeOrder(orders));
      all.add(orders);
    }
    assertThat(all).hasSize(3);
  }

  @Test
  void theFirstFailureEndsItAndTellsHowToReplay() {
    AtomicInteger runs = new AtomicInteger();
    IllegalStateException failure = new IllegalStateException("third");
    Throwable thrown =
        catchThrowable(
            () ->
                Bubble.run(
                    SEEDED.schedules(9),
                    () -> {
                      if (runs.incrementAndGet() == 3) {
                        throw failure;
                      }
                    }));
    assertThat(thrown).isSameAs(failure);
    assertThat(runs).hasValue(3);
    assertThat(thrown.getSuppressed())
        .singleElement()
        .asString()
        .matches(
            """
            io.github.goprims.gotest.Schedules\\$Schedule: this was schedule 3 of 9. \
            To run it alone, in the same order:
                @VirtualTime\\(schedules = 1, seed = 0x[0-9a-f]+L\\)
                BubbleOptions.defaults\\(\\).schedules\\(1\\).seed\\(0x[0-9a-f]+L\\)""");
  }

  @Test
  void theFirstScheduleIsThatOfTheSeedItself() {
    IllegalStateException failure = new IllegalStateException();
    assertThatThrownBy(
            () ->
                Bubble.run(
                    SEEDED.schedules(1),
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(failure.getSuppressed()[0]).hasMessageContaining("seed(0xfeedL)");
  }

  @Test
  void zeroIsASeedForTheOptionsAndNotForTheAnnotation() {
    assertThatThrownBy(
            () ->
                Bubble.run(
                    SEEDED.schedules(1).seed(0),
                    () -> {
                      throw new IllegalStateException();
                    }))
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()[0])
                    .hasMessage(
                        """
                        this was schedule 1 of 1. To run it alone, in the same order:
                            BubbleOptions.defaults().schedules(1).seed(0x0L)"""));
  }

  @Test
  void saysWhenTheOrderMayBeAnotherOneNextTime() {
    assertThatThrownBy(
            () ->
                Bubble.run(
                    SEEDED.schedules(1),
                    () -> {
                      Thread.sleep(20);
                      throw new IllegalStateException();
                    }))
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()[0].getMessage())
                    .contains("The order may be another one then: it was the thread")
                    .contains("VirtualThread-unparker"));
  }

  private static List<Integer> drawnInThreeRuns() throws Exception {
    List<Integer> drawn = new ArrayList<>();
    Bubble.run(
        SEEDED.schedules(3),
        () -> {
          Channel<Integer> numbers = Channel.make();
          for (int i = 0; i < 2; i++) {
            Go.go(() -> numbers.send(Bubble.random().nextInt()));
          }
          drawn.add(numbers.receive());
          drawn.add(numbers.receive());
        });
    return drawn;
  }

  @Test
  void randomNumbersFollowFromTheSeed() throws Exception {
    assertThat(drawnInThreeRuns()).hasSize(6).doesNotHaveDuplicates().isEqualTo(drawnInThreeRuns());
  }

  @Test
  void randomNumbersOutsideFollowFromNothing() {
    assertThat(Bubble.random().longs(2)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aDeadlockIsTheVerdictOfItsSchedule() {
    assertThatThrownBy(() -> Bubble.run(SEEDED.schedules(2), () -> Channel.make().receive()))
        .isInstanceOf(BubbleDeadlockError.class)
        .hasMessageStartingWith("deadlock: all goroutines in bubble are blocked")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()[0]).hasMessageContaining("schedule 1 of 2"));
  }

  @Test
  void printsWhatAFailureThatIsSharedCannotCarry() throws Exception {
    assertThat(
            OwnJvm.outputOf(SharedFailure.class, "--add-opens", "java.base/java.lang=ALL-UNNAMED"))
        .contains("    BubbleOptions.defaults().schedules(1).seed(0x5L)");
  }

  /** Fails by an object that takes no suppressed ones. */
  static final class SharedFailure {
    private SharedFailure() {}

    public static void main(String[] args) throws Exception {
      Throwable failure = CanceledException.instance();
      try {
        Bubble.run(
            BubbleOptions.defaults().schedules(1).seed(5),
            () -> {
              throw CanceledException.instance();
            });
      } catch (CanceledException thrown) {
        if (thrown != failure) {
          throw thrown;
        }
      }
    }
  }

  @Test
  void lessThanNoneIsRefused() {
    assertThatThrownBy(() -> SEEDED.schedules(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schedules is negative: -1");
  }

  /** The last to wait, which moves the clock, is not always the first to go on. */
  @Test
  @Spec("SYNCTEST-18")
  void whoMovesTheClockIsOneOfThoseThatAreDue() throws Exception {
    List<String> first = new ArrayList<>();
    Bubble.run(
        SEEDED.schedules(60),
        () -> {
          Duration moment = Duration.ofSeconds(1);
          List<String> order = new ArrayList<>(); // one at a time
          Thread other =
              Go.go(
                  () -> {
                    Go.sleep(moment);
                    order.add("other");
                  });
          Bubble.await();
          Go.sleep(moment);
          order.add("last");
          first.add(order.getFirst());
          Bubble.await();
          assertThat(other.isAlive()).isFalse();
        });
    assertThat(first).hasSize(60).contains("other", "last");
  }
}
