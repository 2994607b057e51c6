package io.github.goprims.examples.digesttree;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the program was asked to do.
 *
 * @param timeout how long it may take; null if as long as it likes
 */
record CommandLine(
    Path path,
    Name name,
    int workers,
    @Nullable Duration timeout,
    ProgressMode progress,
    boolean help) {

  static final String USAGE =
      """
      usage: digest-tree [--workers N] [--timeout DURATION]
                         [--progress=always|never|auto] [--] [PATH]

      Prints the SHA-256 digests of all regular files below PATH (default: the current
      directory) in the format of sha256sum, in the order of the bytes of their names.

        --workers N         hash N files at a time (default: the number of processors)
        --timeout DURATION  stop when the time is up, with the lines that are done: 500ms,
                            2s, 1m, 1h, or as in PT1M30S (default: never)
        --progress=WHEN     draw a progress line on stderr: always, never, or auto, which
                            is when stderr is a terminal (default)
        --help              print this text

      Exit status: 0; 1 if something could not be read or printed, or the time was up;
      2 for wrong usage.
      """;

  private static final int MAX_WORKERS = 1024;

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  private static final Duration MAX_TIMEOUT = Duration.ofHours(10_000);
  private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

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
    Duration timeout = null;
    ProgressMode progress = ProgressMode.AUTO;
    boolean help = false;

    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      switch (optionOf(arg)) {
        case "--workers" -> workers = workers(valueOf(arg, rest));
        case "--timeout" -> timeout = timeout(valueOf(arg, rest));
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
    return new CommandLine(pathOf(path), Name.typed(path), workers, timeout, progress, help);
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

  private static Duration timeout(String value) throws UsageException {
    try {
      Duration timeout = duration(value);
      if (timeout.compareTo(MIN_TIMEOUT) >= 0 && timeout.compareTo(MAX_TIMEOUT) <= 0) {
        return timeout;
      }
    } catch (DateTimeException e) {
      // the same complaint
    }
    throw new UsageException("timeout must be from 1ms to 10000h, such as 500ms or 2s: " + value);
  }

  private static Duration duration(String value) {
    Matcher parts = SHORT_DURATION.matcher(value);
    if (!parts.matches()) {
      return Duration.parse(value);
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
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
