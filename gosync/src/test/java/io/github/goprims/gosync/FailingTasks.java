package io.github.goprims.gosync;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Await;

/** Tasks of an {@link ErrGroup} that fail as they are told to. */
final class FailingTasks {

  private FailingTasks() {}

  /** Lets one task after the other fail, so that their order in time is known. */
  static void run(ErrGroup group, Throwable... failures) throws Exception {
    for (Throwable failure : failures) {
      Channel<Integer> ended = Channel.make();
      group.go(
          () -> {
            ended.close();
            throwAsItIs(failure);
          });
      ended.receive();
      Await.until("it has failed", () -> group.toString().contains("running=0"));
    }
  }

  @SuppressWarnings("unchecked")
  static <X extends Throwable> void throwAsItIs(Throwable failure) throws X {
    throw (X) failure;
  }
}
