package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gosync.SingleFlight.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many keys, keys of one bin, and keys that do something when they are compared. */
@ExtendWith(LeakCheck.class)
class SingleFlightKeysTest {

  private final Channel<String> gate = Channel.make();

  @EveryThreadKind
  @Spec("SF-01")
  void twoKeysOfTheSameBinLoadAtTheSameTime(ThreadKind kind) throws Exception {
    record Key(int id) {
      @Override
      public int hashCode() {
        return 42; // all of them share a bin, however often it is split
      }
    }
    int keys = 40;
    SingleFlight<Key, Integer> flights = new SingleFlight<Key, Integer>().named("flights");
    CountDownLatch allLoad = new CountDownLatch(keys);
    List<Attempt<Result<Integer>>> leaders = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      int id = i;
      Callable<Integer> load =
          () -> {
            allLoad.countDown();
            allLoad.await(); // passes only if all others are at work as well
            return gate.receive() == null ? id : -1;
          };
      leaders.add(kind.attempt("leader " + i, () -> flights.run(new Key(id), load)));
    }
    allLoad.await();
    assertThat(flights).hasToString("flights(running=40)");
    List<Attempt<Result<Integer>>> followers =
        Stream.iterate(0, id -> id < keys, id -> id + 1)
            .map(id -> kind.attempt("follower", () -> flights.run(new Key(id), () -> -2)))
            .toList();
    followers.forEach(follower -> follower.awaitBlocked(GatedFlight.WAIT));
    gate.close();
    for (int i = 0; i < keys; i++) {
      assertThat(leaders.get(i).result()).isEqualTo(new Result<>(i, null, true));
      assertThat(followers.get(i).result()).isSameAs(leaders.get(i).result());
    }
    assertThat(flights).hasToString("flights(running=0)");
  }

  @Test
  @Spec("SF-01")
  void manyKeysAtOnceAreToldApart() throws Exception {
    SingleFlight<Integer, Integer> flights = new SingleFlight<Integer, Integer>().named("flights");
    int keys = 10_000;
    CountDownLatch open = new CountDownLatch(1);
    List<ReceiveChannel<Result<Integer>>> answers = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < keys; i++) {
        int value = i + round; // of the second round none runs
        answers.add(
            flights.runAsync(
                i * 0x9E3779B9,
                () -> {
                  open.await();
                  return value;
                }));
      }
      assertThat(flights).hasToString("flights(running=10000)");
    }
    for (int i = 0; i < keys; i += 2) {
      flights.forget(i * 0x9E3779B9);
    }
    assertThat(flights.run(0, () -> -1)).isEqualTo(new Result<>(-1, null, false));
    assertThat(flights).hasToString("flights(running=10000)");
    open.countDown();
    for (int i = 0; i < 2 * keys; i++) {
      assertThat(answers.get(i).receive()).isEqualTo(new Result<>(i % keys, null, true));
    }
    assertThat(flights).hasToString("flights(running=0)");
  }

  /** A key that does something when it is looked for. All have the same hash. */
  private record Watched(int id, IntConsumer whenComparedWith) {
    Watched(int id) {
      this(id, unused -> {});
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Watched key)) {
        return false;
      }
      whenComparedWith.accept(key.id);
      return key.id == id;
    }

    @Override
    public int hashCode() {
      return 42;
    }
  }

  @Test
  @Spec("SF-06")
  void forgetFindsAKeyWhoseFlightMovesMeanwhile() throws Exception {
    SingleFlight<Watched, String> flights = new SingleFlight<Watched, String>().named("flights");
    for (int i = 0; i < 8; i++) { // as many as a bin takes
      flights.runAsync(new Watched(i), gate::receive);
    }
    IntConsumer splitsTheBin =
        id -> {
          if (id == 7) { // the first that it comes upon; the next time the other joins
            flights.runAsync(new Watched(8), gate::receive);
          }
        };
    flights.forget(new Watched(0, splitsTheBin));
    assertThat(flights).hasToString("flights(running=9)");
    ReceiveChannel<Result<String>> anew = flights.runAsync(new Watched(0), () -> "anew");
    gate.close();
    assertThat(anew.receive()).isEqualTo(new Result<>("anew", null, false));
    Await.until("all have ended", () -> flights.toString().equals("flights(running=0)"));
  }

  @Test
  @Spec("SF-01")
  void aCallFindsARunBehindOneThatEndsMeanwhile() throws Exception {
    SingleFlight<Watched, String> flights = new SingleFlight<Watched, String>().named("flights");
    Channel<String> another = Channel.make();
    ReceiveChannel<Result<String>> running = flights.runAsync(new Watched(0), gate::receive);
    flights.runAsync(new Watched(1), another::receive);
    flights.runAsync(new Watched(2), gate::receive);
    IntConsumer endsTheSecond =
        id -> {
          if (id == 1) {
            another.close();
            Await.until("it is out", () -> flights.toString().equals("flights(running=2)"));
          }
        };
    ReceiveChannel<Result<String>> joined =
        flights.runAsync(new Watched(0, endsTheSecond), () -> "a second run");
    gate.close();
    assertThat(joined.receive()).isEqualTo(new Result<>(null, null, true));
    assertThat(running.receive()).isEqualTo(new Result<>(null, null, true));
    Await.until("all have ended", () -> flights.toString().equals("flights(running=0)"));
  }

  @EveryThreadKind
  @Spec({"SF-01", "SF-07"})
  void aKeyThatFailsToCompareFailsItsCallerOnly(ThreadKind kind) throws Exception {
    RuntimeException failure = new IllegalStateException("equals");
    record Key(int id, boolean fails, RuntimeException failure) {
      @Override
      public boolean equals(Object other) {
        if (fails) {
          throw failure;
        }
        return other instanceof Key key && key.id == id;
      }

      @Override
      public int hashCode() {
        return 1;
      }
    }
    SingleFlight<Key, String> flights = new SingleFlight<Key, String>().named("flights");
    Attempt<Result<String>> leader =
        kind.attempt("leader", () -> flights.run(new Key(1, false, failure), gate::receive));
    leader.awaitBlocked("chan receive");
    Key failing = new Key(1, true, failure);
    assertThat(catchThrowable(() -> flights.run(failing, () -> "unused"))).isSameAs(failure);
    assertThat(catchThrowable(() -> flights.runAsync(failing, () -> "unused"))).isSameAs(failure);
    assertThat(catchThrowable(() -> flights.forget(failing))).isSameAs(failure);
    assertThat(flights).hasToString("flights(running=1)");
    gate.send("page");
    assertThat(leader.result()).isEqualTo(new Result<>("page", null, false));
  }
}
