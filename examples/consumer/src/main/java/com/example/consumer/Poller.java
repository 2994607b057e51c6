package com.example.consumer;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks the same question at regular times, until its context ends. */
public final class Poller {

  private final Channel<String> answers = Channel.make("answers", 1);

  /**
   * Starts to ask.
   *
   * @param context ends it
   * @param interval how often
   * @param question what
   */
  public Poller(Context context, Duration interval, Supplier<String> question) {
    Go.go("poller", () -> ask(context, interval, question));
  }

  private void ask(Context context, Duration interval, Supplier<String> question)
      throws InterruptedException {
    try (Ticker ticker = Ticker.make(interval)) {
      context.forEachReceived(ticker.channel(), tick -> context.send(answers, question.get()));
    } finally {
      answers.close();
    }
  }

  /**
   * The answers.
   *
   * @return a channel that is closed when the context has ended
   */
  public ReceiveChannel<String> answers() {
    return answers.receiveOnly();
  }
}
