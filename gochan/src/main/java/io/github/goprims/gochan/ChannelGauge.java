package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.GaugeKind;
import io.github.goprims.gochan.internal.GaugeRegistry;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/** The channels that have a name, and their numbers. */
final class ChannelGauge extends GaugeKind<ChannelCore> {

  static final ChannelGauge KIND = GaugeRegistry.add(new ChannelGauge());

  private ChannelGauge() {
    super("channel", "length", "capacity", "senders", "receivers");
  }

  @Override
  protected @Nullable String nameOf(ChannelCore core) {
    return core.name;
  }

  @Override
  protected void setName(ChannelCore core, String name) {
    core.name = name;
  }

  @Override
  protected void addTo(ChannelCore core, long[] sums) {
    sums[1] += core.length();
    sums[2] += core.capacity();
    ChannelWaiter inSlot = core instanceof RendezvousCore direct ? direct.inSlot() : null;
    if (inSlot != null) { // then nobody else waits
      sums[inSlot instanceof ChanSendWait ? 3 : 4]++;
    } else if (core instanceof QueuedCore queued) {
      sums[3] += WaitQueue.count(queued, () -> queued.senders);
      sums[4] += WaitQueue.count(queued, () -> queued.receivers);
    }
  }
}
