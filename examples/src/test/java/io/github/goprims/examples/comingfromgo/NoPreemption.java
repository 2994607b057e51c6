package io.github.goprims.examples.comingfromgo;

import io.github.goprims.gochan.Go;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A goroutine that computes on the only carrier, and another that it has started. Prints whether
 * the other one ran meanwhile; with the argument {@code yielding} the first one yields now and
 * then.
 */
final class NoPreemption {

  private static final int STEPS = 100_000_000;
  private static final int STEPS_BETWEEN_YIELDS = 1_000_000;

  private NoPreemption() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean yields = arguments.length == 1 && arguments[0].equals("yielding");
    Go.go(() -> System.out.println(ranWhileAnotherComputed(yields))).join();
  }

  private static boolean ranWhileAnotherComputed(boolean yields) {
    var ran = new AtomicBoolean();
    Go.go(() -> ran.set(true));
    int x = 1;
    for (int i = 0; i < STEPS; i++) {
      x = x * 31 + i;
      if (yields && i % STEPS_BETWEEN_YIELDS == 0) {
        Thread.yield();
      }
    }
    return (x | 1) != 0 && ran.get(); // x is used, so that the loop is not dropped
  }
}
