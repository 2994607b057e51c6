package io.github.goprims.examples.digesttree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The name of a file as it is printed: the bytes that the file system has, whatever the encoding.
 *
 * <p>Names are ordered by their bytes. The name of a directory ends in a slash, since one follows
 * it in the names of all that is below: that is why {@code a.txt} comes before {@code a/x}.
 */
final class Name implements Comparable<Name> {

  private final byte[] bytes;

  private Name(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A name as it was typed. */
  static Name typed(String argument) {
    return new Name(argument.getBytes(Charset.forName(System.getProperty("native.encoding"))));
  }

  /** The name of something in the directory that has this name. */
  Name child(Path path) {
    byte[] last = lastOf(path);
    byte[] joined = Arrays.copyOf(bytes, bytes.length + last.length);
    System.arraycopy(last, 0, joined, bytes.length, last.length);
    return new Name(joined);
  }

  Name directory() {
    if (isDirectory()) {
      return this;
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = '/';
    return new Name(longer);
  }

  /** The name as it is without the slash of a directory. */
  Name plain() {
    return isDirectory() && bytes.length > 1
        ? new Name(Arrays.copyOf(bytes, bytes.length - 1))
        : this;
  }

  boolean isDirectory() {
    return bytes.length > 0 && bytes[bytes.length - 1] == '/';
  }

  byte[] toBytes() {
    return bytes;
  }

  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The bytes of the last element of a path; its text has lost what the locale cannot decode. */
  private static byte[] lastOf(Path path) {
    String text = path.getFileName().toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    // The URI has them all. It costs a look at the file, and ends in a slash for a directory.
    String uri = path.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    return percentDecoded(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static byte[] percentDecoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
