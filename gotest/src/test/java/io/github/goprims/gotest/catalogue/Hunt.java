package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Task;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.BubbleOptions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for a planted mistake. */
final class Hunt {

  /** What is found within a number of runs is found from each of so many seeds. */
  private static final int SEEDS = 20;

  /** How many schedules the mended twin has to stand. */
  private static final int SCHEDULES_OF_TWIN = 300;

  private static final Pattern REPLAY = Pattern.compile("seed = 0x([0-9a-f]+)L");

  private Hunt() {}

  /** One run in virtual time, on the threads of the JVM, finds it. */
  static void oneRunFinds(Class<? extends Throwable> type, String text, Task body) {
    assertThat(catchThrowable(() -> Bubble.run(body))).isInstanceOf(type).asString().contains(text);
  }

  /** From any seed on, at most {@code most} schedules find it; what they tell finds it again. */
  static void schedulesFind(int most, Class<? extends Throwable> type, String text, Task body) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      BubbleOptions options = BubbleOptions.defaults().schedules(most).seed(seed);
      Throwable found = catchThrowable(() -> Bubble.run(options, body));
      assertThat(found).as("seed %d", seed).isInstanceOf(type).asString().contains(text);
      BubbleOptions replay = BubbleOptions.defaults().schedules(1).seed(seedIn(found));
      assertThat(catchThrowable(() -> Bubble.run(replay, body)))
          .as("replay of seed %d", seed)
          .isInstanceOf(type)
          .asString()
          .contains(text);
    }
  }

  /** How many schedules it takes from this seed on; more than {@code most} if they do not do. */
  static int runsToFind(int most, long seed, Task body) {
    AtomicInteger runs = new AtomicInteger();
    Throwable found =
        catchThrowable(
            () ->
                Bubble.run(
                    BubbleOptions.defaults().schedules(most).seed(seed),
                    () -> {
                      runs.incrementAndGet();
                      body.run();
                    }));
    return found == null ? most + 1 : runs.get();
  }

  /** The mended twin passes, as it comes and by many schedules. */
  static void twinPasses(Task body) throws Exception {
    Bubble.run(body);
    Bubble.run(BubbleOptions.defaults().schedules(SCHEDULES_OF_TWIN).seed(1), body);
  }

  private static long seedIn(Throwable found) {
    for (Throwable suppressed : found.getSuppressed()) {
      Matcher matcher = REPLAY.matcher(suppressed.getMessage());
      if (matcher.find()) {
        return Long.parseUnsignedLong(matcher.group(1), 16);
      }
    }
    throw new AssertionError("says not how to replay it", found);
  }
}
