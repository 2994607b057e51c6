package io.github.goprims.examples.selecttour;

import static io.github.goprims.gochan.Select.otherwise;
import static io.github.goprims.gochan.Select.receive;
import static io.github.goprims.gochan.Select.timeout;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SelectCase;
import io.github.goprims.gochan.Task;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Six small programs, one after the other; each prints what it did. */
public final class SelectTour {

  private final PrintStream out;
  private final List<Thread> goroutines = new ArrayList<>();

  SelectTour(PrintStream out) {
    this.out = out;
  }

  /**
   * The program.
   *
   * @param args none
   * @throws InterruptedException never: nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    new SelectTour(System.out).run();
  }

  void run() throws InterruptedException {
    fanOut();
    fanIn();
    timeouts();
    defaults();
    switchingOff();
    broadcast();
    for (Thread goroutine : goroutines) {
      goroutine.join(); // each of them has an end
    }
  }

  private Thread go(String name, Task task) {
    Thread goroutine = Go.go(name, task);
    goroutines.add(goroutine);
    return goroutine;
  }

  /** Fan-out: several workers receive from one channel, and each job goes to one of them. */
  private void fanOut() throws InterruptedException {
    Channel<Integer> jobs = Channel.<Integer>make().named("jobs");
    Channel<Integer> squares = Channel.<Integer>make().named("squares");

    List<Thread> workers = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      workers.add(go("worker " + i, () -> jobs.forEachReceived(n -> squares.send(n * n))));
    }
    go(
        "boss",
        () -> {
          for (int n = 1; n <= 10; n++) {
            jobs.send(n);
          }
          jobs.close(); // the workers' loops end
          for (Thread worker : workers) {
            worker.join();
          }
          squares.close(); // and so does the one below
        });

    int sum = 0;
    for (int square : squares) {
      sum += square;
    }
    out.println("fan-out: 3 workers squared 1 to 10; the sum is " + sum);
  }

  /** Fan-in: one goroutine receives from several channels, whichever has something. */
  private void fanIn() throws InterruptedException {
    Select select = Select.create();
    ReceiveCase<String> letter = select.onReceive(source("a", "b", "c"));
    ReceiveCase<String> digit = select.onReceive(source("1", "2", "3"));

    List<String> letters = new ArrayList<>();
    List<String> digits = new ArrayList<>();
    for (int open = 2; open > 0; ) {
      SelectCase ready = select.await(); // one of them at random if both are ready
      String value = ready == letter ? letter.value() : digit.value();
      if (value != null) {
        (ready == letter ? letters : digits).add(value);
      } else {
        ready.enabled(false); // a closed channel is always ready
        open--;
      }
    }
    out.println("fan-in: each source in its own order: " + letters + " and " + digits);
  }

  private ReceiveChannel<String> source(String... values) {
    Channel<String> channel = Channel.make();
    go(
        "source",
        () -> {
          for (String value : values) {
            channel.send(value);
          }
          channel.close();
        });
    return channel.receiveOnly();
  }

  /** Timeouts: one clause of a select in passing, or a limit to the wait of a prepared one. */
  private void timeouts() throws InterruptedException {
    Channel<String> silent = Channel.<String>make().named("silent");

    String answer =
        Select.first(
            receive(silent, said -> "heard " + said),
            timeout(Duration.ofMillis(20), () -> "heard nothing from " + silent));
    out.println("timeout: " + answer);

    Select select = Select.create();
    select.onReceive(silent);
    SelectCase ready = select.await(Duration.ofMillis(20));
    out.println("timeout: " + (ready == null ? "still nothing" : ready));
  }

  /** Default: what to do if no case is ready, instead of waiting. */
  private void defaults() throws InterruptedException {
    Channel<String> inbox = Channel.<String>make(1).named("inbox");
    out.println("default: " + look(inbox));
    inbox.send("a letter");
    out.println("default: " + look(inbox));

    Select select = Select.create();
    select.onSend(inbox).value("another");
    out.println("default: " + (select.poll() == null ? "no room" : "room") + " in " + inbox);
  }

  private static String look(ReceiveChannel<String> inbox) throws InterruptedException {
    return Select.first(receive(inbox, found -> "found " + found), otherwise(() -> "not yet"));
  }

  /** Switching off: a select only looks at what it can use at the moment. */
  private void switchingOff() throws InterruptedException {
    Channel<Integer> numbers = Channel.<Integer>make(3).named("numbers");
    Channel<String> stop = Channel.<String>make(1).named("stop");
    stop.send("stop");
    numbers.send(1);
    numbers.send(2);
    numbers.close();

    Select select = Select.create();
    ReceiveCase<Integer> number = select.onReceive(numbers);
    ReceiveCase<String> end = select.onReceive(null); // a null channel is never ready
    int sum = 0;
    while (select.await() != end) {
      Integer next = number.value();
      if (next != null) {
        sum += next;
      } else {
        number.channel(null);
        end.channel(stop); // not before all numbers are in
      }
    }
    out.println("switching off: " + sum + " before " + end.value());
  }

  /** Broadcast: a value goes to one receiver, a close to all of them. */
  private void broadcast() throws InterruptedException {
    Channel<Void> start = Channel.<Void>make().named("start");
    Channel<Integer> started = Channel.<Integer>make().named("started");

    for (int i = 1; i <= 3; i++) {
      int runner = i;
      go(
          "runner " + i,
          () -> {
            start.receive(); // nothing is ever sent: this waits for the close
            started.send(runner);
          });
    }
    start.close();
    List<Integer> runners = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      runners.add(started.receive());
    }
    Collections.sort(runners); // they come in any order
    out.println("broadcast: one close started " + runners);
  }

  /** All that were ever started. */
  List<Thread> goroutines() {
    return goroutines;
  }
}
