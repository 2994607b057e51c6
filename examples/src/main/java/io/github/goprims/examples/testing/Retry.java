package io.github.goprims.examples.testing;

import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Tries again what has failed, after pauses that double.
 *
 * @param first the first pause
 * @param longest what no pause exceeds
 */
public record Retry(Duration first, Duration longest) {

  /**
   * Calls {@code action} until it succeeds, fails with something else than an {@link IOException},
   * or the context ends.
   *
   * @param context ends the pauses
   * @param action what to call
   * @param <T> the type of its result
   * @return its result
   * @throws Exception what the action threw at last, or the end of the context
   */
  public <T> T call(Context context, Callable<T> action) throws Exception {
    for (Duration pause = first; ; pause = twice(pause)) {
      try {
        return action.call();
      } catch (IOException e) {
        context.sleep(pause);
      }
    }
  }

  private Duration twice(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
