package io.github.goprims.examples.digesttree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Plain words for what went wrong. */
final class Reason {

  private Reason() {}

  static String of(IOException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "no such file or directory";
      case NotDirectoryException e -> "not a directory";
      case FileSystemException e -> uncapitalized(e.getReason(), e);
      default -> uncapitalized(failure.getMessage(), failure);
    };
  }

  /** A whole line, for stderr. */
  static byte[] line(Name name, IOException failure) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(bytes("digest-tree: "));
    line.writeBytes(SumLine.escaped(name));
    line.writeBytes(bytes(": " + of(failure) + "\n"));
    return line.toByteArray();
  }

  /** Whether the reader of our output has gone away, as {@code head} does. */
  static boolean isBrokenPipe(IOException failure) {
    return of(failure).contains("broken pipe");
  }

  private static String uncapitalized(@Nullable String reason, IOException failure) {
    return reason == null
        ? failure.getClass().getSimpleName()
        : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
