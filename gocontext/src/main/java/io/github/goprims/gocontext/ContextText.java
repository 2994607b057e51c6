package io.github.goprims.gocontext;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What contexts print: the chain from the root, with the types of values only. */
final class ContextText {

  private ContextText() {}

  private static final int A_FEW = 16;

  static String of(Context context) {
    Deque<String> parts = new ArrayDeque<>();
    Context custom = pushOwn(parts, context, Integer.MAX_VALUE);
    if (custom != null) {
      parts.push(custom.toString());
    }
    return String.join("", parts);
  }

  /**
   * The same, without code of users: of a custom context the class, and of a long chain the end.
   */
  static String ofOwn(Context context) {
    Deque<String> parts = new ArrayDeque<>();
    Context above = pushOwn(parts, context, A_FEW);
    if (above != null) {
      parts.push(above instanceof OwnContext ? "…" : above.getClass().getName());
    }
    return String.join("", parts);
  }

  /** Returns where it has stopped; null if that is the root. */
  private static @Nullable Context pushOwn(Deque<String> parts, Context context, int most) {
    @Nullable Context at = context;
    while (parts.size() < most && at instanceof OwnContext own) {
      parts.push(own.text());
      at = own.origin();
    }
    return at;
  }
}
