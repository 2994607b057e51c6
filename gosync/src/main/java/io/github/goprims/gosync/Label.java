package io.github.goprims.gosync;

import org.jspecify.annotations.Nullable;

/** How a primitive appears in error messages, dumps and events. */
final class Label {

  private Label() {}

  /** The name that {@code primitive} was given, else its kind and identity: {@code mutex@1f}. */
  static String of(Object primitive, String kind, @Nullable String name) {
    return name != null
        ? name
        : kind + "@" + Integer.toHexString(System.identityHashCode(primitive));
  }
}
