package io.github.goprims.gochan;

import static io.github.goprims.gochan.Select.otherwise;
import static io.github.goprims.gochan.Select.receive;
import static io.github.goprims.gochan.Select.receiveThen;
import static io.github.goprims.gochan.Select.send;
import static io.github.goprims.gochan.Select.sendThen;
import static io.github.goprims.gochan.Select.timeout;
import static io.github.goprims.gochan.Select.timeoutThen;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The samples of the documentation of {@link Select}. */
final class SelectSamples {

  private SelectSamples() {}

  /** Passes values on, through a buffer of one, until the input is closed. */
  static void relay(ReceiveChannel<String> in, SendChannel<String> out)
      throws InterruptedException {
    // @start region="prepared"
    Select select = Select.create();
    ReceiveCase<String> arrival = select.onReceive(in);
    SendCase<String> departure = select.onSend(out).enabled(false);

    while (true) {
      if (select.await() == arrival) {
        if (!arrival.isOpen()) {
          break; // in is closed
        }
        departure.value(arrival.value()).enabled(true);
        arrival.enabled(false);
      } else { // departure: out has taken the value
        departure.enabled(false);
        arrival.enabled(true);
      }
    }
    // @end
  }

  /** Passes values on, and keeps as many as it must meanwhile, until the input is closed. */
  static void keepUp(ReceiveChannel<String> in, SendChannel<String> out)
      throws InterruptedException {
    Deque<String> pending = new ArrayDeque<>();
    // @start region="only-if"
    Select select = Select.create();
    ReceiveCase<String> arrival = select.onReceive(in);
    SendCase<String> departure = select.onSend(out);

    while (true) {
      departure.valueOrOff(pending.peek()); // null: nothing to send in this round
      if (select.await() == departure) {
        pending.remove();
      } else if (arrival.isOpen()) {
        pending.add(arrival.value());
      } else {
        break; // in is closed
      }
    }
    // @end
    for (String rest : pending) {
      out.send(rest);
    }
  }

  static String first(ReceiveChannel<String> orders, SendChannel<String> log, Duration patience)
      throws InterruptedException {
    // @start region="first"
    String outcome =
        Select.first(
            receive(orders, order -> order == null ? "closed" : "got " + order),
            send(log, "still waiting", () -> "logged"),
            timeout(patience, () -> "late"));
    // @end
    return outcome;
  }

  static void statements(ReceiveChannel<String> orders, SendChannel<String> log, Duration patience)
      throws InterruptedException {
    // @start region="statements"
    Select.first(
        receiveThen(orders, order -> System.out.println(order)),
        sendThen(log, "still waiting", () -> System.out.println("logged")),
        timeoutThen(patience, () -> System.out.println("late")));
    // @end
  }

  static List<String> poll(ReceiveChannel<String> orders) throws InterruptedException {
    return Select.first(receive(orders, List::of), otherwise(List::of));
  }
}
