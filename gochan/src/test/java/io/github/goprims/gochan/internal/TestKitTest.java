package io.github.goprims.gochan.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Without a test kit, as in a service: the module gotest has the tests of what one is told. */
class TestKitTest {

  @Test
  void thereIsNoneInAService() {
    assertThat(TestKit.PRESENT).isNull();
  }

  @Test
  void nobodyIsTold() {
    Object primitive = new Object();
    TestKit.made(primitive);
    TestKit.use(primitive, "use of");
    assertThat(TestKit.<Object>outside(() -> primitive)).isSameAs(primitive);
  }

  @Test
  void chanceIsChance() {
    assertThat(TestKit.random()).isNotEqualTo(TestKit.random());
  }
}
