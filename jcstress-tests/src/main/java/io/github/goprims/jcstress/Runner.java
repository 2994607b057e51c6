package io.github.goprims.jcstress;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.collectors.TestResultCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs races by the parts that jcstress is made of. Its own main class would know neither what has
 * been run before nor how to keep a result before the last one has come.
 */
final class Runner {

  private final Options options;
  private final Scheduler scheduler;

  /** Looks at the machine and at the JVM, which prints what it finds. */
  Runner(Options options) throws Exception {
    this.options = options;
    OSSupport.init();
    VMSupport.initFlags(options);
    VMSupport.detectAvailableVMConfigs(
        options.isSplitCompilation(), options.getJvmArgs(), options.getJvmArgsPrepend());
    Topology topology = Topology.get();
    topology.printStatus(System.out);
    scheduler = new Scheduler(topology, options.getCPUCount());
  }

  /**
   * All that has to be run of these races. Those for which there are too few processors have
   * nothing.
   */
  List<TestConfig> plan(Collection<String> races) {
    List<TestConfig> plan = new ArrayList<>();
    for (String race : races) {
      TestInfo info = TestList.getInfo(race);
      for (VMSupport.Config jvm : VMSupport.getAvailableVMConfigs()) {
        for (SchedulingClass places : places(info)) {
          for (int compilers : compilers(info)) {
            for (int fork = 0; fork < options.getForks(); fork++) {
              plan.add(new TestConfig(options, info, fork, jvm.args(), compilers, places));
            }
          }
        }
      }
    }
    return plan;
  }

  private List<SchedulingClass> places(TestInfo info) {
    return scheduler.scheduleClasses(info.threads(), options.getCPUCount(), options.affinityMode());
  }

  private int[] compilers(TestInfo info) {
    boolean mixtures = options.isSplitCompilation() && VMSupport.compilerDirectivesAvailable();
    return mixtures
        ? CompileMode.casesFor(info.threads(), VMSupport.c1Available(), VMSupport.c2Available())
        : new int[] {CompileMode.UNIFIED};
  }

  /**
   * Runs what is planned, which is not empty, in any order. Prints from time to time how far it is.
   */
  void run(List<TestConfig> plan, TestResultCollector results) throws IOException {
    System.out.println("Mode: " + Head.mode(plan.get(0)));
    List<TestConfig> shuffled = new ArrayList<>(plan);
    Collections.shuffle(shuffled);
    ConsoleReportPrinter progress =
        new ConsoleReportPrinter(
            options, new PrintWriter(System.out, true, System.out.charset()), plan.size());
    SerializedBufferCollector sink =
        new SerializedBufferCollector(MuxCollector.of(progress, results));
    TestExecutor executor = new TestExecutor(options.verbosity(), sink, scheduler);
    progress.setExecutor(executor);
    executor.runAll(shuffled);
    sink.close();
    progress.printFinishLine();
  }
}
