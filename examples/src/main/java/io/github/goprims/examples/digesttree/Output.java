package io.github.goprims.examples.digesttree;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Collects lines and writes them in chunks of whole lines; to a terminal, each line at once.
 *
 * <p>A pipe takes a chunk of this size as a whole or not at all (POSIX calls it PIPE_BUF). So
 * nobody behind a pipe sees half a line, not even if the program is killed.
 */
final class Output {

  private static final int CHUNK = 4096;

  private final OutputStream out;
  private final boolean lineByLine;
  private final byte[] chunk = new byte[CHUNK];
  private int length;

  Output(OutputStream out, boolean lineByLine) {
    this.out = out;
    this.lineByLine = lineByLine;
  }

  void write(byte[] line) throws IOException {
    if (line.length > CHUNK - length) {
      flush();
    }
    if (line.length > CHUNK) {
      out.write(line);
      return;
    }
    System.arraycopy(line, 0, chunk, length, line.length);
    length += line.length;
    if (lineByLine) {
      flush();
    }
  }

  void flush() throws IOException {
    if (length > 0) {
      out.write(chunk, 0, length);
      length = 0;
    }
  }
}
