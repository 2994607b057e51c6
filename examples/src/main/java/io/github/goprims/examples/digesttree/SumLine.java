package io.github.goprims.examples.digesttree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The lines of {@code sha256sum}, as GNU coreutils 9 writes them. */
final class SumLine {

  private SumLine() {}

  /**
   * The digest, two spaces and the name. With a backslash in front if the name has characters that
   * had to be escaped, so that it stays one line.
   */
  static byte[] of(String digest, Name name) {
    byte[] escaped = escaped(name);
    ByteArrayOutputStream line = new ByteArrayOutputStream(80 + escaped.length);
    if (escaped.length > name.toBytes().length) {
      line.write('\\');
    }
    line.writeBytes(digest.getBytes(StandardCharsets.US_ASCII));
    line.write(' ');
    line.write(' ');
    line.writeBytes(escaped);
    line.write('\n');
    return line.toByteArray();
  }

  /** The name with backslash, line feed and carriage return as in a string literal. */
  static byte[] escaped(Name name) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream();
    for (byte b : name.toBytes()) {
      switch (b) {
        case '\\' -> escaped.writeBytes(BACKSLASH);
        case '\n' -> escaped.writeBytes(LINE_FEED);
        case '\r' -> escaped.writeBytes(CARRIAGE_RETURN);
        default -> escaped.write(b);
      }
    }
    return escaped.toByteArray();
  }

  private static final byte[] BACKSLASH = {'\\', '\\'};
  private static final byte[] LINE_FEED = {'\\', 'n'};
  private static final byte[] CARRIAGE_RETURN = {'\\', 'r'};
}
