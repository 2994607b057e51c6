package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.threads.LibraryThreads;
import java.util.Arrays;
import java.util.List;

/** The platform threads that there are, except for those of the library. */
final class OtherThreads {

  private OtherThreads() {}

  /** All of them, without stopping any. */
  static List<Thread> all() {
    ThreadGroup root = LibraryThreads.root();
    Thread[] found = new Thread[root.activeCount() + 8];
    int count = root.enumerate(found);
    while (count == found.length) { // perhaps not all
      found = new Thread[2 * count];
      count = root.enumerate(found);
    }
    return Arrays.stream(found, 0, count).filter(thread -> !LibraryThreads.owns(thread)).toList();
  }
}
