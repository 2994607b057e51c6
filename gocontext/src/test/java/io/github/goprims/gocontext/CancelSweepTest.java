package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What fails for one child of a context keeps the others from nothing. */
@ExtendWith(LeakCheck.class)
class CancelSweepTest {

  private static final Context ROOT = Context.background();

  private final CancelableContext parent = ROOT.withCancel();
  private final List<String> done = new ArrayList<>();

  /** Fails when it hears of the end, or in its late part, or in neither. */
  private final class Listener extends Child {
    private final String name;
    private final @Nullable Throwable whenEnded;
    private final @Nullable Error whenLate;

    Listener(String name, @Nullable Throwable whenEnded, @Nullable Error whenLate) {
      this.name = name;
      this.whenEnded = whenEnded;
      this.whenLate = whenLate;
      attach(parent);
    }

    @Override
    int onParentEnd(CancelSweep sweep) {
      if (whenEnded instanceof Error error) {
        throw error;
      } else if (whenEnded instanceof RuntimeException exception) {
        throw exception;
      }
      return LATE;
    }

    @Override
    void afterSweep() {
      if (whenLate != null) {
        throw whenLate;
      }
      done.add(name);
    }

    @Override
    void onCustomParentEnd(EndReason end) {
      throw new AssertionError("the context above is one of ours");
    }
  }

  @Test
  @Spec({"CTX-09", "INT-12"})
  void aFailingLatePartStopsNoOther() throws Exception {
    List<Throwable> reported = new ArrayList<>();
    Error first = new OutOfMemoryError("a test");
    Error last = new AssertionError("a test");
    Thread canceler = new Thread(parent::cancel);
    canceler.setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    new Listener("fails", null, first);
    new Listener("a", null, null);
    new Listener("b", null, null);
    new Listener("fails", null, last);
    canceler.start();
    canceler.join();
    assertThat(done).containsExactlyInAnyOrder("a", "b");
    assertThat(reported).containsExactlyInAnyOrder(first, last);
  }

  @Test
  @Spec({"CTX-09", "INT-12"})
  void aFailingChildStopsNoOther() {
    RuntimeException failure = new IllegalStateException("a test");
    new Listener("a", null, null);
    new Listener("fails", failure, null);
    Context child = parent.withCancel();
    new Listener("fails, too", new OutOfMemoryError("a test"), null);
    new Listener("b", null, null);
    assertThat(catchThrowable(parent::cancel)).isSameAs(failure);
    assertThat(child.err()).isNotNull();
    assertThat(done).containsExactlyInAnyOrder("a", "b");
  }

  @EveryThreadKind
  @Spec({"CTX-09", "INT-03"})
  void anInterruptStaysWithTheWaitingCanceler(ThreadKind kind) throws Exception {
    CancelSweep sweep = new CancelSweep();
    Holding holding = new Holding();
    sweep.pending = holding;
    Attempt<Boolean> other = ThreadKind.PLATFORM.attempt("other", () -> sweep.go(true));
    holding.awaitEntered();
    Attempt<Void> waiter = kind.attempt("waiter", sweep::awaitComplete);
    waiter.awaitBlocked("context cancel");
    waiter.interrupt();
    Await.until("it has noticed", () -> !waiter.thread().isInterrupted());
    holding.release();
    assertThat(other.result()).isTrue();
    waiter.result();
    assertThat(waiter.leftInterrupted()).isTrue();
  }
}
