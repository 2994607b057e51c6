package io.github.goprims.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request pays for its context, and what it costs to look at one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class ContextBenchmark {
  public static final int REQUESTS = 1_000;
  public static final int LOOKS = 100_000;
  public static final int CHILDREN = 1_000_000;

  /** One context, or a chain of them. */
  @State(Scope.Benchmark)
  public static class Chain {
    @Param({"goprims", "grpc"})
    public String peer;

    /** How many values lie above the context that is asked. */
    @Param("0")
    public int capacity;

    private Contexts contexts;
    private Object live;
    private Object key;
    private Object innermost;

    @Setup(Level.Trial)
    public void derive() {
      contexts = Contexts.open(peer);
      live = contexts.derive(null);
      key = contexts.makeKey("outermost");
      innermost = contexts.withValue(live, key, "value");
      for (int i = 1; i < capacity; i++) {
        innermost = contexts.withValue(innermost, contexts.makeKey("key " + i), "other");
      }
    }
  }

  /** A new parent for each run, so that one which forgets nothing does not slow down for ever. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void deriveAndCancel(Chain chain) {
    Contexts contexts = chain.contexts;
    Object parent = contexts.derive(null);
    deriveAndCancel(contexts, parent);
    contexts.cancel(parent);
  }

  /** A parent with children that live on. */
  @State(Scope.Benchmark)
  public static class Siblings {
    @Param({"goprims", "grpc"})
    public String peer;

    /** How many children live on. */
    @Param({"10", "10000"})
    public int capacity;

    private Contexts contexts;
    private Object parent;
    private Object[] children;

    @Setup(Level.Trial)
    public void derive() {
      contexts = Contexts.open(peer);
      parent = contexts.derive(null);
      children = new Object[capacity];
      Arrays.setAll(children, i -> contexts.derive(parent));
    }
  }

  /** The same beside children of the parent that live on. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void deriveAndCancelBesideOthers(Siblings siblings) {
    deriveAndCancel(siblings.contexts, siblings.parent);
  }

  private static void deriveAndCancel(Contexts contexts, Object parent) {
    int done = 0;
    for (int i = 0; i < REQUESTS; i++) {
      Object request = contexts.derive(parent);
      contexts.cancel(request);
      if (contexts.isDone(request)) {
        done++;
      }
    }
    Transfers.check("done", done, REQUESTS);
  }

  /** The look with which a loop asks whether it may go on. */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void isDone(Chain chain) {
    Contexts contexts = chain.contexts;
    int live = 0;
    for (int i = 0; i < LOOKS; i++) {
      if (!contexts.isDone(chain.live)) {
        live++;
      }
    }
    Transfers.check("live", live, LOOKS);
  }

  /** Asks the innermost context for the outermost value. */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void value(Chain chain) {
    Contexts contexts = chain.contexts;
    int found = 0;
    for (int i = 0; i < LOOKS; i++) {
      if (contexts.value(chain.innermost, chain.key) == "value") {
        found++;
      }
    }
    Transfers.check("found", found, LOOKS);
  }

  /** A million children, below one parent or several; making them is not measured. */
  @State(Scope.Benchmark)
  public static class Family {
    @Param({"goprims", "grpc"})
    public String peer;

    /** How many children each parent has. */
    @Param({"10000", "1000000"})
    public int capacity;

    private Contexts contexts;
    private Object[] parents;
    private Object[] children;

    @Setup(Level.Invocation)
    public void derive() {
      contexts = Contexts.open(peer);
      children = new Object[Runs.of(CHILDREN)];
      parents = new Object[children.length / capacity];
      for (int i = 0; i < parents.length; i++) {
        parents[i] = contexts.derive(null);
        for (int j = 0; j < capacity; j++) {
          children[i * capacity + j] = contexts.derive(parents[i]);
        }
      }
    }
  }

  /** Cancels the parents, and with them the children. */
  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void cancelAll(Family family) {
    Contexts contexts = family.contexts;
    for (Object parent : family.parents) {
      contexts.cancel(parent);
    }
    int last = family.children.length - 1;
    boolean ended = contexts.isDone(family.children[0]) && contexts.isDone(family.children[last]);
    Transfers.check("ended", ended ? 1 : 0, 1);
  }
}
