package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** What nobody waits for, with all that it refers to; docs/measurements.md has a table. */
class SyncSizeTest {

  static {
    System.setProperty("jol.magicFieldOffset", "true"); // it cannot ask a lambda for its layout
  }

  private static long size(Object primitive) {
    return GraphLayout.parseInstance(primitive).totalSize();
  }

  @Test
  void aMutexNeedsNoMoreThan56Bytes() {
    assertThat(size(new Mutex())).isBetween(1L, 56L);
  }

  @Test
  void anRWMutexNeedsNoMoreThan168Bytes() {
    assertThat(size(new RWMutex())).isBetween(1L, 168L);
  }

  @Test
  void aWaitGroupNeedsNoMoreThan56Bytes() {
    assertThat(size(new WaitGroup())).isBetween(1L, 56L);
  }

  /** A mutex keeps its line, since it may be needed again at any moment. */
  @Test
  void aMutexThatHasBeenWaitedForStaysSmall() {
    Mutex mutex = new Mutex();
    assertThat(new MutexLockWait(mutex).line).isSameAs(mutex.line());
    assertThat(size(mutex)).isBetween(57L, 120L);
  }
}
