package io.github.goprims.examples.diningphilosophers;

import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Philosophers around a table, with one fork between each two of them; to eat, one needs both forks
 * at one's sides.
 *
 * <p>The forks have an order, and everybody takes them in that order. If all waited for each other
 * in a circle, each would hold a fork and wait for one that is later in the order, all around the
 * table: there is no such circle, and so no deadlock. Any order does. Here the forks with even
 * numbers come first: so a philosopher with an odd fork in hand has both, and eats. All have the
 * same chances if their number is even.
 */
public final class DiningPhilosophers {

  /** What they do with two forks in their hands. */
  @FunctionalInterface
  interface Meal {
    void eat(int seat, Context context) throws InterruptedException;
  }

  private static final int SEATS = 6;
  private static final Duration EVENING = Duration.ofSeconds(1);
  private static final Duration MEAL_TIME = Duration.ofNanos(200_000);

  private final Meal meal;
  private final List<Mutex> forks = new ArrayList<>();
  private final List<Philosopher> philosophers = new ArrayList<>();
  private final List<Thread> goroutines = new ArrayList<>();

  /**
   * Lays the table.
   *
   * @throws IllegalArgumentException if there are not two seats at least: one philosopher alone has
   *     the same fork at both sides
   */
  DiningPhilosophers(int seats, Meal meal) {
    if (seats < 2) {
      throw new IllegalArgumentException("seats < 2: " + seats);
    }
    this.meal = meal;
    for (int i = 0; i < seats; i++) {
      forks.add(new Mutex().named("fork " + i));
    }
    for (int i = 0; i < seats; i++) {
      philosophers.add(new Philosopher(i));
    }
  }

  /**
   * The program.
   *
   * @param args none
   * @throws InterruptedException never: nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    DiningPhilosophers table =
        new DiningPhilosophers(SEATS, (seat, context) -> context.sleep(MEAL_TIME));
    try (CancelableContext evening = Context.background().withTimeout(EVENING)) {
      table.dine(evening);
    }
    table.report().forEach(System.out::println);
  }

  /** Has all of them dine until {@code evening} ends and the last has put down the forks. */
  void dine(Context evening) throws InterruptedException {
    for (Philosopher philosopher : philosophers) {
      goroutines.add(Go.go(philosopher.toString(), () -> philosopher.dine(evening)));
    }
    for (Thread goroutine : goroutines) {
      goroutine.join();
    }
  }

  /** Who has eaten how often, and how long the waits were; for after the evening. */
  List<String> report() {
    List<String> lines = new ArrayList<>();
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (Philosopher philosopher : philosophers) {
      lines.add(
          "%s: %4d meals, longest wait %2d ms"
              .formatted(
                  philosopher,
                  philosopher.meals,
                  Duration.ofNanos(philosopher.longestWaitNanos).toMillis()));
      fewest = Math.min(fewest, philosopher.meals);
      most = Math.max(most, philosopher.meals);
    }
    lines.add("fewest " + fewest + ", most " + most);
    return lines;
  }

  /** How often each has eaten; for after the evening. */
  List<Integer> meals() {
    return philosophers.stream().map(philosopher -> philosopher.meals).toList();
  }

  /** One between each two seats; those of a seat have its number and the next. */
  List<Mutex> forks() {
    return forks;
  }

  /** All that were ever started. */
  List<Thread> goroutines() {
    return goroutines;
  }

  private final class Philosopher {

    private final int seat;
    private final Mutex first;
    private final Mutex second;

    // Written in the philosopher's own goroutine, read after that has ended.
    private int meals;
    private long longestWaitNanos;

    Philosopher(int seat) {
      int next = (seat + 1) % forks.size();
      boolean inOrder = seat % 2 == 0 && next != 0; // even before odd, and 0 before all
      this.seat = seat;
      first = forks.get(inOrder ? seat : next);
      second = forks.get(inOrder ? next : seat);
    }

    void dine(Context evening) throws InterruptedException {
      try {
        while (true) {
          eat(evening);
        }
      } catch (ContextDoneException e) {
        // Time to go, whether it came while eating or while waiting for a fork.
      }
    }

    private void eat(Context evening) throws InterruptedException {
      long hungry = System.nanoTime();
      first.lock(evening);
      try {
        second.lock(evening);
        try {
          longestWaitNanos = Math.max(longestWaitNanos, System.nanoTime() - hungry);
          meal.eat(seat, evening);
          meals++;
        } finally {
          second.unlock();
        }
      } finally {
        first.unlock();
      }
    }

    @Override
    public String toString() {
      return "philosopher " + seat;
    }
  }
}
