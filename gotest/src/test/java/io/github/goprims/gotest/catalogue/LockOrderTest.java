package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gosync.Held;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.WaitGroup;
import io.github.goprims.gotest.BubbleDeadlockError;
import org.junit.jupiter.api.Test;

/**
 * Each transfer locks first what it takes from: two in opposite directions may block each other.
 */
@SuppressWarnings("try") // held, and not used
class LockOrderTest {

  private static final class Account {
    final Mutex lock;
    final int number;
    int balance = 100;

    Account(int number) {
      this.number = number;
      lock = new Mutex().named("account " + number);
    }
  }

  private interface Transfer {
    void move(Account from, Account to, int amount);
  }

  private static void planted(Account from, Account to, int amount) {
    try (Held first = from.lock.hold();
        Held second = to.lock.hold()) {
      from.balance -= amount;
      to.balance += amount;
    }
  }

  /** There is one order for all. */
  private static void mended(Account from, Account to, int amount) {
    boolean inOrder = from.number < to.number;
    try (Held first = (inOrder ? from : to).lock.hold();
        Held second = (inOrder ? to : from).lock.hold()) {
      from.balance -= amount;
      to.balance += amount;
    }
  }

  private static void movesBothWays(Transfer transfer) throws InterruptedException {
    Account mine = new Account(1);
    Account yours = new Account(2);
    WaitGroup transfers = new WaitGroup();
    transfers.go(() -> transfer.move(mine, yours, 10));
    transfers.go(() -> transfer.move(yours, mine, 30));
    transfers.await();
    assertThat(mine.balance).isEqualTo(120);
    assertThat(yours.balance).isEqualTo(80);
  }

  static void planted() throws InterruptedException {
    movesBothWays(LockOrderTest::planted);
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(60, BubbleDeadlockError.class, "account 2", LockOrderTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> movesBothWays(LockOrderTest::mended));
  }
}
