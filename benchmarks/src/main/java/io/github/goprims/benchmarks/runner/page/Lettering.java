package io.github.goprims.benchmarks.runner.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How wide text will be, by a rule that is rather too wide for any usual font. */
final class Lettering {
  private static final String NARROW = "il.,:;'|()[]fjt!- ";
  private static final String WIDE = "mwMW@%";

  private Lettering() {}

  static double width(String text, double size) {
    double width = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      width += NARROW.indexOf(c) >= 0 ? 0.36 : WIDE.indexOf(c) >= 0 ? 0.92 : isTall(c) ? 0.7 : 0.58;
    }
    return width * size;
  }

  private static boolean isTall(char c) {
    return Character.isUpperCase(c);
  }

  /** The text, or its beginning and an ellipsis. */
  static String fit(String text, double size, double room) {
    if (width(text, size) <= room) {
      return text;
    }
    int end = text.length();
    while (end > 1 && width(text.substring(0, end) + "…", size) > room) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  /** The text in lines, broken at blanks; a line of one long word is cut. */
  static List<String> wrap(String text, double size, double room) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer, size) <= room || line.isEmpty()) {
        line = longer;
      } else {
        lines.add(fit(line, size, room));
        line = word;
      }
    }
    lines.add(fit(line, size, room));
    return lines;
  }

  /** As it stands at the beginning of a title. */
  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
