package io.github.goprims.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures one peer once, in a process of its own. */
final class Measurement {
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  /** The counter of what a benchmark of memory has found. */
  private static final String MEMORY = "bytes";

  private static final TimeValue PATIENCE = TimeValue.seconds(60);

  private final Plan plan;

  Measurement(Plan plan) {
    this.plan = plan;
  }

  /** Measures; {@code name} tells the log files apart. */
  Score measure(Row row, String peer, String name)
      throws MeasurementException, InterruptedException {
    Path logs = plan.results.resolve("logs");
    try {
      Files.createDirectories(logs);
      return peer.equals(Row.GO)
          ? go(row, logs.resolve(name + ".txt"))
          : jvm(row, peer, logs.resolve(name).toString());
    } catch (IOException e) {
      throw new MeasurementException(e.toString(), e);
    }
  }

  private Score jvm(Row row, String peer, String log) throws MeasurementException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(row.java().benchmark()) + "$")
            .param("peer", peer.equals(Row.BASE) || isWay(peer) ? Row.GOPRIMS : peer)
            .param("capacity", String.valueOf(row.capacity()))
            .forks(1)
            .timeout(PATIENCE)
            .shouldFailOnError(true)
            .jvmArgsAppend(jvmArgs(peer).toArray(String[]::new))
            .output(log + ".txt")
            .result(log + ".json")
            .resultFormat(ResultFormatType.JSON);
    row.java().shape().forEach(options::param);
    if (!ofMemory(row)) { // such a benchmark says itself how often it runs in a JVM: once
      options
          .warmupIterations(plan.warmup)
          .warmupTime(TimeValue.milliseconds(plan.millis))
          .measurementIterations(plan.iterations)
          .measurementTime(TimeValue.milliseconds(plan.millis))
          .timeUnit(TimeUnit.NANOSECONDS);
    }
    if (allocation(row)) {
      options.addProfiler(GCProfiler.class);
    }
    String classPath = System.getProperty("java.class.path");
    try {
      if (peer.equals(Row.BASE)) {
        System.setProperty("java.class.path", plan.base); // JMH hands it on to the fork
      }
      return score(row, new Runner(options.build()).run());
    } catch (RunnerException e) {
      throw new MeasurementException("see " + log + ".txt", e);
    } finally {
      System.setProperty("java.class.path", classPath);
    }
  }

  /** Whether it is goprims that waits in one of its ways. */
  private static boolean isWay(String peer) {
    return Row.WAYS.contains(peer);
  }

  /** What the JVM of a peer gets, apart from what its benchmark asks for. */
  List<String> jvmArgs(String peer) {
    List<String> args = new ArrayList<>(plan.jvmArgs);
    if (plan.parallelism > 0) {
      args.add("-Djdk.virtualThreadScheduler.parallelism=" + plan.parallelism);
    }
    if (plan.parallelism > 0 && peer.equals(Row.KOTLIN)) {
      args.add("-Dkotlinx.coroutines.scheduler.core.pool.size=" + plan.parallelism);
    }
    if (isWay(peer)) {
      args.add("-Dgoprims.waiting=" + peer);
    }
    return args;
  }

  private static Score score(Row row, Collection<RunResult> runs) throws MeasurementException {
    if (runs.size() != 1) {
      throw new MeasurementException(runs.size() + " results instead of one", null);
    }
    List<Double> samples = new ArrayList<>();
    double bytes = Double.NaN;
    RunResult run = runs.iterator().next();
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        Result<?> result =
            ofMemory(row)
                ? iteration.getSecondaryResults().get(MEMORY)
                : iteration.getPrimaryResult();
        samples.add(result.getScore());
      }
    }
    Result<?> allocation = run.getSecondaryResults().get(ALLOCATION);
    if (allocation != null) {
      bytes = allocation.getScore();
    }
    return new Score(samples, bytes);
  }

  private Score go(Row row, Path log)
      throws IOException, MeasurementException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(plan.goProgram));
    command.add("-workload=" + row.go().workload());
    command.add("-capacity=" + row.capacity());
    command.add("-n=" + row.go().operations());
    command.add("-workers=" + row.go().workers());
    command.add("-warmup=" + (ofMemory(row) ? 0 : plan.warmup));
    command.add("-samples=" + (ofMemory(row) ? 1 : plan.iterations));
    command.add("-time=" + plan.millis + "ms");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    if (plan.parallelism > 0) {
      builder.environment().put("GOMAXPROCS", String.valueOf(plan.parallelism));
    }
    Process process = builder.start();
    Thread reaper = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(reaper);
    try {
      if (!process.waitFor(PATIENCE.getTime() * plan.iterations, TimeUnit.SECONDS)) {
        throw new MeasurementException("no end; see " + log, null);
      }
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(reaper);
    }
    if (process.exitValue() != 0) {
      throw new MeasurementException("see " + log, null);
    }
    List<Double> samples = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      String[] fields = line.split("\t", -1);
      samples.add(Double.valueOf(fields[0]));
      bytes.add(Double.valueOf(fields[1]));
    }
    return new Score(samples, allocation(row) ? Statistics.median(bytes) : Double.NaN);
  }

  private static boolean ofMemory(Row row) {
    return row.unit() == Row.Unit.BYTES;
  }

  private boolean allocation(Row row) {
    return plan.alloc || row.allocation();
  }
}
