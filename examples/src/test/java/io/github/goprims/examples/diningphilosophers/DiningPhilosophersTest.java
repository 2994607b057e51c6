package io.github.goprims.examples.diningphilosophers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class DiningPhilosophersTest {

  private static final long MEAL_NANOS = 50_000;

  /** Ends the evening when everybody has eaten so often, and keeps plain books meanwhile. */
  private static final class Books {

    private final int seats;
    private final int enough;
    private final AtomicInteger hungry;
    private final AtomicBoolean quarrel = new AtomicBoolean();

    // What is at a seat is written with both of its forks in the hand, and what is at a fork with
    // that fork: so nobody else writes them, and neighbours may read them.
    private final boolean[] eating;
    private final int[] meals;
    private final int[] uses;
    private final int[] usesAtLastMeal;

    /** By seat: how many meals of neighbours there were, at most, between two of one's own. */
    private final int[] mostPassed;

    Books(int seats, int enough) {
      this.seats = seats;
      this.enough = enough;
      hungry = new AtomicInteger(seats);
      eating = new boolean[seats];
      meals = new int[seats];
      uses = new int[seats];
      usesAtLastMeal = new int[seats];
      mostPassed = new int[seats];
    }

    void begin(int seat) {
      int next = (seat + 1) % seats;
      if (eating[next] || eating[(seat + seats - 1) % seats]) {
        quarrel.set(true);
      }
      eating[seat] = true;
      int passed = uses[seat] + uses[next] - usesAtLastMeal[seat];
      mostPassed[seat] = Math.max(mostPassed[seat], passed);
    }

    void end(int seat, CancelableContext evening) {
      int next = (seat + 1) % seats;
      uses[seat]++;
      uses[next]++;
      usesAtLastMeal[seat] = uses[seat] + uses[next];
      meals[seat]++;
      if (meals[seat] == enough && hungry.decrementAndGet() == 0) {
        evening.cancel();
      }
      eating[seat] = false;
    }
  }

  private static DiningPhilosophers dine(Books books) throws InterruptedException {
    try (CancelableContext evening = Context.background().withCancel()) {
      DiningPhilosophers table =
          new DiningPhilosophers(
              books.seats,
              (seat, context) -> {
                books.begin(seat);
                LockSupport.parkNanos(MEAL_NANOS);
                books.end(seat, evening);
              });
      table.dine(evening);
      return table;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 25})
  void allEatAndNeighboursNeverTogether(int seats) throws Exception {
    Books books = new Books(seats, 50);
    DiningPhilosophers table = dine(books);

    assertThat(table.meals()).allMatch(meals -> meals >= 50).containsExactly(boxed(books.meals));
    assertThat(books.quarrel).isFalse();
    for (int fork = 0; fork < seats; fork++) {
      int neighbour = (fork + seats - 1) % seats;
      assertThat(books.uses[fork]).isEqualTo(books.meals[fork] + books.meals[neighbour]);
    }
    assertAllHaveGone(table, seats);
  }

  @Test
  void nobodyStarvesBesideNeighboursWhoAreAlwaysHungry() throws Exception {
    Books books = new Books(6, 200);
    DiningPhilosophers table = dine(books);

    int[] passed = books.mostPassed;
    Arrays.sort(passed);
    // A tenth of that, even on a busy machine; one of them may happen to be late to wake up there.
    assertThat(passed[3]).as(Arrays.toString(passed)).isLessThanOrEqualTo(300);
    List<String> report = table.report();
    assertThat(report).hasSize(7);
    assertThat(report.get(5)).matches("philosopher 5: +\\d+ meals, longest wait +\\d+ ms");
    assertThat(report.get(6)).matches("fewest \\d+, most \\d+");
  }

  @Test
  void theContextEndsMealsAndWaits() {
    CancelableContext evening = Context.background().withCancel();
    AtomicInteger eating = new AtomicInteger();
    DiningPhilosophers table =
        new DiningPhilosophers(
            3,
            (seat, context) -> {
              eating.incrementAndGet();
              context.receive(Context.background().done()); // which is never ready
            });
    Attempt<Void> dinner = ThreadKind.VIRTUAL.attempt("dinner", () -> table.dine(evening));
    Await.until("one eats and two wait", () -> eating.get() == 1 && waiting(table) == 2);
    evening.cancel();
    dinner.result();
    assertThat(table.meals()).containsExactly(0, 0, 0);
    assertAllHaveGone(table, 3);
  }

  @Test
  void nobodyEatsWhenTheContextHasEndedBefore() throws Exception {
    CancelableContext evening = Context.background().withCancel();
    evening.cancel();
    DiningPhilosophers table = new DiningPhilosophers(5, (seat, context) -> {});
    table.dine(evening);
    assertThat(table.meals()).containsExactly(0, 0, 0, 0, 0);
    assertAllHaveGone(table, 5);
  }

  @Test
  void oneAloneCannotDine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiningPhilosophers(1, (seat, context) -> {}))
        .withMessage("seats < 2: 1");
  }

  /** At a table for three, where at most one can wait for each fork while somebody eats. */
  private static long waiting(DiningPhilosophers table) {
    return table.forks().stream().filter(fork -> fork.toString().contains("waiters=1")).count();
  }

  private static void assertAllHaveGone(DiningPhilosophers table, int seats) {
    assertThat(table.goroutines()).hasSize(seats).noneMatch(Thread::isAlive);
    assertThat(table.forks()).hasSize(seats).allMatch(Mutex::tryLock);
  }

  private static Integer[] boxed(int[] numbers) {
    return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
  }
}
