package io.github.goprims.flashsale;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who decides, the writer or the request that gives up; a cancel stands for the deadline here. */
@ExtendWith(LeakCheck.class)
class PendingTest {

  private final CancelableContext context = Context.background().withCancel();
  private final Pending pending = new Pending(new Order("a", "ticket", 1), context);

  @Test
  void whoGivesUpFirstIsNotStored() throws Exception {
    context.cancel();

    assertThat(pending.await()).isEqualTo(Outcome.EXPIRED);
    assertThat(pending.claim()).isFalse();
  }

  @Test
  void whatTheWriterHasIsWaitedFor() throws Exception {
    assertThat(pending.claim()).isTrue();
    Attempt<Outcome> request = ThreadKind.VIRTUAL.attempt("request", pending::await);
    request.awaitBlocked("select");

    context.cancel();

    request.awaitBlocked("chan receive");
    pending.settle(Outcome.ACCEPTED);
    assertThat(request.result()).isEqualTo(Outcome.ACCEPTED);
  }
}
