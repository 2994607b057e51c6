package io.github.goprims.examples.digesttree;

import java.io.IOException;

/** The last stage: prints the lines, and passes the errors on. */
final class Printer {

  /** Where to go with what could not be read or printed. */
  @FunctionalInterface
  interface Errors {
    void report(Name name, IOException failure) throws InterruptedException;
  }

  private static final Name STDOUT = Name.typed("standard output");

  private final Output output;
  private final Errors errors;
  private final Tally tally;
  private final Runnable stop;
  private boolean ended;
  private boolean hasReader = true;

  /**
   * @param stop what to do when the output fails, since there is no use in going on
   */
  Printer(Output output, Errors errors, Tally tally, Runnable stop) {
    this.output = output;
    this.errors = errors;
    this.tally = tally;
    this.stop = stop;
  }

  /** Prints the next result. Nothing is printed after one that is unfinished, or has to fail. */
  void print(Entry entry, Result result) throws InterruptedException {
    if (ended) {
      return;
    }
    switch (result) {
      case Result.Sum sum -> {
        write(SumLine.of(sum.digest(), entry.name()));
        tally.addFile(sum.size());
      }
      case Result.Failure failed -> {
        tally.addError();
        errors.report(entry.name(), failed.reason());
      }
      case Result.Unfinished unfinished -> ended = true;
    }
  }

  /** Lets go of the lines that are still in the buffer. */
  void flush() throws InterruptedException {
    try {
      output.flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Whether somebody wants to read on; {@code digest-tree | head} ends without many words. */
  boolean hasReader() {
    return hasReader;
  }

  private void write(byte[] line) throws InterruptedException {
    try {
      output.write(line);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException failure) throws InterruptedException {
    ended = true;
    stop.run();
    tally.addError();
    hasReader = !Reason.isBrokenPipe(failure);
    if (hasReader) {
      errors.report(STDOUT, failure);
    }
  }
}
