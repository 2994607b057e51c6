package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.StackProbe;
import io.github.goprims.gochan.internal.threads.QuietEnds;
import io.github.goprims.gochan.internal.waiting.ColdStart;

/**
 * Sets up the classes of this package where there is enough stack for it: a class whose
 * initialisation an overflow has ended is never usable again. It also makes first calls, since they
 * need far more stack than later ones. This class itself has nothing to set up.
 */
final class Rehearsal {

  /** Racy on purpose: to do it twice does no harm. */
  private static boolean done;

  private Rehearsal() {}

  /**
   * Rehearses, unless that has been done. To be called before anything of this package is used that
   * may be used deep in a recursion.
   *
   * @throws StackOverflowError if there is not enough stack, with no harm done
   */
  static void ensure() {
    if (!done) {
      ColdStart.ensure();
      StackProbe.touch(StackProbe.CLASSES);
      done = true; // by now, since what follows may come here again
      perform();
    }
  }

  private static void perform() {
    QuietEnds.add(UncheckedInterruptedException.class);
    Channel.nil().tryReceive();
    for (int capacity = 0; capacity < 2; capacity++) {
      Channel<Object> channel = Channel.make(capacity);
      channel.trySend(channel);
      channel.tryReceive();
      channel.tryReceiveMany(1);
      Select select = Select.create();
      select.onReceive(channel);
      select.onReceive(Channel.make(1 - capacity));
      select.poll(); // takes the locks, and that is not the place to start a class
      QueuedCore core = (QueuedCore) channel.core();
      core.removeQueued(new ChanSendWait(core, channel));
      core.removeQueued(new ChanReceiveWait(core));
      channel.tryClose();
    }
    performFlow();
    ChannelGauge.KIND.kind(); // sets up its class
    new TimerCore().stop();
    Go.Body unused = new Go.Body(() -> {});
  }

  private static void performFlow() {
    FlowDemand demand = new FlowDemand();
    FlowSubscriber<Object> subscriber = new FlowSubscriber<>(1);
    subscriber.onSubscribe(demand);
    demand.take();
    subscriber.onNext(demand);
    subscriber.channel().tryReceive();
    subscriber.close();
  }
}
