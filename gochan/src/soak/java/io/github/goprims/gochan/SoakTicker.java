package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A ticker of a soak round, never stopped before its end, and what it gave: each tick to one. */
final class SoakTicker {

  private final Set<Instant> ticks = ConcurrentHashMap.newKeySet();
  private final Ticker ticker;

  SoakTicker(Duration period) {
    ticker = Ticker.make(period);
  }

  ReceiveChannel<Instant> channel() {
    return ticker.channel();
  }

  void reset(Duration period) {
    ticker.reset(period);
  }

  void received(Instant tick) {
    require(ticks.add(tick), "%s was received twice of %s", tick, this);
  }

  int uses() {
    return ticks.size();
  }

  void verify() {
    ticker.stop();
    require(channel().tryReceive() == null, "a tick after the stop: %s", this);
  }

  @Override
  public String toString() {
    return "ticker(ticks=" + ticks.size() + ")";
  }
}
