package io.github.goprims.examples.digesttree;

import io.github.goprims.examples.digesttree.CommandLine.UsageException;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Defer;
import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Prints the SHA-256 digests of all files below a directory, in the format of {@code sha256sum} and
 * in the order of their names. Progress, errors and a summary go to stderr.
 *
 * <p>{@link ChannelPipeline} has the goroutines that do this. Here is what surrounds them: the
 * command line, stderr, the end by Ctrl-C or a timeout, and the exit status.
 */
public final class DigestTree {

  /** How long Ctrl-C waits for lines that are on their way out, and then for the summary. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** The same for the end of the time: for lines only, and short, since that is what was asked. */
  private static final Duration SHORT_GRACE = Duration.ofMillis(20);

  private static final int OK = 0;
  private static final int INCOMPLETE = 1;
  private static final int WRONG_USAGE = 2;
  private static final int PANIC = 70;

  // Nothing is ever sent on it. Close is the message: any number of goroutines can see it.
  private final Channel<Void> finished = Channel.<Void>make().named("finished");

  private final CommandLine commandLine;
  private final CancelableContext context;
  private final Tally tally = new Tally();
  private final Reporter reporter = new Reporter();
  private final Printer printer;
  private volatile boolean interrupted;

  private DigestTree(CommandLine commandLine) {
    Instant start = Instant.now(); // before contexts are loaded, which takes some of the time
    this.commandLine = commandLine;
    Duration timeout = commandLine.timeout();
    Context root = Context.background();
    context = timeout == null ? root.withCancel() : root.withDeadline(start.plus(timeout));
    printer = new Printer(stdout(), reporter::error, tally, context::cancel);
  }

  /**
   * The program.
   *
   * @param args see {@code --help}
   * @throws InterruptedException never: nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    int status = OK;
    try {
      CommandLine commandLine = CommandLine.parse(args);
      if (commandLine.help()) {
        System.out.print(CommandLine.USAGE);
      } else {
        status = new DigestTree(commandLine).run();
      }
    } catch (UsageException e) {
      System.err.print("digest-tree: " + e.getMessage() + "\n" + CommandLine.USAGE);
      status = WRONG_USAGE;
    }
    if (status != OK) {
      System.exit(status);
    }
  }

  private int run() throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(DigestTree::panic);
    Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "shut down"));

    Thread.ofPlatform().daemon().name("time").start(this::watchTime);
    Thread pipeline = Go.go("pipeline", this::runPipeline);
    report();
    if (printer.hasReader()) {
      System.err.print(summary());
    }
    finished.close();
    if (isTimeUp()) {
      return INCOMPLETE; // also if the pipeline waits for somebody who reads
    }
    pipeline.join();
    return tally.hasErrors() ? INCOMPLETE : OK;
  }

  private void runPipeline() throws InterruptedException {
    try (Defer defer = Defer.scope()) {
      defer.defer(reporter::close);
      defer.defer(context::cancel); // a deadline that comes now comes too late
      Walker walker = new Walker(commandLine.path(), commandLine.name(), this::isStopped);
      Supplier<Hasher> hashers = () -> new Hasher(tally, this::isStopped);
      ChannelPipeline.run(context, walker, hashers, commandLine.workers(), printer);
    }
  }

  private boolean isStopped() {
    return context.err() != null;
  }

  private boolean isTimeUp() {
    return context.err() == DeadlineExceededException.instance();
  }

  /**
   * Runs in the main thread, as it is no virtual one: a goroutine that writes to a pipe holds on to
   * its carrier while nobody reads, and on a small machine there may be no other.
   */
  private void report() throws InterruptedException {
    if (commandLine.progress().isWanted()) {
      reporter.report(this::progress);
    } else {
      reporter.report();
    }
  }

  /** A terminal has an owner already; anything else is for the printer alone. */
  private Output stdout() {
    OutputStream stdout = new FileOutputStream(FileDescriptor.out);
    boolean terminal = Terminal.is(Terminal.STDOUT);
    return new Output(terminal ? reporter.via(stdout) : stdout, terminal);
  }

  /** Runs when the program ends, be it by itself or by a signal such as that of Ctrl-C. */
  private void shutDown() {
    interrupted = !isStopped();
    context.cancel();
    try {
      endReportAfter(GRACE);
      finished.receive(GRACE);
    } catch (InterruptedException e) {
      // Nobody does that; but then this is the end.
    }
  }

  /** Sees that the time is kept, in a thread that needs no carrier: for the reason given above. */
  private void watchTime() {
    try {
      context.done().receive();
      if (isTimeUp()) {
        endReportAfter(SHORT_GRACE);
      }
    } catch (InterruptedException e) {
      // Nobody does that either.
    }
  }

  /** So that there is a summary, even if the pipeline hangs. */
  private void endReportAfter(Duration grace) throws InterruptedException {
    finished.receive(grace);
    reporter.close();
  }

  private String progress() {
    return tally.progress() + (interrupted ? ", stopping" : "");
  }

  private String summary() {
    String end = interrupted ? "interrupted: " : isTimeUp() ? "timed out: " : "";
    return "digest-tree: " + end + tally.summary() + "\n";
  }

  /** As in Go, a goroutine that fails takes the program with it: others may wait for it. */
  private static void panic(Thread goroutine, Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(PANIC);
  }
}
