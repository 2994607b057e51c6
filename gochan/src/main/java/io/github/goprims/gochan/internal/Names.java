package io.github.goprims.gochan.internal;

import org.jspecify.annotations.Nullable;

/** How an object is called in messages and dumps: by its name, or by its kind and identity. */
public final class Names {

  /** The name of the done channels of contexts: an object that is the same as no user's string. */
  public static final String CONTEXT_DONE = String.valueOf("context done".toCharArray());

  /** How much of a name is shown. */
  private static final int MOST = 200;

  private Names() {}

  /** Whether what has this name is not to be among the gauges, since there may be too many. */
  @SuppressWarnings("StringEquality") // it is about the object
  public static boolean isUnlisted(String name) {
    return name == CONTEXT_DONE;
  }

  /** The name that the user gave to {@code object}, on one line; else {@link #identity}. */
  public static String of(Object object, String kind, @Nullable String given) {
    return given == null || given.isEmpty() ? identity(object, kind) : shown(given);
  }

  /** The name of {@code thread}, or its id, {@code #31}, if it has none. */
  public static String of(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? "#" + thread.threadId() : shown(name);
  }

  /**
   * The name, on one line: a part of it may come from a request, and must not look like a line of
   * its own in a dump or a log. Of a long one the beginning.
   */
  static String shown(String name) {
    int length = name.length();
    boolean asItIs = length <= MOST;
    for (int i = 0; asItIs && i < length; i++) {
      asItIs = isPlain(name.charAt(i));
    }
    return asItIs ? name : escaped(name);
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    int end = Math.min(name.length(), MOST);
    if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
      end--; // not half a character
    }
    for (int i = 0; i < end; i++) {
      char next = name.charAt(i);
      if (isPlain(next)) {
        text.append(next);
      } else if (next == '\n') {
        text.append("\\n");
      } else {
        text.append("\\u").append(Integer.toHexString(0x1_0000 | next), 1, 5);
      }
    }
    return end < name.length() ? text.append('…').toString() : text.toString();
  }

  /** Whether it begins no line, and steers no terminal. */
  private static boolean isPlain(char c) {
    return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
  }

  /** Tells {@code object} from others of its kind: {@code mutex@1f2e3d}. */
  public static String identity(Object object, String kind) {
    return kind + "@" + Integer.toHexString(System.identityHashCode(object));
  }
}
