package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The samples of the Javadoc, which quotes the regions. */
@SuppressWarnings("try") // javac would like the resource to be used
class MutexSamples {

  // @start region="hold"
  private final Mutex mutex = new Mutex().named("accounts");
  private long balance; // guarded by mutex

  void deposit(long amount) {
    try (var held = mutex.hold()) {
      balance += amount;
    }
  }

  // @end

  @Test
  void hold() {
    deposit(3);
    assertThat(balance).isEqualTo(3);
    assertThat(mutex.tryLock()).isTrue();
  }
}
