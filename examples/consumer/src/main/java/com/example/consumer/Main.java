package com.example.consumer;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SelectCase;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import java.time.Duration;
import java.util.Objects;

/** Adds up the squares of ten numbers, with each part of the library taking its share. */
public final class Main {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PERIOD = Duration.ofMillis(1);
  private static final int NUMBERS = 10;

  private Main() {}

  /**
   * Prints where it runs, and the sum.
   *
   * @param args none
   * @throws Exception if something fails, or takes too long
   */
  public static void main(String[] args) throws Exception {
    Timer.after(PERIOD).receive();
    try (CancelableContext context = Context.background().withTimeout(LIMIT)) {
      String place = Objects.requireNonNullElse(Main.class.getModule().getName(), "the class path");
      int version = Runtime.version().feature();
      System.out.printf("%s on Java %d: %d%n", place, version, sumOfSquares(context));
    }
  }

  private static int sumOfSquares(Context context) throws Exception {
    Channel<Integer> numbers = Channel.make("numbers", 4);
    Channel<Integer> squares = Channel.make("squares", 0);
    try (ErrGroup group = ErrGroup.withContext(context);
        FlowSubscription<Integer> published = Flows.subscribe(Flows.publisher(squares), 4)) {
      group.go(() -> count(group.context(), numbers));
      group.go(() -> square(group.context(), numbers, squares));
      int sum = sum(group.context(), published.channel());
      group.await();
      return sum;
    }
  }

  private static void count(Context context, Channel<Integer> numbers) throws InterruptedException {
    try (Ticker ticker = Ticker.make(PERIOD)) {
      for (int number = 1; number <= NUMBERS; number++) {
        context.receive(ticker.channel());
        context.send(numbers, number);
      }
    } finally {
      numbers.close();
    }
  }

  private static void square(Context context, Channel<Integer> numbers, Channel<Integer> squares)
      throws InterruptedException {
    try {
      context.forEachReceived(numbers, number -> context.send(squares, number * number));
    } finally {
      squares.close();
    }
  }

  private static int sum(Context context, ReceiveChannel<Integer> squares)
      throws InterruptedException {
    Select select = Select.create();
    ReceiveCase<Integer> square = select.onReceive(squares);
    ReceiveCase<Void> done = select.onReceive(context.done());
    int sum = 0;
    while (true) {
      SelectCase ready = select.await();
      if (ready == done) {
        context.throwIfDone();
      }
      if (!square.isOpen()) {
        return sum;
      }
      sum += square.value();
    }
  }
}
