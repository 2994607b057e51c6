package io.github.goprims.gotest;

import io.github.goprims.gochan.Task;
import io.github.goprims.gotest.internal.Outcome;
import io.github.goprims.gotest.internal.SeededRandom;
import io.github.goprims.gotest.internal.World;
import org.jspecify.annotations.Nullable;

/** One body, run by schedule after schedule. The first that fails is the last. */
final class Schedules {

  private Schedules() {}

  static void run(BubbleOptions options, Task body) throws Exception {
    int count = options.schedules();
    long base = options.seed();
    for (int i = 0; i < count; i++) {
      long seed = SeededRandom.derive(base, i);
      World world = new World(options.patience(), seed, true);
      Outcome outcome = world.run(body);
      try {
        Bubble.finish(outcome);
      } catch (Throwable failure) {
        tell(failure, text(i + 1, count, seed, world.disturbance()));
        throw failure;
      }
    }
  }

  private static void tell(Throwable failure, String text) {
    failure.addSuppressed(new Schedule(text));
    if (failure.getSuppressed().length == 0) { // one that is shared, and so takes nothing
      System.err.println(failure + ": " + text);
    }
  }

  private static String text(int number, int count, long seed, @Nullable String disturbance) {
    String text =
        "this was schedule %d of %d. To run it alone, in the same order:".formatted(number, count);
    if (seed != 0) { // which is none for the annotation
      text += "\n    @VirtualTime(schedules = 1, seed = 0x%xL)".formatted(seed);
    }
    text += "\n    BubbleOptions.defaults().schedules(1).seed(0x%xL)".formatted(seed);
    return disturbance == null
        ? text
        : text
            + ("\nThe order may be another one then: it was the thread \"%s\" that made a goroutine"
                    + " go on, as it does after a wait that is none of this library.")
                .formatted(disturbance);
  }

  /** Says in a failure which schedule it was. */
  private static final class Schedule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Schedule(String text) {
      super(text, null, false, false);
    }
  }
}
