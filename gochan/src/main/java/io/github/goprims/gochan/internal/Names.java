package io.github.goprims.gochan.internal;

import org.jspecify.annotations.Nullable;

/** How an object is called in messages and dumps: by its name, or by its kind and identity. */
public final class Names {

  /** The name of the done channels of contexts: an object that is the same as no user's string. */
  public static final String CONTEXT_DONE = String.valueOf("context done".toCharArray());

  private Names() {}

  /** Whether what has this name is not to be among the gauges, since there may be too many. */
  @SuppressWarnings("StringEquality") // it is about the object
  public static boolean isUnlisted(String name) {
    return name == CONTEXT_DONE;
  }

  /** The name that the user gave to {@code object}, else the text of {@link #identity}. */
  public static String of(Object object, String kind, @Nullable String given) {
    return given != null ? given : identity(object, kind);
  }

  /** The name of {@code thread}, or its id, {@code #31}, if it has none. */
  public static String of(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? "#" + thread.threadId() : name;
  }

  /** Tells {@code object} from others of its kind: {@code mutex@1f2e3d}. */
  public static String identity(Object object, String kind) {
    return kind + "@" + Integer.toHexString(System.identityHashCode(object));
  }
}
