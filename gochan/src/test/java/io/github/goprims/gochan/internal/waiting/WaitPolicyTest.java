package io.github.goprims.gochan.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** How long threads look before they park. */
@Isolated("all policies share the length of a long look")
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
    if (neverLooks()) {
      return;
    }
    for (int waits = WaitPolicy.MIN_SKIPS; waits < WaitPolicy.MAX_SKIPS; waits *= 2) {
      assertThat(waitsUntilTheNextLook()).isEqualTo(waits);
    }
    assertThat(waitsUntilTheNextLook())
        .isEqualTo(waitsUntilTheNextLook())
        .isEqualTo(WaitPolicy.MAX_SKIPS);
  }

  @Test
  void aLookOnCreditThatPaysLetsTheNextComeSoon() {
    if (neverLooks()) {
      return;
    }
    for (int i = 0; i < 5; i++) {
      waitsUntilTheNextLook();
    }
    policy.hit();
    for (int rounds = policy.looks(); rounds > 0; rounds = policy.looks()) {
      policy.miss(rounds); // until all is spent
    }
    assertThat(1 + waitsUntilTheNextLook()).isEqualTo(WaitPolicy.MIN_SKIPS);
  }

  @Test
  void longLooksAreAFiftiethOfTheTime() {
    if (neverLooks()) {
      return;
    }
    aLongLook(policy);
    long start = System.nanoTime();
    aLongLook(new WaitPolicy(true));
    aLongLook(new WaitPolicy(true));
    assertThat(System.nanoTime() - start).isGreaterThan(3_000_000);
  }

  @Test
  void aLongLookInVainMeasuresTheNext() {
    if (neverLooks()) {
      return;
    }
    int rounds = aLongLook(policy);
    spinForAMillisecond();
    policy.miss(rounds);
    assertThat(longLook()).isLessThan(rounds / 10 + 4 * WaitPolicy.SHORT_LOOK);
    int shortest = longLook();
    for (int i = 0; i < 100 && longLook() <= shortest; i++) {
      policy.miss(aLongLook(policy)); // at once, unless others get the processor
    }
    assertThat(longLook()).isGreaterThan(shortest);
  }

  /** What it waits for came, or another thread has looked for a moment meanwhile. */
  @Test
  void nothingElseIsTakenForALongLook() {
    if (neverLooks()) {
      return;
    }
    policy.miss(aLongLook(policy)); // at once: so the next is longer than the least
    int before = longLook();
    aLongLook(policy);
    spinForAMillisecond();
    policy.miss(WaitPolicy.SHORT_LOOK);
    assertThat(longLook()).isEqualTo(before);
    policy.hit();
    policy.miss(policy.looks());
    assertThat(longLook()).isEqualTo(before);
  }

  /** Whether there is one carrier, where no look can pay: there are none then, however long. */
  private boolean neverLooks() {
    for (int i = 0; i < 4 * WaitPolicy.MAX_SKIPS && !WaitPolicy.LOOKS; i++) {
      assertThat(policy.looks()).isZero();
    }
    return !WaitPolicy.LOOKS;
  }

  /** Waits until there is a look for more than a moment. */
  private static int aLongLook(WaitPolicy policy) {
    long end = System.nanoTime() + 10_000_000_000L;
    int rounds = 0;
    while (rounds <= WaitPolicy.SHORT_LOOK) {
      assertThat(System.nanoTime()).as("a long look comes").isLessThan(end);
      rounds = policy.looks();
    }
    return rounds;
  }

  /** How long a look for more than a moment is by now: what a full account is good for. */
  private static int longLook() {
    WaitPolicy full = new WaitPolicy(true);
    for (int i = 0; i < 10_000; i++) {
      full.hit();
    }
    return full.looks();
  }

  private static void spinForAMillisecond() {
    long end = System.nanoTime() + 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
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
