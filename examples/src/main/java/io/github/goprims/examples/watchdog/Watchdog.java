package io.github.goprims.examples.watchdog;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SelectCase;
import io.github.goprims.gochan.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Tells when the heartbeats of a worker stay out, and when they are back.
 *
 * <p>Each heartbeat resets the timer. A reset takes back what is due but not yet received, so the
 * watchdog never barks at a heartbeat that it has just seen, and needs no stop and drain first.
 */
public final class Watchdog {

  private final Duration patience;
  private final Consumer<String> log;

  /**
   * Makes a watchdog.
   *
   * @param patience how long it waits for a heartbeat
   * @param log takes what it has to say
   */
  public Watchdog(Duration patience, Consumer<String> log) {
    this.patience = patience;
    this.log = log;
  }

  /**
   * Watches until the heartbeats' channel is closed.
   *
   * @param heartbeats one value, whatever it is, for each
   * @throws InterruptedException if the thread is interrupted
   */
  public void watch(ReceiveChannel<?> heartbeats) throws InterruptedException {
    Timer timer = Timer.make(patience);
    Select select = Select.create();
    ReceiveCase<?> heartbeat = select.onReceive(heartbeats);
    ReceiveCase<Instant> silence = select.onReceive(timer.channel());
    boolean silent = false;

    while (true) {
      SelectCase chosen = select.await();
      if (chosen == silence) {
        log.accept("no heartbeat for " + patience.toMillis() + " ms");
        silent = true;
      } else if (heartbeat.isOpen()) {
        log.accept(heartbeat.value() + (silent ? ", at last" : ""));
        timer.reset(patience);
        silent = false;
      } else {
        log.accept("the worker has ended");
        return;
      }
    }
  }

  /**
   * Watches a worker that falls asleep for a while after its third heartbeat.
   *
   * @param args none
   * @throws InterruptedException never: nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    Channel<String> heartbeats = Channel.make();
    Go.go(
        "worker",
        () -> {
          for (int i = 1; i <= 6; i++) {
            heartbeats.send("heartbeat " + i);
            Go.sleep(Duration.ofMillis(i == 3 ? 1_000 : 100));
          }
          heartbeats.close();
        });
    new Watchdog(Duration.ofMillis(400), System.out::println).watch(heartbeats);
  }
}
