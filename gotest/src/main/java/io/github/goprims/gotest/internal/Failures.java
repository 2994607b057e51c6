package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.BackoffLock;
import org.jspecify.annotations.Nullable;

/** The failures of goroutines of a bubble: one that is told, in which the others are suppressed. */
final class Failures extends BackoffLock {

  // Guarded by this lock.
  private @Nullable Throwable first;

  /** Notes the failure of a goroutine. */
  void add(Throwable failure) {
    lock();
    try {
      if (first == null) {
        first = failure;
      } else {
        suppress(first, failure);
      }
    } finally {
      held = false;
    }
  }

  /** Notes the failure of the root, which goes before others. */
  void addOfRoot(Throwable failure) {
    lock();
    try {
      Throwable before = first;
      first = failure;
      if (before != null) {
        suppress(failure, before);
      }
    } finally {
      held = false;
    }
  }

  /** Without memory for it the other is lost, and nothing but that. */
  private static void suppress(Throwable told, Throwable other) {
    try {
      if (told != other) {
        told.addSuppressed(other);
      }
    } catch (OutOfMemoryError lost) {
      // The other one is.
    }
  }

  /** The one that is told, null if there is none; and forgets it. */
  @Nullable Throwable take() {
    lock();
    try {
      Throwable taken = first;
      first = null;
      return taken;
    } finally {
      held = false;
    }
  }
}
