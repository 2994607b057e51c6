package io.github.goprims.examples.digesttree;

import io.github.goprims.examples.digesttree.CommandLine.UsageException;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Defer;
import io.github.goprims.gochan.Go;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Prints the SHA-256 digests of all files below a directory, in the format of {@code sha256sum} and
 * in the order of their names. Progress, errors and a summary go to stderr.
 *
 * <p>{@link ChannelPipeline} has the goroutines that do this. Here is what surrounds them: the
 * command line, stderr, the end by Ctrl-C, and the exit status.
 */
public final class DigestTree {

  /** How long Ctrl-C waits for lines that are on their way out, and then for the summary. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int OK = 0;
  private static final int INCOMPLETE = 1;
  private static final int WRONG_USAGE = 2;
  private static final int PANIC = 70;

  // Nothing is ever sent on these two. Close is the message: any number of goroutines can see it.
  private final Channel<Void> stop = Channel.<Void>make().named("stop");
  private final Channel<Void> finished = Channel.<Void>make().named("finished");

  private final CommandLine commandLine;
  private final Tally tally = new Tally();
  private final Reporter reporter = new Reporter();
  private final Printer printer = new Printer(stdout(), reporter::error, tally, stop::tryClose);
  private volatile boolean interrupted;

  private DigestTree(CommandLine commandLine) {
    this.commandLine = commandLine;
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

    Thread pipeline = Go.go("pipeline", this::runPipeline);
    report();
    if (printer.hasReader()) {
      System.err.print(summary());
    }
    finished.close();
    pipeline.join();
    return tally.hasErrors() ? INCOMPLETE : OK;
  }

  private void runPipeline() throws InterruptedException {
    try (Defer defer = Defer.scope()) {
      defer.defer(reporter::close);
      Walker walker = new Walker(commandLine.path(), commandLine.name(), stop::isClosed);
      Supplier<Hasher> hashers = () -> new Hasher(tally, stop::isClosed);
      ChannelPipeline.run(walker, hashers, commandLine.workers(), printer);
    }
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
    interrupted = !stop.isClosed();
    stop.tryClose();
    try {
      finished.receive(GRACE);
      reporter.close(); // so that there is a summary, even if the pipeline hangs
      finished.receive(GRACE);
    } catch (InterruptedException e) {
      // Nobody does that; but then this is the end.
    }
  }

  private String progress() {
    return tally.progress() + (interrupted ? ", stopping" : "");
  }

  private String summary() {
    return "digest-tree: " + (interrupted ? "interrupted: " : "") + tally.summary() + "\n";
  }

  /** As in Go, a goroutine that fails takes the program with it: others may wait for it. */
  private static void panic(Thread goroutine, Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(PANIC);
  }
}
