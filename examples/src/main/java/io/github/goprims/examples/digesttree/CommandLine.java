package io.github.goprims.examples.digesttree;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What the program was asked to do. */
record CommandLine(Path path, Name name, int workers, ProgressMode progress, boolean help) {

  static final String USAGE =
      """
      usage: digest-tree [--workers N] [--progress=always|never|auto] [--] [PATH]

      Prints the SHA-256 digests of all regular files below PATH (default: the current
      directory) in the format of sha256sum, in the order of the bytes of their names.

        --workers N      hash N files at a time (default: the number of processors)
        --progress=WHEN  draw a progress line on stderr: always, never, or auto, which is
                         when stderr is a terminal (default)
        --help           print this text

      Exit status: 0; 1 if something could not be read or printed; 2 for wrong usage.
      """;

  private static final int MAX_WORKERS = 1024;

  /** Wrong usage; the message says what is wrong with it. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static CommandLine parse(String... args) throws UsageException {
    List<String> paths = new ArrayList<>();
    int workers = Runtime.getRuntime().availableProcessors();
    ProgressMode progress = ProgressMode.AUTO;
    boolean help = false;

    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      switch (optionOf(arg)) {
        case "--workers" -> workers = workers(valueOf(arg, rest));
        case "--progress" -> progress = progress(valueOf(arg, rest));
        case "--help", "-h" -> help = true;
        case "--" -> rest.forEachRemaining(paths::add);
        case "" -> paths.add(arg);
        default -> throw new UsageException("unknown option: " + arg);
      }
    }
    if (paths.size() > 1) {
      throw new UsageException("more than one path");
    }
    String path = paths.isEmpty() ? "." : paths.get(0);
    return new CommandLine(pathOf(path), Name.typed(path), workers, progress, help);
  }

  /** The argument up to the value that may be part of it; nothing if it is a path. */
  private static String optionOf(String arg) {
    if (arg.equals("-") || !arg.startsWith("-")) {
      return "";
    }
    int value = arg.indexOf('=');
    return value < 0 ? arg : arg.substring(0, value);
  }

  private static String valueOf(String arg, Iterator<String> rest) throws UsageException {
    int value = arg.indexOf('=');
    if (value >= 0) {
      return arg.substring(value + 1);
    }
    if (!rest.hasNext()) {
      throw new UsageException("no value for option: " + arg);
    }
    return rest.next();
  }

  private static Path pathOf(String text) throws UsageException {
    if (text.isEmpty()) {
      throw new UsageException("empty path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      // Java decodes arguments before we see them, and has lost what the locale does not know.
      throw new UsageException("path unknown to this locale; try LC_ALL=C.UTF-8: " + text);
    }
  }

  private static int workers(String value) throws UsageException {
    try {
      int workers = Integer.parseInt(value);
      if (workers >= 1 && workers <= MAX_WORKERS) {
        return workers;
      }
    } catch (NumberFormatException e) {
      // the same complaint
    }
    throw new UsageException("workers must be from 1 to " + MAX_WORKERS + ": " + value);
  }

  private static ProgressMode progress(String value) throws UsageException {
    return switch (value) {
      case "always" -> ProgressMode.ALWAYS;
      case "never" -> ProgressMode.NEVER;
      case "auto" -> ProgressMode.AUTO;
      default -> throw new UsageException("progress must be always, never or auto: " + value);
    };
  }
}
