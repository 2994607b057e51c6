package io.github.goprims.gocontext;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What contexts print: the chain from the root, with the types of values only. */
final class ContextText {

  private ContextText() {}

  static String of(Context context) {
    Deque<String> parts = new ArrayDeque<>();
    @Nullable Context at = context;
    while (at instanceof OwnContext own) {
      parts.push(own.text());
      at = own.origin();
    }
    if (at != null) {
      parts.push(at.toString());
    }
    return String.join("", parts);
  }
}
