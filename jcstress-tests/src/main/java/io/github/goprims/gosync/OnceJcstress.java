package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Races of first calls of a {@link Once}.
 *
 * @primitive Once
 */
public final class OnceJcstress {

  private OnceJcstress() {}

  /**
   * @hunts two runs, and a call that returns before the run is over or does not see it
   * @guards {@link Once}: done, read and written (ONCE-01, ONCE-02, ONCE-05)
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one ran, both saw it")
  @Outcome(expect = FORBIDDEN, desc = "ran twice, or returned without it")
  @State
  public static class RunVersusRun {
    private final Once once = new Once();
    private int runs;

    private int run() {
      once.run(() -> runs++);
      return runs;
    }

    @Actor
    public void one(LL_Result r) {
      r.r1 = run();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = run();
    }
  }

  /**
   * @hunts two values, and one that is not there yet
   * @guards {@link OnceValue} (ONCE-08)
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one value for both")
  @Outcome(expect = FORBIDDEN, desc = "two values, or none")
  @State
  public static class GetVersusGet {
    private int runs;
    private final Supplier<int[]> value = Once.value(() -> new int[] {++runs});

    @Actor
    public void one(LL_Result r) {
      r.r1 = value.get()[0];
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = value.get()[0];
    }
  }
}
