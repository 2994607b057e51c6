package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A timer of a soak round and its books: each setting is used once, or taken back. */
final class SoakTimer {

  private final AtomicLong settings = new AtomicLong(1);
  private final AtomicLong takenBack = new AtomicLong();
  private final AtomicLong uses = new AtomicLong();
  private final Timer timer;

  /** A timer with a channel. */
  SoakTimer(Duration delay) {
    timer = Timer.make(delay);
  }

  /** A timer with a function, which is to tell of what must not be. */
  SoakTimer(Duration delay, Consumer<Throwable> failures) {
    timer =
        Timer.afterFunc(
            delay,
            () -> {
              try {
                used();
              } catch (Throwable failure) {
                failures.accept(failure);
              }
            });
  }

  ReceiveChannel<Instant> channel() {
    return timer.channel();
  }

  void stop() {
    if (timer.stop()) {
      takenBack.incrementAndGet();
    }
  }

  void reset(Duration delay) {
    settings.incrementAndGet();
    if (timer.reset(delay)) {
      takenBack.incrementAndGet();
    }
  }

  /** Its value has been received, or its function is being run. */
  void used() {
    long used = uses.incrementAndGet();
    require(used <= settings.get(), "used %d times: %s", used, this);
  }

  long uses() {
    return uses.get();
  }

  /** Stops the timer when all who used it have ended, and closes its books. */
  void verify() {
    stop();
    long expected = settings.get() - takenBack.get();
    Await.until("all uses of " + this, () -> uses.get() >= expected);
    require(uses.get() == expected, "used too often: %s", this);
    require(channel().tryReceive() == null, "a value after the stop: %s", this);
  }

  @Override
  public String toString() {
    return "timer(settings=%s, taken back=%s, uses=%s)".formatted(settings, takenBack, uses);
  }
}
