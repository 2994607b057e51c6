package io.github.goprims.gochan.internal.events;

/** Texts in events. */
final class Texts {

  private static final int MOST = 1_000;

  private Texts() {}

  /** {@code text}, or its beginning: a select may have thousands of cases. */
  static String bounded(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST).concat("…");
  }

  /** The text of {@code failure} if the JDK makes it, and else its class: it may be anybody's. */
  static String of(Throwable failure) {
    try {
      Class<?> type = failure.getClass();
      for (String method : new String[] {"toString", "getLocalizedMessage", "getMessage"}) {
        if (type.getMethod(method).getDeclaringClass().getClassLoader() != null) {
          return type.getName();
        }
      }
      return failure.toString();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
