package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What nobody waits for, with all that it refers to; docs/measurements.md has a table. */
class SyncSizeTest {

  @Test
  void aMutexNeedsNoMoreThan56Bytes() {
    assertThat(Footprint.bytesOf(new Mutex())).isBetween(1L, 56L);
  }

  @Test
  void anRWMutexNeedsNoMoreThan168Bytes() {
    assertThat(Footprint.bytesOf(new RWMutex())).isBetween(1L, 168L);
  }

  @Test
  void aWaitGroupNeedsNoMoreThan56Bytes() {
    assertThat(Footprint.bytesOf(new WaitGroup())).isBetween(1L, 56L);
  }

  /** A mutex keeps its line, since it may be needed again at any moment. */
  @Test
  void aMutexThatHasBeenWaitedForStaysSmall() {
    Mutex mutex = new Mutex();
    assertThat(new MutexLockWait(mutex).line).isSameAs(mutex.line());
    assertThat(Footprint.bytesOf(mutex)).isBetween(57L, 120L);
  }
}
