package io.github.goprims.gotest.internal;

import org.jspecify.annotations.Nullable;

/** The members of a bubble that are parked, the last to come first. Guarded by the lock of that. */
final class Parked {

  private @Nullable Member newest;
  private int size;

  int size() {
    return size;
  }

  /** The first; {@link Member#older} leads on. */
  @Nullable Member newest() {
    return newest;
  }

  void add(Member member) {
    member.older = newest;
    member.newer = null;
    if (newest != null) {
      newest.newer = member;
    }
    newest = member;
    size++;
  }

  void remove(Member member) {
    if (member.newer == null) {
      newest = member.older;
    } else {
      member.newer.older = member.older;
    }
    if (member.older != null) {
      member.older.newer = member.newer;
    }
    member.older = null;
    member.newer = null;
    size--;
  }
}
