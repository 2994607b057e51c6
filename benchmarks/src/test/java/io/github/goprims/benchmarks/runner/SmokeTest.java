package io.github.goprims.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Each benchmark runs once and finds its result right: by every peer of every row, and with the
 * parameters that JMH takes if it is told none. All in this JVM and in small, so that the scores
 * mean nothing.
 */
class SmokeTest {
  /** No size is greater: so many rows become one. */
  private static final int SIZE = 4;

  /** The parameters of the runs, by benchmark. */
  private static final Map<String, Set<Map<String, String>>> RUNS = runs();

  static Set<String> benchmarks() {
    return RUNS.keySet();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void runs(String benchmark) throws Exception {
    for (Map<String, String> parameters : RUNS.get(benchmark)) {
      assertThat(run(benchmark, parameters)).as("%s %s", benchmark, parameters).hasSize(1);
    }
  }

  /** What is in no row, nobody would run. */
  @Test
  void eachBenchmarkHasARow() {
    assertThat(Rows.all().stream().map(row -> row.java().benchmark()).distinct())
        .containsExactlyInAnyOrderElementsOf(allBenchmarks());
  }

  private static Collection<RunResult> run(String benchmark, Map<String, String> parameters)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(options::param);
    return new Runner(options.build()).run();
  }

  private static Map<String, Set<Map<String, String>>> runs() {
    Map<String, Set<Map<String, String>>> runs = new TreeMap<>();
    for (String benchmark : allBenchmarks()) {
      Set<Map<String, String>> defaults = new LinkedHashSet<>();
      combine(List.copyOf(parameters(benchmark)), new TreeMap<>(), defaults);
      runs.put(benchmark, defaults);
    }
    for (Row row : Rows.all()) {
      Set<String> known = new HashSet<>();
      parameters(row.java().benchmark()).forEach(field -> known.add(field.getName()));
      for (String peer : row.allPeers()) {
        if (!peer.equals(Row.GO)) {
          Map<String, String> run = new TreeMap<>();
          run.put("peer", peer);
          run.put("capacity", small(String.valueOf(row.capacity())));
          row.java().shape().forEach((name, value) -> run.put(name, small(value)));
          run.keySet().retainAll(known);
          runs.get(row.java().benchmark()).add(run);
        }
      }
    }
    return runs;
  }

  /** Adds each combination of the values that the parameters have by default. */
  private static void combine(
      List<Field> parameters, Map<String, String> chosen, Set<Map<String, String>> all) {
    if (parameters.isEmpty()) {
      all.add(new TreeMap<>(chosen));
      return;
    }
    Field first = parameters.get(0);
    for (String value : first.getAnnotation(Param.class).value()) {
      chosen.put(first.getName(), small(value));
      combine(parameters.subList(1, parameters.size()), chosen, all);
    }
  }

  private static String small(String value) {
    return value.matches("\\d+") ? String.valueOf(Math.min(SIZE, Integer.parseInt(value))) : value;
  }

  /** Those of the benchmark's class and of the states that its method takes. */
  static Collection<Field> parameters(String benchmark) {
    int dot = benchmark.lastIndexOf('.');
    try {
      Class<?> type = Class.forName(benchmark.substring(0, dot));
      Stream<Class<?>> states =
          Arrays.stream(type.getMethods())
              .filter(method -> method.getName().equals(benchmark.substring(dot + 1)))
              .map(Method::getParameterTypes)
              .flatMap(Arrays::stream);
      Map<String, Field> parameters = new LinkedHashMap<>();
      Stream.concat(Stream.of(type), states)
          .map(Class::getFields)
          .flatMap(Arrays::stream)
          .filter(field -> field.isAnnotationPresent(Param.class))
          .forEach(field -> parameters.put(field.getName(), field));
      return parameters.values();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> allBenchmarks() {
    List<String> names = new ArrayList<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList()
            .find(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                List.of(".*"),
                List.of())) {
      names.add(entry.getUsername());
    }
    return names;
  }
}
