package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.SingleFlight.Result;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link SingleFlight}: who runs, who shares what, and when the key is free. */
@ExtendWith(LeakCheck.class)
class SingleFlightTest {

  private final GatedFlight gated = new GatedFlight();
  private final SingleFlight<String, String> pages = gated.pages;
  private final Channel<String> gate = gated.gate;

  @Test
  @Spec({"SF-01", "SF-02", "SF-03"})
  void whoIsAloneRunsItsWorkEachTime() throws Exception {
    assertThat(gated.run("one")).isEqualTo(new Result<>("one", null, false));
    assertThat(gated.run("two").get()).isEqualTo("two");
    Exception failure = new Exception("checked");
    Result<String> failed =
        pages.run(
            "a",
            () -> {
              throw failure;
            });
    assertThat(failed).isEqualTo(new Result<>(null, failure, false));
    assertThat(catchThrowable(failed::get)).isSameAs(failure);
    assertThat(gated.run("three").get()).isEqualTo("three");
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
    List<Attempt<Result<String>>> callers = new ArrayList<>(List.of(gated.lead(kind)));
    for (int i = 0; i < 9; i++) {
      callers.add(gated.follow(i % 2 == 0 ? kind : kind.other()));
    }
    assertThat(callers).noneMatch(Attempt::hasEnded);
    gate.send("page");
    Result<String> shared = callers.get(0).result();
    assertThat(shared).isEqualTo(new Result<>("page", null, true));
    assertThat(callers).allMatch(caller -> caller.result() == shared);
    assertThat(gated.runs.get()).isEqualTo(1);
    assertThat(pages).hasToString("pages(running=0)");
    assertThat(gated.run("fresh")).isEqualTo(new Result<>("fresh", null, false));
  }

  @Test
  @Spec("SF-03")
  void theKeyIsFreeBeforeFollowersAreTold() {
    AtomicReference<String> seen = new AtomicReference<>();
    SyncWaiter follower =
        new SyncWaiter(pages) {
          @Override
          public String reason() {
            return GatedFlight.WAIT;
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
              gated.run("unused");
              return data[0];
            });
    follower.awaitBlocked(GatedFlight.WAIT);
    gate.send("page");
    assertThat(follower.result()).isEqualTo(1);
    leader.result();
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

  @Test
  @Spec("FAIL-05")
  void aNewOneIsReadyForUseAndHasAText() {
    assertThat(new SingleFlight<String, String>().toString())
        .matches("singleflight@[0-9a-f]+\\(running=0\\)");
  }
}
