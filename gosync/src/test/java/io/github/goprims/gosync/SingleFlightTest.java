package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.SingleFlight.Result;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link SingleFlight}: who runs, who shares what, and when the key is free. */
@ExtendWith(LeakCheck.class)
class SingleFlightTest {

  static final String WAIT = "singleflight wait";

  private final SingleFlight<String, String> pages =
      new SingleFlight<String, String>().named("pages");
  private final AtomicInteger runs = new AtomicInteger();
  private final Channel<String> gate = Channel.make();

  private Result<String> run(String value) throws InterruptedException {
    return pages.run("a", () -> value);
  }

  /** Runs until the gate opens, and returns what comes through it. */
  private Attempt<Result<String>> lead(ThreadKind kind) {
    return kind.attempt("leader", () -> pages.run("a", this::work)).awaitBlocked("chan receive");
  }

  private String work() throws InterruptedException {
    runs.incrementAndGet();
    return gate.receive();
  }

  private Attempt<Result<String>> follow(ThreadKind kind) {
    return kind.attempt("follower", () -> pages.run("a", this::work)).awaitBlocked(WAIT);
  }

  @Test
  @Spec({"SF-01", "SF-02", "SF-03"})
  void whoIsAloneRunsItsWorkEachTime() throws Exception {
    assertThat(run("one")).isEqualTo(new Result<>("one", null, false));
    assertThat(run("two").get()).isEqualTo("two");
    Exception failure = new Exception("checked");
    Result<String> failed =
        pages.run(
            "a",
            () -> {
              throw failure;
            });
    assertThat(failed).isEqualTo(new Result<>(null, failure, false));
    assertThat(catchThrowable(failed::get)).isSameAs(failure);
    assertThat(run("three").get()).isEqualTo("three");
    assertThat(pages).hasToString("pages(running=0)");
  }

  @Test
  @Spec("SF-01")
  void theWorkRunsInTheThreadOfTheCaller() throws Exception {
    SingleFlight<String, Thread> threads = new SingleFlight<>();
    assertThat(threads.run("a", Thread::currentThread).get()).isSameAs(Thread.currentThread());
    assertThat(threads.run(Context.background(), "a", Thread::currentThread).get())
        .isSameAs(Thread.currentThread());
  }

  @EveryThreadKind
  @Spec({"SF-01", "SF-02"})
  void tenCallersShareOneRunAndItsResult(ThreadKind kind) throws Exception {
    List<Attempt<Result<String>>> callers = new ArrayList<>(List.of(lead(kind)));
    for (int i = 0; i < 9; i++) {
      callers.add(follow(i % 2 == 0 ? kind : kind.other()));
    }
    assertThat(callers).noneMatch(Attempt::hasEnded);
    gate.send("page");
    Result<String> shared = callers.get(0).result();
    assertThat(shared).isEqualTo(new Result<>("page", null, true));
    assertThat(callers).allMatch(caller -> caller.result() == shared);
    assertThat(runs.get()).isEqualTo(1);
    assertThat(pages).hasToString("pages(running=0)");
    assertThat(run("fresh")).isEqualTo(new Result<>("fresh", null, false));
  }

  @Test
  @Spec("SF-03")
  void theKeyIsFreeBeforeFollowersAreTold() {
    AtomicReference<String> seen = new AtomicReference<>();
    SyncWaiter follower =
        new SyncWaiter(pages) {
          @Override
          public String reason() {
            return WAIT;
          }

          @Override
          protected void settleAndWake(Object result) {
            seen.set(pages.toString());
            super.settleAndWake(result);
          }
        };
    Flight<String, String> flight = new Flight<>("a", (Thread) null);
    assertThat(pages.flights.enter(flight, null, pages)).isSameAs(flight);
    assertThat(pages.flights.enter(new Flight<>("a", (Thread) null), null, pages)).isSameAs(flight);
    assertThat(flight.enqueue(flight.waiters, follower)).isTrue();
    pages.flights.end(flight);
    assertThat(follower.isSettled()).isTrue();
    assertThat(seen.get()).isEqualTo("pages(running=0)");
  }

