package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.testing.LincheckRuns;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That these tests can fail: a ring and a waiter that each break one rule of ours are found. */
class WeakenedLincheck {

  private static final String TWO_WINNERS = "a value was handed over to who had given up";

  @Test
  void aRingThatSkipsAPutIsFound() {
    assertThatExceptionOfType(LincheckAssertionError.class)
        .isThrownBy(() -> LincheckRuns.model(WeakRing.class, ChannelLincheck.QueueOfTwo.class));
  }

  @Test
  void waiterSettledTwiceIsFound() {
    assertThatExceptionOfType(LincheckAssertionError.class)
        .isThrownBy(() -> LincheckRuns.longScenario(WeakenedLincheck::settleFromTwoSides))
        .withStackTraceContaining(TWO_WINNERS);
  }

  private static void settleFromTwoSides() throws Exception {
    WeakWaiter waiter = LincheckRuns.shared(new WeakWaiter());
    LincheckRuns.Running<Boolean> counterpart = LincheckRuns.start(() -> waiter.settle("value"));
    boolean gaveUp = waiter.settle("timed out");
    if (gaveUp && counterpart.result()) {
      throw new AssertionError(TWO_WINNERS);
    }
  }

  /** Two slots, as in Ring, but "not published yet" is taken for "empty". */
  public static final class WeakRing {
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final AtomicIntegerArray sequence = new AtomicIntegerArray(new int[] {0, 1});
    private final int[] buffer = new int[2];

    @Operation
    public boolean trySend(@Param(gen = IntGen.class, conf = "1:3") int value) {
      for (; ; ) {
        long ticket = tail.get();
        int slot = (int) ticket & 1;
        int ahead = sequence.get(slot) - (int) ticket;
        if (ahead < 0) {
          return false;
        }
        if (ahead == 0 && tail.compareAndSet(ticket, ticket + 1)) {
          buffer[slot] = value;
          sequence.set(slot, (int) ticket + 1);
          return true;
        }
      }
    }

    @Operation
    public @Nullable Integer tryReceive() {
      for (; ; ) {
        long ticket = head.get();
        int slot = (int) ticket & 1;
        int ahead = sequence.get(slot) - (int) ticket;
        if (ahead <= 0) {
          return null;
        }
        if (ahead == 1 && head.compareAndSet(ticket, ticket + 1)) {
          int value = buffer[slot];
          sequence.set(slot, (int) ticket + 2);
          return value;
        }
      }
    }
  }

  /** As Waiter, but it looks and writes where that compares and sets. */
  private static final class WeakWaiter {
    private volatile @Nullable Object outcome;

    boolean settle(Object result) {
      if (outcome != null) {
        return false;
      }
      outcome = result;
      return true;
    }
  }
}
