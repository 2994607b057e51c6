package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakHeap;
import io.github.goprims.gochan.testing.SoakWaitsInVain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Waits over channels that time out, are interrupted, or lose a select. */
final class SoakSilence extends SoakWaitsInVain {

  private final Objects on;

  /** The channels of all such rounds: what one of them leaves behind shows in the later ones. */
  static final class Objects {
    private final SoakHeap heap = new SoakHeap();
    private final List<Channel<Long>> empty = new ArrayList<>();
    private final List<Channel<Long>> full = new ArrayList<>();
    private final Channel<Long> lively = Channel.<Long>make(1).named("lively");

    Objects() {
      for (int capacity : new int[] {0, 1, 3, 16}) {
        empty.add(Channel.<Long>make(capacity).named("empty" + capacity));
        Channel<Long> channel = Channel.<Long>make(capacity).named("full" + capacity);
        for (long i = 0; i < capacity; i++) {
          channel.trySend(i);
        }
        full.add(channel);
      }
    }
  }

  SoakSilence(SplittableRandom random, Objects on) {
    super(random, on.heap);
    this.on = on;
  }

  @Override
  protected void disturb() {
    on.lively.trySend(0L); // the one channel that lets selects win
  }

  @Override
  protected Task waits(SplittableRandom choice) {
    Select select = Select.create();
    for (int i = choice.nextInt(1, 4); i > 0; i--) {
      select.onReceive(any(on.empty, choice));
      select.onSend(any(on.full, choice)).value(1L);
    }
    ReceiveCase<Long> winner = select.onReceive(on.lively);
    return () -> waitInVain(select, winner, choice);
  }

  private void waitInVain(Select select, ReceiveCase<Long> winner, SplittableRandom choice)
      throws InterruptedException {
    switch (choice.nextInt(7)) {
      case 0 -> require(!any(on.full, choice).send(1L, patience(choice)), "sent");
      case 1 -> require(any(on.empty, choice).receive(patience(choice)) == null, "received");
      case 2 -> any(on.full, choice).send(1L);
      case 3 -> any(on.empty, choice).receive();
      case 4 -> {
        winner.enabled(false);
        select.await(patience(choice));
      }
      case 5 -> {
        winner.enabled(true);
        require(select.await() == winner, "another case won");
      }
      default ->
          Select.first(
              Select.receive(any(on.empty, choice), value -> fail()),
              Select.send(any(on.full, choice), 1L, () -> fail()),
              Select.timeout(patience(choice), () -> true));
    }
  }

  private static boolean fail() {
    throw new AssertionError("nobody was there");
  }

  private static Duration patience(SplittableRandom choice) {
    return Duration.ofNanos(choice.nextInt(1, 50_000));
  }

  private static Channel<Long> any(List<Channel<Long>> channels, SplittableRandom choice) {
    return channels.get(choice.nextInt(channels.size()));
  }

  @Override
  protected void verifyObjects() {
    on.lively.tryReceive();
    verify(on.lively, 0);
    on.empty.forEach(channel -> verify(channel, 0));
    on.full.forEach(channel -> verify(channel, channel.capacity()));
  }

  private static void verify(Channel<Long> channel, int length) {
    NobodyQueued.require(channel);
    require(channel.length() == length, "length of %s", channel);
  }

  @Override
  protected List<?> objects() {
    List<Object> all = new ArrayList<>(on.empty);
    all.addAll(on.full);
    all.add(on.lively);
    return all;
  }
}
