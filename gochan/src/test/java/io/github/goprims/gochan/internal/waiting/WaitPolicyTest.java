package io.github.goprims.gochan.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitPolicyTest {

  private final WaitPolicy policy = new WaitPolicy(true);

  @Test
  void beginsWithoutLooks() {
    for (int i = 0; i < WaitPolicy.MIN_SKIPS; i++) {
      assertThat(policy.looks()).isZero();
    }
  }

  @Test
  void earnsByLooksThatPay() {
    policy.hit();
    int first = policy.looks();
    policy.hit();
    assertThat(first).isGreaterThan(WaitPolicy.SHORT_LOOK);
    assertThat(policy.looks()).isGreaterThan(first);
  }

  @Test
  void earnsNoMoreThanOneLongLook() {
    for (int i = 0; i < 10_000; i++) {
      policy.hit();
    }
    int full = policy.looks();
    policy.hit();
    assertThat(policy.looks()).isEqualTo(full);
  }

  @Test
  void looksForAMomentOnlyWhereThatIsAll() {
    WaitPolicy brief = new WaitPolicy(false);
    for (int i = 0; i < 1_000; i++) {
      brief.hit();
    }
    assertThat(brief.looks()).isEqualTo(WaitPolicy.SHORT_LOOK);
  }

  @Test
  void spendsWhatItEarnedOnOneLookInVain() {
    for (int i = 0; i < 1_000; i++) {
      policy.hit();
    }
    policy.miss(policy.looks());
    assertThat(policy.looks()).isEqualTo(WaitPolicy.SHORT_LOOK);
  }

  @Test
  void fallsToNothingOverAFewFailures() {
    policy.hit();
    int before = policy.looks();
    for (int i = 0; i < 20 && before > 0; i++) {
      policy.miss(before);
      int now = policy.looks();
      assertThat(now).isLessThan(before);
      before = now;
    }
    assertThat(before).isZero();
  }

  @Test
  void looksOnCreditLessAndLessOften() {
    if (!WaitPolicy.LOOKS) { // one carrier: no look can pay
      assertThat(policy.looks()).isZero();
      return;
    }
    assertThat(waitsUntilTheNextLook()).isLessThan(waitsUntilTheNextLook());
    for (int i = 0; i < 20; i++) {
      waitsUntilTheNextLook();
    }
    assertThat(waitsUntilTheNextLook())
        .isEqualTo(waitsUntilTheNextLook())
        .isEqualTo(WaitPolicy.MAX_SKIPS);
  }

  /** Waits without a look until there is one, which is in vain. */
  private int waitsUntilTheNextLook() {
    int waits = 0;
    int rounds = policy.looks();
    while (rounds == 0) {
      waits++;
      rounds = policy.looks();
    }
    policy.miss(rounds);
    return waits;
  }
}
