package io.github.goprims.benchmarks;

import io.github.goprims.gochan.Channel;
import java.util.concurrent.CountDownLatch;

/** What threads wait for until one ends it for all of them, by the peers. */
public interface Gates {

  /** Waits until the gate is open. */
  void await() throws InterruptedException;

  /** Opens the gate for all. */
  void open();

  /** Makes a gate of the peer, which is shut. */
  static Gates make(String peer) {
    return switch (peer) {
      case "goprims" -> new Closing(Channel.make());
      case "jox" -> new Done(com.softwaremill.jox.Channel.newRendezvousChannel());
      case "cdl" -> new Latch(new CountDownLatch(1));
      default -> throw new IllegalArgumentException(peer + " has no gates");
    };
  }

  /** Ours: a channel that is closed. */
  record Closing(Channel<Integer> channel) implements Gates {
    @Override
    public void await() throws InterruptedException {
      Transfers.check("value", channel.receive() == null ? 0 : 1, 0);
    }

    @Override
    public void open() {
      channel.close();
    }
  }

  /** The same with Jox. */
  record Done(com.softwaremill.jox.Channel<Integer> channel) implements Gates {
    @Override
    public void await() throws InterruptedException {
      Transfers.check("value", channel.receiveOrClosed() instanceof Integer ? 1 : 0, 0);
    }

    @Override
    public void open() {
      channel.done();
    }
  }

  /** The JDK's. */
  record Latch(CountDownLatch latch) implements Gates {
    @Override
    public void await() throws InterruptedException {
      latch.await();
    }

    @Override
    public void open() {
      latch.countDown();
    }
  }
}
