package io.github.goprims.flashsale;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The command line of a program: options, each followed by its value. */
public final class Arguments {

  private final Map<String, String> values = new HashMap<>();

  private Arguments(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + ": needs a value");
      }
      values.put(args[i], args[i + 1]);
    }
  }

  /**
   * Reads a command line.
   *
   * @param args that of the program
   * @param reader asks for each option that the program has
   * @return what {@code reader} makes of them
   * @throws IllegalArgumentException if a value is no good, or an option was not asked for
   */
  static <T> T read(String[] args, Function<Arguments, T> reader) {
    Arguments arguments = new Arguments(args);
    T result = reader.apply(arguments);
    if (!arguments.values.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", arguments.values.keySet()) + ": not known here");
    }
    return result;
  }

  /**
   * Reads a command line. If it is no good, says why and ends the program with status 2.
   *
   * @param args that of the program
   * @param reader asks for each option that the program has
   * @param <T> what {@code reader} makes of them
   * @return that
   */
  public static <T> T readOrExit(String[] args, Function<Arguments, T> reader) {
    try {
      return read(args, reader);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      throw e;
    }
  }

  /**
   * The value of an option.
   *
   * @param option its name
   * @param otherwise what it is if it was not given
   * @param kind what it has to be, for the one who has to type it again
   * @param parser throws {@link IllegalArgumentException} if it is not
   * @param <T> what it is here
   */
  public <T> T value(String option, T otherwise, String kind, Function<String, T> parser) {
    String text = values.remove(option);
    if (text == null) {
      return otherwise;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s %s: not %s".formatted(option, text, kind), e);
    }
  }

  /** The value of an option that is a number in a range. */
  public int wholeNumber(String option, int otherwise, int least, int most) {
    return value(
        option,
        otherwise,
        "a whole number from %d to %d".formatted(least, most),
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }
}
