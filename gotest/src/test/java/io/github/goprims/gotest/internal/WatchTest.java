package io.github.goprims.gotest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchTest {

  /** Whichever ends first: in the end the thread is under none. */
  @Test
  void watchesThatEndInTheWrongOrder() {
    Watch before = Watch.current();
    Watch outer = new Watch();
    Watch.set(outer);
    Watch middle = new Watch();
    Watch.set(middle);
    Watch inner = new Watch();
    Watch.set(inner);
    Thread me = Thread.currentThread();
    outer.end();
    outer.release(me);
    middle.end();
    middle.release(me);
    assertThat(Watch.current()).isSameAs(inner);
    inner.end();
    inner.release(me);
    assertThat(Watch.current()).isSameAs(before);
  }
}
