package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakWorker;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;

/** A worker that waits in any form, and checks what ended a wait. */
abstract class SoakParty extends SoakWorker {

  private final SoakSync round;
  private volatile CancelableContext context = Context.background().withCancel();
  private long givenUp;

  SoakParty(SoakSync round) {
    super(round);
    this.round = round;
    round.parties.add(this);
  }

  /** Ends the context that this worker may be waiting with; for others. */
  final void cancel() {
    context.cancel();
  }

  final long givenUp() {
    return givenUp;
  }

  /** Waits in one form or another; false if that was given up. */
  final boolean await(SoakForms forms) {
    boolean served = false;
    try {
      if (isSpared() || choice.nextInt(100) >= round.giveUpPercent) {
        forms.plain().await();
        served = true;
      } else {
        served =
            choice.nextBoolean() ? awaitForAWhile(forms.timed()) : awaitUntilDone(forms.until());
      }
    } catch (InterruptedException e) {
      sawInterrupt();
    }
    if (served) {
      moved(); // else whoever insists would seem to get on beside one that has been forgotten
    }
    return served;
  }

  /** Waits again and again, until that is not given up. */
  final void insist(SoakForms forms) {
    while (!await(forms)) {
      // once more
    }
  }

  private boolean awaitForAWhile(SoakForms.Timed wait) throws InterruptedException {
    Duration patience = patience();
    long start = System.nanoTime();
    boolean served = wait.await(patience);
    if (!served) {
      requirePassed(start, patience);
      givenUp++;
    }
    return served;
  }

  private boolean awaitUntilDone(SoakForms.Until wait) throws InterruptedException {
    if (context.err() != null) {
      Context root = Context.background();
      context = choice.nextBoolean() ? root.withCancel() : root.withTimeout(patience());
    }
    try {
      wait.await(context);
      return true;
    } catch (ContextDoneException e) {
      require(context.err() != null, "%s, and the context lives", e);
      givenUp++;
      return false;
    }
  }

  /** Does what no interrupt ends, sometimes with the flag set: that has to stay. */
  final void uninterruptibly(Runnable wait) {
    moved();
    boolean flagged = choice.nextInt(4) == 0;
    if (flagged) {
      Thread.currentThread().interrupt();
    }
    wait.run();
    require(!flagged || Thread.interrupted(), "the interrupt flag has gone");
  }
}
