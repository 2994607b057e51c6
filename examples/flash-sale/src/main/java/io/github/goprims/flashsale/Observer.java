package io.github.goprims.flashsale;

import io.github.goprims.gochan.Goroutine;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.ReceiveChannel;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Looks at the running service. */
final class Observer {

  private static final Set<Outcome> FAILURES =
      EnumSet.of(Outcome.CONFLICT, Outcome.EXPIRED, Outcome.FAILED, Outcome.UNKNOWN);

  /** Of goroutines that wait for nothing of the library. */
  private static final Set<String> NO_WAITS = Set.of("running", "waiting", "blocked");

  /**
   * What is not a name: the state of a primitive, the number of one without a name, a direction.
   */
  private static final Pattern DETAILS =
      Pattern.compile("\\([^)]*\\)|@[0-9a-f]+|[\\[\\]]|receive from |send to ");

  private final long start = System.nanoTime();
  private final Counts counts;
  private final ReceiveChannel<?> queue;

  Observer(Counts counts, ReceiveChannel<?> queue) {
    this.counts = counts;
    this.queue = queue;
  }

  /** The state of now. */
  Snapshot look() {
    List<Goroutine> goroutines = Goroutines.snapshot();
    Map<String, Integer> waits = new TreeMap<>();
    for (Goroutine goroutine : goroutines) {
      if (!NO_WAITS.contains(goroutine.waitReason())) {
        waits.merge(wait(goroutine), 1, Integer::sum);
      }
    }
    return new Snapshot(
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        queue.length(),
        queue.capacity(),
        counts.of(Outcome.ACCEPTED) + counts.of(Outcome.REPEATED),
        counts.of(Outcome.BUSY),
        failed(),
        goroutines.size(),
        waits);
  }

  private long failed() {
    return FAILURES.stream().mapToLong(counts::of).sum();
  }

  private static String wait(Goroutine goroutine) {
    String on = goroutine.waitsOn();
    return on == null
        ? goroutine.waitReason()
        : goroutine.waitReason() + ": " + DETAILS.matcher(on).replaceAll("");
  }
}