  @EveryThreadKind
  @Spec("SF-13")
  void aFollowerSeesWhatTheWorkHasDone(ThreadKind kind) throws Exception {
    int[] data = new int[1];
    Attempt<Result<String>> leader =
        kind.attempt(
            "leader",
            () ->
                pages.run(
                    "a",
                    () -> {
                      String got = gate.receive();
                      data[0] = 1;
                      return got;
                    }));
    leader.awaitBlocked("chan receive");
    Attempt<Integer> follower =
        kind.attempt(
            "follower",
            () -> {
              run("unused");
              return data[0];
            });
    follower.awaitBlocked(WAIT);
    gate.send("page");
    assertThat(follower.result()).isEqualTo(1);
    leader.result();
  }

  @EveryThreadKind
  @Spec({"SF-01", "SF-03", "SF-07", "SF-09", "SF-10"})
  void whateverTheWorkThrowsIsTheOutcomeOfAll(ThreadKind kind) throws Exception {
    for (Throwable failure :
        List.of(
            new Exception("checked"),
            new RuntimeException("unchecked"),
            new AssertionError("error"),
            new InterruptedException("interrupt"))) {
      Callable<String> failing =
          () -> {
            gate.receive();
            throw Sneaky.<Exception>sneak(failure);
          };
      Attempt<Result<String>> leader = kind.attempt("leader", () -> pages.run("a", failing));
      leader.awaitBlocked("chan receive");
      Attempt<Result<String>> follower = follow(kind);
      ReceiveChannel<Result<String>> answers = pages.runAsync("a", this::work);
      gate.send("go on");
      Result<String> shared = leader.result();
      assertThat(shared).isEqualTo(new Result<>(null, failure, true));
      assertThat(follower.result()).isSameAs(shared);
      assertThat(answers.receive()).isSameAs(shared);
      assertThat(catchThrowable(shared::get)).isSameAs(failure);
      // An interrupt has ended the work of the leader, and of nobody else.
      assertThat(leader.leftInterrupted()).isEqualTo(failure instanceof InterruptedException);
      assertThat(follower.leftInterrupted()).isFalse();
      assertThat(run("next")).isEqualTo(new Result<>("next", null, false));
    }
    assertThat(runs.get()).isZero();
  }

  @EveryThreadKind
  @Spec({"SF-10", "SF-12"})
  void anInterruptOfTheLeaderIsForItsWork(ThreadKind kind) {
    Attempt<Result<String>> leader = lead(kind);
    Attempt<Result<String>> follower = follow(kind);
    leader.interrupt();
    assertThat(leader.result().error()).isInstanceOf(InterruptedException.class);
    assertThat(leader.leftInterrupted()).isTrue();
    assertThat(follower.result()).isSameAs(leader.result());
    assertThat(follower.leftInterrupted()).isFalse();
  }

  @EveryThreadKind
  @Spec("SF-10")
  void workThatSurvivesAnInterruptHasAValue(ThreadKind kind) {
    Attempt<Result<String>> leader =
        kind.attempt(
            "leader",
            () ->
                pages.run(
                    "a",
                    () -> {
                      Thread.currentThread().interrupt();
                      return "all the same";
                    }));
    assertThat(leader.result().value()).isEqualTo("all the same");
    assertThat(leader.leftInterrupted()).isTrue();
  }

  @Test
  @Spec("SF-01")
  void nullIsAValue() throws Exception {
    Result<String> result = pages.run("a", () -> null);
    assertThat(result).isEqualTo(new Result<>(null, null, false));
    assertThat(result.get()).isNull();
  }

  @Test
  @Spec("INT-11")
  void nullsAreRefusedByName() {
    Callable<String> work = () -> "unused";
    assertNull("key", () -> pages.run(null, work));
    assertNull("work", () -> pages.run("a", null));
    assertNull("context", () -> pages.run(null, "a", work));
    assertNull("key", () -> pages.run(Context.background(), null, work));
    assertNull("work", () -> pages.run(Context.background(), "a", null));
    assertNull("key", () -> pages.runAsync(null, work));
    assertNull("work", () -> pages.runAsync("a", null));
    assertNull("key", () -> pages.forget(null));
    assertNull("name", () -> pages.named(null));
    assertThat(pages).hasToString("pages(running=0)");
  }

