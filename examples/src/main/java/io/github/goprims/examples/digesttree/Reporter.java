package io.github.goprims.examples.digesttree;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ChannelClosedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Owns the terminal: draws the progress line, and takes it away while it writes what others send.
 *
 * <p>In place of a lock around the terminal, one thread has it and a channel leads there: do not
 * communicate by sharing memory; instead, share memory by communicating.
 */
final class Reporter {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final String ERASE = "\r\033[K";

  /** One piece of writing, for the owner to do. */
  @FunctionalInterface
  private interface Text {
    void write() throws IOException;
  }

  private final Channel<Text> texts = Channel.<Text>make(16).named("texts");
  private final OutputStream stderr = new FileOutputStream(FileDescriptor.err);
  private boolean drawn; // for the owner only

  /** Becomes the owner of the terminal, until {@link #close}. */
  void report() throws InterruptedException {
    texts.forEachReceived(Reporter::write);
  }

  /** The same with a progress line. A tick is no more than a receive that has waited for it. */
  void report(Supplier<String> progress) throws InterruptedException {
    long nextTick = System.nanoTime();
    while (!texts.isDrained()) {
      Text text = texts.receive(Duration.ofNanos(nextTick - System.nanoTime()));
      if (text != null) {
        erase();
        write(text);
      }
      if (System.nanoTime() - nextTick >= 0) {
        draw(progress.get());
        nextTick = System.nanoTime() + TICK.toNanos();
      }
    }
    erase();
  }

  /** Sends a line about something that went wrong, for stderr. */
  void error(Name name, IOException failure) throws InterruptedException {
    byte[] line = Reason.line(name, failure);
    send(() -> stderr.write(line));
  }

  /** A stream that sends on what is written to it, for a terminal that is stdout as well. */
  OutputStream via(OutputStream terminal) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        try {
          send(() -> terminal.write(copy));
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
    };
  }

  /** Ends the report, once everything sent so far is written. A second call does nothing. */
  void close() {
    texts.tryClose();
  }

  private void send(Text text) throws InterruptedException {
    try {
      texts.send(text);
    } catch (ChannelClosedException e) {
      // The program was told to stop and this comes too late: the last word has been said.
    }
  }

  private void draw(String line) {
    write(() -> stderr.write(ascii(ERASE + line)));
    drawn = true;
  }

  private void erase() {
    if (drawn) {
      write(() -> stderr.write(ascii(ERASE)));
      drawn = false;
    }
  }

  private static void write(Text text) {
    try {
      text.write();
    } catch (IOException e) {
      // Nobody is left to tell.
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
