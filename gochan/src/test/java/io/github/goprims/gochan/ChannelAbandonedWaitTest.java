package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wait that was given up leaves nothing behind, and costs nobody else anything. */
@ExtendWith(LeakCheck.class)
@Isolated("measures the heap")
class ChannelAbandonedWaitTest {

  private static final int WAITS = 64_000; // in each of 16 cases: a million together
  private static final long LESS_THAN_ALL_WAITERS = WAITS * 16L; // an object each would be more

  enum End {
    TIMEOUT {
      @Override
      long deadline() {
        return 0; // has passed, but is looked at only after the waiter is in its place
      }
    },
    INTERRUPT {
      @Override
      long deadline() {
        Thread.currentThread().interrupt(); // likewise
        return TimeSource.FOREVER;
      }
    };

    abstract long deadline();
  }

  enum Kind {
    /** Waits in the slot. */
    RENDEZVOUS(RendezvousCore::new, 0, false),
    /** Waits in a queue, behind a thread that stays. */
    RENDEZVOUS_QUEUE(RendezvousCore::new, 0, true),
    BUFFERED(() -> new BufferedCore(3), 3, false),
    BUFFERED_QUEUE(() -> new BufferedCore(3), 3, true);

    final Supplier<QueuedCore> factory;
    final int capacity;
    final boolean besideOthers;

    Kind(Supplier<QueuedCore> factory, int capacity, boolean besideOthers) {
      this.factory = factory;
      this.capacity = capacity;
      this.besideOthers = besideOthers;
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(End.values()).map(end -> Arguments.of(kind, end)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Spec({"INT-05", "INT-02"})
  void receivesGivenUpLeaveNothing(Kind kind, End end) throws Exception {
    QueuedCore core = kind.factory.get();
    Attempt<?> other = null;
    if (kind.besideOthers) {
      other = ThreadKind.VIRTUAL.attempt("stays", () -> core.receive(TimeSource.FOREVER));
      other.awaitBlocked("chan receive");
    }
    assertNoGrowth(() -> core.receive(end.deadline()) == null, end);

    if (other != null) {
      assertThat(core.trySend("for the one who stayed")).isTrue();
      assertThat(other.result()).isEqualTo("for the one who stayed");
    }
    assertNobodyWaits(core);
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Spec({"INT-05", "INT-02"})
  void sendsGivenUpLeaveNothing(Kind kind, End end) throws Exception {
    QueuedCore core = kind.factory.get();
    for (int i = 0; i < kind.capacity; i++) {
      assertThat(core.trySend(i)).isTrue();
    }
    Attempt<?> other = null;
    if (kind.besideOthers) {
      other = ThreadKind.VIRTUAL.attempt("stays", () -> core.send("stayed", TimeSource.FOREVER));
      other.awaitBlocked("chan send");
    }
    assertNoGrowth(() -> !core.send("given up", end.deadline()), end);

    for (int i = 0; i < kind.capacity; i++) {
      assertThat(core.tryReceive()).isEqualTo(i);
    }
    assertThat(core.tryReceive()).isEqualTo(other == null ? null : "stayed");
    assertThat(core.tryReceive()).isNull();
    assertNobodyWaits(core);
  }

  private static void assertNoGrowth(Callable<Boolean> givesUp, End end) {
    long before = usedHeap();
    Attempt<Integer> waits =
        ThreadKind.VIRTUAL.attempt(
            "waits in vain",
            () -> {
              int timeouts = 0;
              int interrupts = 0;
              for (int i = 0; i < WAITS; i++) {
                try {
                  timeouts += givesUp.call() ? 1 : 0;
                } catch (InterruptedException e) {
                  interrupts++;
                }
              }
              return end == End.TIMEOUT ? timeouts : interrupts;
            });
    assertThat(waits.result()).isEqualTo(WAITS);
    assertThat(usedHeap()).isLessThan(before + LESS_THAN_ALL_WAITERS);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void assertNobodyWaits(QueuedCore core) {
    core.lock();
    try {
      assertThat(core.receivers).isNull();
      assertThat(core.senders).isNull();
      assertThat(core.isConsistent()).isTrue();
    } finally {
      core.unlock();
    }
  }
}