  private static void assertNull(String argument, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessage(argument);
  }

  @EveryThreadKind
  @Spec("SF-06")
  void forgetLetsTheNextCallStartAnew(ThreadKind kind) throws Exception {
    Attempt<Result<String>> old = lead(kind);
    Attempt<Result<String>> waiting = follow(kind);
    pages.forget("a");
    pages.forget("a");
    assertThat(pages).hasToString("pages(running=1)");
    Channel<String> second = Channel.make();
    Attempt<Result<String>> anew =
        kind.attempt("anew", () -> pages.run("a", second::receive)).awaitBlocked("chan receive");
    assertThat(pages).hasToString("pages(running=2)");
    gate.send("old");
    assertThat(old.result()).isEqualTo(new Result<>("old", null, true));
    assertThat(waiting.result()).isSameAs(old.result());
    // The end of the forgotten run has not freed the key of the newer one.
    assertThat(pages).hasToString("pages(running=1)");
    Attempt<Result<String>> joined = follow(kind);
    second.send("new");
    assertThat(anew.result()).isEqualTo(new Result<>("new", null, true));
    assertThat(joined.result()).isSameAs(anew.result());
  }

  @Test
  @Spec("SF-06")
  void forgetOfWhatDoesNotRunDoesNothing() throws Exception {
    pages.forget("a");
    assertThat(run("one").get()).isEqualTo("one");
    pages.forget("a");
    assertThat(pages).hasToString("pages(running=0)");
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

  @Test
  @Spec("SF-06")
  void whoForgetsTheKeyOfItsOwnWorkMayRunItAgain() throws Exception {
    Result<String> outer =
        pages.run(
            "a",
            () -> {
              pages.forget("a");
              return run("inner").get() + ", outer";
            });
    assertThat(outer).isEqualTo(new Result<>("inner, outer", null, false));
  }

  @EveryThreadKind
  @Spec("SF-11")
  void aCallForTheSameKeyFromWithinIsRefused(ThreadKind kind) throws Exception {
    Attempt<Result<String>> caller =
        kind.attempt(
            "caller",
            () ->
                pages.run(
                    "a",
                    () -> {
                      assertThatThrownBy(() -> run("inner"))
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessage(
                              "sync: SingleFlight is called for a key from within its own work: a of pages(running=1), which would wait for itself: take the call out of the work, or forget the key first");
                      assertThatThrownBy(() -> pages.run(Context.background(), "a", () -> "inner"))
                          .isInstanceOf(IllegalStateException.class);
                      return pages.run("b", () -> "another key").get();
                    }));
    // Nothing has changed by the refusal: nobody has joined.
    assertThat(caller.result()).isEqualTo(new Result<>("another key", null, false));
    assertThat(run("next").get()).isEqualTo("next");
  }

  @Test
  @Spec({"SF-11", "SF-05"})
  void workOfAGoroutineIsRefusedLikewise() throws Exception {
    Result<String> result = pages.runAsync("a", () -> run("inner").get()).receive();
    assertThat(result.error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from within its own work");
    assertThat(run("next").get()).isEqualTo("next");
  }

  @Test
  @Spec({"SF-04", "SF-11"})
  void workMayLeaveAChannelForItsOwnResult() throws Exception {
    Channel<ReceiveChannel<Result<String>>> channels = Channel.make(1);
    Result<String> result =
        pages.run(
            "a",
            () -> {
              channels.send(pages.runAsync("a", () -> "unused"));
              return "page";
            });
    assertThat(channels.receive().receive()).isSameAs(result);
    assertThat(result).isEqualTo(new Result<>("page", null, true));
  }

  @Test
  @Spec({"SF-04", "SF-05"})
  void theResultArrivesOnAChannelThatStaysOpen() throws Exception {
    SingleFlight<String, Thread> threads = new SingleFlight<>();
    ReceiveChannel<Result<Thread>> answers = threads.runAsync("a", Thread::currentThread);
    assertThat(answers.capacity()).isEqualTo(1);
    Result<Thread> result = answers.receive();
    assertThat(result.shared()).isFalse();
    assertThat(result.get()).isNotSameAs(Thread.currentThread()).matches(Thread::isVirtual);
    assertThat(answers.tryReceive()).isNull();
    assertThat(answers.isDrained()).isFalse();
  }

  @Test
  @Spec({"SF-04", "SF-03"})
  void nobodyNeedReceiveTheResult() throws Exception {
    for (int i = 0; i < 10; i++) {
      ReceiveChannel<Result<String>> unread = pages.runAsync("a", () -> "page");
      Await.until("the result is there", () -> unread.length() == 1);
    }
    assertThat(pages).hasToString("pages(running=0)");
  }

  @EveryThreadKind
  @Spec({"SF-05", "SF-02", "SF-04"})
  void callersOfBothFormsShareRuns(ThreadKind kind) throws Exception {
    ReceiveChannel<Result<String>> first = pages.runAsync("a", this::work);
    Attempt<Result<String>> follower = follow(kind);
    ReceiveChannel<Result<String>> second = pages.runAsync("a", this::work);
    gate.send("page");
    Result<String> shared = follower.result();
    assertThat(shared).isEqualTo(new Result<>("page", null, true));
    assertThat(first.receive()).isSameAs(shared);
    assertThat(second.receive()).isSameAs(shared);
    assertThat(runs.get()).isEqualTo(1);

    Attempt<Result<String>> leader = lead(kind);
    ReceiveChannel<Result<String>> third = pages.runAsync("a", this::work);
    gate.send("next");
    assertThat(third.receive()).isSameAs(leader.result());
    assertThat(leader.result()).isEqualTo(new Result<>("next", null, true));
  }

  @Test
  @Spec({"SF-08", "SF-09"})
  void aFailureInAGoroutineReachesEachChannelAndNobodyElse() throws Exception {
    Error failure = new AssertionError("in a goroutine");
    ReceiveChannel<Result<String>> first =
        pages.runAsync(
            "a",
            () -> {
              gate.receive();
              throw failure;
            });
    ReceiveChannel<Result<String>> second = pages.runAsync("a", this::work);
    gate.send("go on");
    Result<String> shared = first.receive();
    assertThat(shared).isEqualTo(new Result<>(null, failure, true));
    assertThat(second.receive()).isSameAs(shared);
    assertThat(run("next").get()).isEqualTo("next");
  }

  @Test
  @Spec("SF-12")
  void whoWantsToGiveUpSelectsOnTheChannel() throws Exception {
    SingleFlightSamples samples = new SingleFlightSamples(URI::getHost);
    assertThat(samples.pageSoon(URI.create("http://page/"))).isEqualTo("page");
    assertThat(samples.page(URI.create("http://page/"))).isEqualTo("page");
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

  @Test
  @Spec({"SF-03", "INT-05"})
  void nothingIsKept() throws Exception {
    SingleFlight<Object, Object> flights = new SingleFlight<>();
    List<WeakReference<Object>> references = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Object key = new Object();
      Object value = flights.run(key, Object::new).get();
      references.add(new WeakReference<>(key));
      references.add(new WeakReference<>(value));
    }
    Await.until(
        "all are garbage",
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.refersTo(null));
        });
    assertThat(flights.toString()).endsWith("(running=0)");
  }

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
    followers.forEach(follower -> follower.awaitBlocked(WAIT));
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

  @Test
  @Spec("FAIL-05")
  void aNewOneIsReadyForUseAndHasAText() {
    assertThat(new SingleFlight<String, String>().toString())
        .matches("singleflight@[0-9a-f]+\\(running=0\\)");
  }

  /** Throws what is not declared. */
  private static final class Sneaky {
    @SuppressWarnings("unchecked")
    static <E extends Throwable> E sneak(Throwable failure) throws E {
      throw (E) failure;
    }
  }
}
