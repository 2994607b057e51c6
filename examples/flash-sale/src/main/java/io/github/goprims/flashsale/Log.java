package io.github.goprims.flashsale;

import io.github.goprims.examples.travel.TraceParent;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Logs what happens under a context, with its trace id. */
final class Log {

  static final Logger LOGGER = Logger.getLogger(FlashSale.class.getPackageName());

  private static final String FORMAT = "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n";
  private static final int FILE_BYTES = 10_000_000;
  private static final int FILES = 3;

  private Log() {}

  /** What every order leaves behind: too much for a terminal. */
  static void fine(Context context, String text) {
    LOGGER.fine(line(context, text));
  }

  static void warning(Context context, String text, Throwable cause) {
    LOGGER.log(Level.WARNING, line(context, text), cause);
  }

  /** The trace id of a context, {@code -} if it has none. */
  static String trace(Context context) {
    TraceParent span = context.value(TraceParent.KEY);
    return span == null ? "-" : span.traceId();
  }

  private static String line(Context context, String text) {
    return "trace=" + trace(context) + " " + text;
  }

  /** Logs to a few files that take turns, so that a long sale does not fill the disk. */
  static void toFilesIn(Path folder) throws IOException {
    System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
    String pattern = folder.resolve("log.%g.txt").toString();
    FileHandler files = new FileHandler(pattern, FILE_BYTES, FILES, true);
    files.setFormatter(new SimpleFormatter());
    LOGGER.addHandler(files);
    LOGGER.setLevel(Level.FINE);
    LOGGER.setUseParentHandlers(false);
  }
}
