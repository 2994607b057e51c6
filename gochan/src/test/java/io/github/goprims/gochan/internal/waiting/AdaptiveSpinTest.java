package io.github.goprims.gochan.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveSpinTest {

  private final AdaptiveSpin spin = new AdaptiveSpin();

  @Test
  void startsWithNothing() {
    assertThat(spin.rounds()).isZero();
  }

  @Test
  void goesBackToTheMostWithASuccess() {
    for (int i = 0; i < 5; i++) {
      spin.miss();
    }
    spin.hit();
    assertThat(spin.rounds()).isEqualTo(AdaptiveSpin.MAX);
  }

  @Test
  void fallsToZeroOverAFewFailures() {
    spin.hit();
    int before = AdaptiveSpin.MAX;
    for (int i = 0; i < 20 && before > 0; i++) {
      spin.miss();
      int now = spin.rounds();
      assertThat(now).isLessThan(before);
      before = now;
    }
    assertThat(before).isZero();
  }

  @Test
  void isTriedAgainLessAndLessOften() {
    if (AdaptiveSpin.MAX == 0) { // one processor: nothing ever to try
      assertThat(spin.rounds()).isZero();
      return;
    }
    assertThat(waitsUntilTheNextTry()).isLessThan(waitsUntilTheNextTry());
    for (int i = 0; i < 20; i++) {
      waitsUntilTheNextTry();
    }
    assertThat(waitsUntilTheNextTry()).isEqualTo(waitsUntilTheNextTry()).isBetween(16, 1_000);
  }

  /** Waits without a look until there is one, which fails. */
  private int waitsUntilTheNextTry() {
    int waits = 0;
    while (spin.rounds() == 0) {
      waits++;
    }
    spin.miss();
    return waits;
  }
}
