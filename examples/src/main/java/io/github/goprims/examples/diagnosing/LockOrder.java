package io.github.goprims.examples.diagnosing;

import io.github.goprims.gochan.Go;
import io.github.goprims.gosync.Mutex;
import java.time.Duration;

/**
 * Two goroutines move money between two accounts, one each way, with the locks of both. The
 * trouble: each locks first the account that it takes from; so each may have one lock, and wait for
 * the other.
 */
final class LockOrder {

  private LockOrder() {}

  private static final class Account {
    final int number;
    final Mutex lock;
    int balance = 1_000;

    Account(int number) {
      this.number = number;
      this.lock = new Mutex().named("account-" + number);
    }
  }

  static void start(boolean cured) {
    Account one = new Account(1);
    Account two = new Account(2);
    Go.go("there", () -> transferOften(one, two, cured));
    Go.go("back", () -> transferOften(two, one, cured));
  }

  private static void transferOften(Account from, Account to, boolean cured)
      throws InterruptedException {
    boolean swap = cured && from.number > to.number; // the lower number is locked first, always
    for (int i = 0; i < 100; i++) {
      transfer(from, to, swap ? to.lock : from.lock, swap ? from.lock : to.lock);
    }
  }

  private static void transfer(Account from, Account to, Mutex first, Mutex second)
      throws InterruptedException {
    first.lock();
    try {
      Go.sleep(Duration.ofMillis(1)); // asks somebody
      second.lock();
      try {
        if (from.balance > 0) {
          from.balance--;
          to.balance++;
        }
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }
}
