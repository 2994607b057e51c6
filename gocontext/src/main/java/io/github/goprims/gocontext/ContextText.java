package io.github.goprims.gocontext;

import io.github.goprims.gochan.internal.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What contexts print: the chain from the root, with the types of values only. */
final class ContextText {

  private ContextText() {}

  static String of(Context context) {
    Deque<String> parts = new ArrayDeque<>();
    Context at = context;
    while (at != null) {
      parts.push(part(at));
      at = parentOf(at);
    }
    return String.join("", parts);
  }

  private static @Nullable Context parentOf(Context context) {
    if (context instanceof ValueContext binding) {
      return binding.parent;
    }
    if (context instanceof DetachedContext detached) {
      return detached.parent;
    }
    return context instanceof CancelContext node && !(node instanceof AnyContext)
        ? node.parent
        : null;
  }

  private static String part(Context context) {
    if (context instanceof ValueContext binding) {
      return ".WithValue(" + binding.key + ", " + typeOf(binding.value) + ")";
    }
    if (context instanceof DetachedContext) {
      return ".WithoutCancel";
    }
    if (context instanceof AnyContext any) {
      return "context.AnyOf(" + any.size() + " contexts)";
    }
    if (context instanceof DeadlineContext timed) {
      Instant deadline = timed.deadline();
      Duration left = Duration.between(TimeSource.current().instant(), deadline);
      return ".WithDeadline(" + deadline + " [" + left + "])";
    }
    return context instanceof CancelContext ? ".WithCancel" : context.toString();
  }

  private static String typeOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getTypeName();
  }
}
