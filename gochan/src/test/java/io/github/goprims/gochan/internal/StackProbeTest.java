package io.github.goprims.gochan.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.threads.ThreadsColdStart;
import io.github.goprims.gochan.testing.Spec;
import org.junit.jupiter.api.Test;

/** How deep a probe goes, which is what others rely on. */
class StackProbeTest {

  /** What the steps that follow need has been measured in frames of that size. */
  private static final int BYTES_PER_FRAME = 48;

  private static final int MEGABYTE = 1 << 20;

  private int deepest;

  @Test
  @Spec("INT-12")
  void eachFrameOfAProbeTakesItsPartOfTheStackAlsoInCompiledCode() throws InterruptedException {
    ThreadsColdStart.ensure(); // with which probes become fast
    for (int i = 0; i < 200_000; i++) {
      StackProbe.touch(StackProbe.GOROUTINE);
    }
    int less = deepestProbe(MEGABYTE);
    int more = deepestProbe(3 * MEGABYTE);
    assertThat(2.0 * MEGABYTE / (more - less)).isBetween((double) BYTES_PER_FRAME, 400.0);
  }

  /** The deepest probe for which a stack of that many bytes is enough. */
  private int deepestProbe(int stack) throws InterruptedException {
    Thread thread = new Thread(null, this::findDeepest, "prober", stack);
    thread.start();
    thread.join();
    return deepest;
  }

  private void findDeepest() {
    int fits = 1;
    int tooDeep = 1 << 20;
    while (tooDeep - fits > 1) {
      int middle = (fits + tooDeep) >>> 1;
      if (fits(middle)) {
        fits = middle;
      } else {
        tooDeep = middle;
      }
    }
    deepest = fits;
  }

  private static boolean fits(int frames) {
    try {
      StackProbe.touch(frames);
      return true;
    } catch (StackOverflowError tooDeep) {
      return false;
    }
  }
}
