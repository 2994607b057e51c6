package io.github.goprims.gotest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gosync.Mutex;
import io.github.goprims.gotest.Bubble;
import org.junit.jupiter.api.Test;

class KitTest {

  /** What is made for something else while something is made: each belongs to its own. */
  @Test
  void whatIsMadeForSomethingWithinAnother() throws Exception {
    Kit kit = new Kit();
    Mutex outside = new Mutex();
    assertThat(Belongings.ownerOf(outside)).isNull();
    Bubble.run(
        () -> {
          Mutex inside = new Mutex();
          World mine = Belongings.ownerOf(inside);
          assertThat(mine).isNotNull();
          Mutex made =
              kit.makeFor(
                  outside,
                  () -> {
                    assertThat(Belongings.ownerOf(new Mutex())).isNull();
                    assertThat(Belongings.ownerOf(kit.makeFor(inside, Mutex::new))).isSameAs(mine);
                    return new Mutex();
                  });
          assertThat(Belongings.ownerOf(made)).isNull();
          assertThat(Belongings.ownerOf(new Mutex())).isSameAs(mine);
        });
  }
}
