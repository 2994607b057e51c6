package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Something to do once: a run, or the making of a value; it may take a while, or fail. */
final class SoakOnce {

  private final Once once = new Once();
  private final Supplier<int[]> value = Once.value(this::act);
  private final boolean isValue;
  private final boolean failing;
  private final int nanos;
  private final RuntimeException failure = new IllegalStateException("to be expected");
  private final int[] result = {0};
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger uses = new AtomicInteger();
  private int acts; // whoever has returned sees that it is one

  SoakOnce(SplittableRandom choice) {
    isValue = choice.nextBoolean();
    failing = choice.nextInt(4) == 0;
    nanos = choice.nextInt(8) == 0 ? choice.nextInt(200_000) : 0;
  }

  private int[] act() {
    acts++;
    if (nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
    if (failing) {
      throw failure;
    }
    result[0]++;
    return result;
  }

  /** Does it, or gets what was done. */
  void use() {
    try {
      if (isValue) {
        require(value.get() == result, "another value: %s", this);
      } else {
        once.run(this::act);
      }
    } catch (IllegalStateException e) {
      require(e == failure, "another exception: %s", e);
      failures.incrementAndGet();
    }
    require(acts == 1, "acts seen by who returned: %d", acts);
    require(result[0] == (failing ? 0 : 1), "half done for who returned: %s", this);
    uses.incrementAndGet();
  }

  void verify() {
    int expected = !failing ? 0 : isValue ? uses.get() : 1;
    require(failures.get() == expected, "%s failures instead of %d", failures, expected);
  }

  @Override
  public String toString() {
    return "%s(acts=%d, uses=%s, failures=%s)"
        .formatted(isValue ? "value" : once, acts, uses, failures);
  }
}
