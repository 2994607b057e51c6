package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The samples of the Javadoc, which quotes the regions. */
@SuppressWarnings("try") // for deposit; HeldWarningsTest compiles both without
class MutexSamples {

  // @start region="hold"
  private final Mutex mutex = new Mutex().named("accounts");
  private long balance; // guarded by mutex

  void deposit(long amount) {
    try (var held = mutex.hold()) {
      balance += amount;
    }
  } // @end

  void withdraw(long amount) {
    // @start region="hold-without-a-warning"
    var held = mutex.hold();
    try (held) {
      balance -= amount;
    }
    // @end
  }

  @Test
  void hold() {
    deposit(5);
    withdraw(2);
    assertThat(balance).isEqualTo(3);
    assertThat(mutex.tryLock()).isTrue();
  }
}
