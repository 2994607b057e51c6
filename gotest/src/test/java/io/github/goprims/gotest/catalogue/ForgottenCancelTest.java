package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gotest.BubbleDeadlockError;
import org.junit.jupiter.api.Test;

/** A search that has its answer leaves its helper waiting: nobody ends the helper's context. */
class ForgottenCancelTest {

  private interface Search {
    int first(Context context) throws InterruptedException;
  }

  private static void count(Context context, Channel<Integer> numbers) throws InterruptedException {
    for (int number = 0; ; number++) {
      context.send(numbers, number);
    }
  }

  private static int planted(Context context) throws InterruptedException {
    Channel<Integer> numbers = Channel.make();
    Context mine = context.withCancel();
    Go.go("counter", () -> count(mine, numbers));
    return numbers.receive();
  }

  private static int mended(Context context) throws InterruptedException {
    Channel<Integer> numbers = Channel.make();
    try (CancelableContext mine = context.withCancel()) {
      Go.go("counter", () -> count(mine, numbers));
      return numbers.receive();
    }
  }

  private static void leavesNothing(Search search) throws InterruptedException {
    assertThat(search.first(Context.background())).isZero();
  }

  static void planted() throws InterruptedException {
    leavesNothing(ForgottenCancelTest::planted);
  }

  @Test
  void oneRunFindsIt() {
    Hunt.oneRunFinds(
        BubbleDeadlockError.class, "goroutine \"counter\": select", ForgottenCancelTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> leavesNothing(ForgottenCancelTest::mended));
  }
}
