package io.github.goprims.gotest.catalogue;

import io.github.goprims.gochan.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Measures how many schedules it takes to find each mistake that needs a certain order. Arguments:
 * how many seeds to begin with, and the seed that they follow from. The JVM needs the flag.
 */
final class RunsToFind {

  private static final int MOST = 400;

  private RunsToFind() {}

  public static void main(String[] arguments) {
    int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 42;
    SplittableRandom random = new SplittableRandom(first);
    mistakes()
        .forEach(
            (name, body) -> {
              int[] runs = new int[seeds];
              for (int i = 0; i < seeds; i++) {
                runs[i] = Hunt.runsToFind(MOST, random.nextLong(), body);
              }
              Arrays.sort(runs);
              System.out.printf(
                  "%-16s mean %6.1f, median %3d, 90 %% %3d, most %3d%n",
                  name,
                  Arrays.stream(runs).average().orElse(0),
                  runs[seeds / 2],
                  runs[seeds * 9 / 10],
                  runs[seeds - 1]);
            });
  }

  private static Map<String, Task> mistakes() {
    Map<String, Task> mistakes = new LinkedHashMap<>();
    mistakes.put("lost wake-up", LostWakeUpTest::planted);
    mistakes.put("lock order", LockOrderTest::planted);
    mistakes.put("double send", DoubleSendTest::planted);
    mistakes.put("race of closers", RaceOfClosersTest::planted);
    mistakes.put("add inside", AddInsideTest::planted);
    mistakes.put("check, then act", CheckThenActTest::planted);
    mistakes.put("lost update", LostUpdateTest::planted);
    mistakes.put("overrun", OverrunTest::planted);
    mistakes.put("if for while", IfForWhileTest::planted);
    return mistakes;
  }
}
