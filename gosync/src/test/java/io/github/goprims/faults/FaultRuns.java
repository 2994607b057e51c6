package io.github.goprims.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays scenarios with a fault at each of their points in turn. Called by {@link FaultLoader},
 * inside of what it loads.
 */
final class FaultRuns {

  /** In findings about those that have nothing to do with the operation. */
  static final String OTHERS = "OTHERS";

  /** Of overflows there are many points: one in so many is tried, from a random one on. */
  private static final int STACK_STRIDE = Integer.getInteger("goprims.faults.stride", 8);

  private static final int MOST_POINTS = 2_000;
  private static final int ENOUGH_FINDINGS = 3;
  private static final int EXPECTED_POINTS = 20;
  private static final int MOST_MISSES = 5;
  private static final Duration MUST = Duration.ofSeconds(5);
  private static final Duration MAY = Duration.ofMillis(15);

  /** For so long there are faults: the deadlines of bystanders come later. */
  private static final Duration FAULTS = Bystanders.LATE.minusMillis(10);

  private static final Bystanders BYSTANDERS = new Bystanders(MUST);

  /** Where the fault of the last trial was. */
  private static String place = "";

  private FaultRuns() {}

  private static Map<String, Scenario> all() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    LockScenarios.addTo(all);
    SyncScenarios.addTo(all);
    ErrGroupScenarios.addTo(all);
    FlightScenarios.addTo(all);
    ChannelScenarios.addTo(all);
    SelectScenarios.addTo(all);
    TimerScenarios.addTo(all);
    ContextScenarios.addTo(all);
    DeadlineScenarios.addTo(all);
    return all;
  }

  static List<String> names() {
    return List.copyOf(all().keySet());
  }

  /**
   * Plays one scenario to the last point.
   *
   * @return the number of points tried; then for each finding a line, which contains {@link
   *     #OTHERS} if it is about others than the objects of the operation
   */
  static List<String> play(String name, String kindName) throws Exception {
    Scenario scenario = all().get(name);
    boolean byLibrary = name.startsWith(DeadlineScenarios.PREFIX);
    FaultKind kind = FaultKind.valueOf(kindName);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      // Without a fault: all classes are there then.
      if (!play(scenario, kind, MOST_POINTS, MUST, lines)) {
        lines.set(0, "without a fault: " + lines.get(0));
        lines.addFirst("0");
        return lines;
      }
      BYSTANDERS.prepare(false);
      BYSTANDERS.check();
    }
    int stride = kind.memory ? 1 : STACK_STRIDE;
    int n = 1 + ThreadLocalRandom.current().nextInt(stride) - stride;
    int tried = 0;
    int findings = 0;
    int misses = 0;
    boolean struck;
    do {
      n += stride;
      tried++;
      BYSTANDERS.prepare(byLibrary);
      int before = lines.size();
      struck = play(scenario, kind, n, kind.memory ? MUST : MAY, lines);
      if (lines.size() > before) {
        findings++;
      }
      try {
        within(MUST.multipliedBy(3), BYSTANDERS::check);
      } catch (Throwable broken) {
        lines.add("n=%d at %s, %s: %s".formatted(n, place, OTHERS, text(broken)));
        break; // nothing works here any more
      }
      // On a busy machine the library may have come too late for a fault.
      misses = struck || !byLibrary || n > EXPECTED_POINTS ? 0 : misses + 1;
      if (misses > 0 && misses < MOST_MISSES) {
        n -= stride;
        tried--;
        struck = true;
      }
    } while (struck && n < MOST_POINTS && (!kind.memory || findings < ENOUGH_FINDINGS));
    lines.addFirst(String.valueOf(tried - 1));
    return lines;
  }

  /** Whether there was a fault, or a finding. */
  private static boolean play(
      Scenario scenario, FaultKind kind, int n, Duration patience, List<String> lines) {
    boolean rehearsal = n == MOST_POINTS;
    Trial trial = new Trial(kind, patience, System.nanoTime() + FAULTS.toNanos());
    Faults.Threat[] threat = new Faults.Threat[1];
    try {
      within(patience.multipliedBy(4), () -> threat[0] = trial.run(scenario, n));
      place = threat[0].place();
      return rehearsal || threat[0].hasStruck();
    } catch (Trial.Broken broken) {
      place = broken.threat.place();
      lines.add("n=%d at %s: %s".formatted(n, place, text(broken.getCause())));
      return !rehearsal;
    } catch (Throwable failure) {
      lines.add("n=%d: %s".formatted(n, text(failure)));
      return !rehearsal;
    } finally {
      Faults.end();
    }
  }

  private interface Act {
    void run() throws Throwable;
  }

  /** Runs it in a thread that can be left behind, for what is broken may never come back. */
  private static void within(Duration patience, Act act) throws Throwable {
    Throwable[] failure = new Throwable[1];
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("trial")
            .start(
                () -> {
                  try {
                    act.run();
                  } catch (Throwable thrown) {
                    failure[0] = thrown;
                  }
                });
    if (!thread.join(patience)) {
      StackTraceElement[] frames = thread.getStackTrace();
      thread.interrupt();
      AssertionError hangs = new AssertionError("hangs");
      hangs.setStackTrace(frames);
      throw hangs;
    }
    if (failure[0] != null) {
      throw failure[0];
    }
  }

  private static String text(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      StackTraceElement[] frames = cause.getStackTrace();
      text.append(text.isEmpty() ? "" : ", caused by ")
          .append(cause)
          .append(" at ")
          .append(place(frames));
    }
    return text.toString();
  }

  private static String place(StackTraceElement[] frames) {
    return Stream.of(frames)
        .filter(frame -> frame.getClassName().startsWith("io.github.goprims."))
        .filter(frame -> !frame.getMethodName().equals("require"))
        .limit(4)
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
        .collect(Collectors.joining(" < "));
  }
}
