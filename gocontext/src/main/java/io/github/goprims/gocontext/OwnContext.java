package io.github.goprims.gocontext;

import org.jspecify.annotations.Nullable;

/**
 * A context of this package: what the others of the package ask it, so that nobody has to tell
 * their classes apart. A context that is none of these is a custom one.
 */
interface OwnContext extends Context {

  /** This context, without the handle that looks for leaks. */
  default Context plain() {
    return this;
  }

  /** The nearest context, outwards, that decides about the end: itself unless it only passes on. */
  default Context endSource() {
    return this;
  }

  /** The nearest context, outwards, to look for values at; null if there is none. */
  @Nullable Context values();

  /** The context whose text comes before that of this one; null if there is none. */
  @Nullable Context origin();

  /** What this context adds to the text of its origin. */
  String text();
}
