package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Everybody does anything to any channel. Most end up blocked; after a moment the round closes all
 * channels, or interrupts everybody, and that must end it.
 */
final class SoakChaos extends SoakChannels {

  private final boolean closing;
  private volatile boolean stopping;

  SoakChaos(SplittableRandom random) {
    super(random);
    closing = random.nextBoolean();
  }

  @Override
  protected void prepare() {
    int channelCount = random.nextInt(1, 7);
    for (int i = 0; i < channelCount; i++) {
      addChannel();
    }
    int workerCount = random.nextInt(8) == 0 ? random.nextInt(30, 80) : random.nextInt(2, 16);
    for (int i = 0; i < workerCount; i++) {
      new Anything(this);
    }
  }

  @Override
  protected void conduct() throws InterruptedException {
    SplittableRandom choice = random.split();
    int moments = choice.nextInt(1, 5);
    for (int i = 0; i < moments; i++) {
      if (awaitEnd(choice.nextInt(40_000_000))) {
        return;
      }
      if (closing && choice.nextBoolean()) {
        close(choice.nextInt(channels.size()));
      }
    }
    if (closing && choice.nextBoolean()) {
      // The closes alone must end it.
      for (int i = 0; i < channels.size(); i++) {
        close(i);
      }
    } else {
      stopping = true;
      interruptAll();
    }
  }

  @Override
  void verifyUsers() {
    // The balance is all there is.
  }

  private static final class Anything extends SoakUser {

    private static final int KINDS = 14;

    private final SoakChaos chaos;
    private final int[] weights = new int[KINDS];
    private final int weightSum;
    private final int steps;
    private List<Integer> ins = List.of();
    private List<Integer> outs = List.of();
    private @Nullable SoakSelect select;

    Anything(SoakChaos round) {
      super(round);
      chaos = round;
      int role = choice.nextInt(1, 4);
      ins = (role & 1) != 0 ? someChannels() : new ArrayList<>();
      outs = (role & 2) != 0 ? someChannels() : new ArrayList<>();
      for (int kind = 0; kind < KINDS; kind++) {
        weights[kind] = choice.nextInt(4);
      }
      weights[13] = round.closing && choice.nextInt(4) == 0 ? 1 : 0;
      weightSum = Arrays.stream(weights).sum();
      steps = new int[] {100, 1_000, 10_000}[choice.nextInt(3)];
    }

    private List<Integer> someChannels() {
      int count = choice.nextInt(1, 5);
      List<Integer> some = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        some.add(choice.nextInt(round.channels.size()));
      }
      return some;
    }

    @Override
    protected void work() {
      for (int i = 0; i < steps && !chaos.stopping && !(ins.isEmpty() && outs.isEmpty()); i++) {
        try {
          step();
        } catch (InterruptedException e) {
          sawInterrupt();
        } catch (UncheckedInterruptedException e) {
          interrupted(e);
        } catch (ChannelClosedException e) {
          require(outs.removeIf(to -> channel(to).isClosed()), "open channels, but %s", e);
          select = null;
        }
        if ((i & 15) == 0) {
          ins.removeIf(from -> channel(from).isDrained());
        }
      }
    }

    private int kind() {
      int at = choice.nextInt(Math.max(1, weightSum));
      int kind = 0;
      while (kind < KINDS - 1 && at >= weights[kind]) {
        at -= weights[kind++];
      }
      return kind;
    }

    private void step() throws InterruptedException {
      int kind = kind();
      switch (kind) {
        case 0, 1, 2 -> {
          if (!outs.isEmpty()) {
            send(kind, outs.get(choice.nextInt(outs.size())));
          }
        }
        case 3, 4, 5, 6, 7, 8 -> {
          if (!ins.isEmpty()) {
            receive(kind, ins.get(choice.nextInt(ins.size())));
          }
        }
        case 9, 10, 11 -> select(kind);
        case 12 -> first();
        default -> {
          if (chaos.closing && choice.nextInt(64) == 0) {
            int any = choice.nextInt(round.channels.size());
            if (channel(any).tryClose()) {
              journal.closes++;
            }
          }
        }
      }
    }

    private void send(int kind, int to) throws InterruptedException {
      long value = journal.value(to, nextNumber());
      switch (kind) {
        case 0 -> plainSend(to, value);
        case 1 -> timedSend(to, value);
        default -> trySend(to, value);
      }
    }

    private void receive(int kind, int from) throws InterruptedException {
      nextNumber();
      int limit = choice.nextInt(1, 50);
      switch (kind) {
        case 3 -> plainReceive(from);
        case 4 -> timedReceive(from);
        case 5 -> tryReceive(from);
        case 6 -> {
          int taken = 0;
          for (Long value : channel(from)) {
            received(from, value);
            if (++taken == limit) {
              break;
            }
          }
        }
        case 7 -> channel(from).stream().limit(limit).forEach(value -> received(from, value));
        default -> forEachReceived(from, limit);
      }
    }

    private void forEachReceived(int from, int limit) throws InterruptedException {
      int last = journal.receivedCount() + limit;
      try {
        channel(from)
            .forEachReceived(
                value -> {
                  received(from, value);
                  if (journal.receivedCount() == last) {
                    throw new Enough();
                  }
                });
        require(channel(from).isDrained(), "%s has more", channel(from));
      } catch (Enough e) {
        require(journal.receivedCount() == last, "values after the action's exception");
      }
    }

    private void select(int kind) throws InterruptedException {
      if (select == null || choice.nextInt(100) == 0) {
        select = new SoakSelect(this, some(ins), some(outs));
      }
      SoakSelect current = select;
      if (choice.nextBoolean() && !(ins.isEmpty() && outs.isEmpty())) {
        if (current.hasActiveCase()) {
          current.change();
        } else {
          select = null;
          return;
        }
      }
      if (kind == 9 && current.hasActiveCase()) {
        current.await();
      } else if (kind == 10) {
        current.poll();
      } else {
        current.await(patience());
      }
    }

    private int[] some(List<Integer> of) {
      return of.isEmpty()
          ? new int[0]
          : choice.ints(choice.nextInt(1, 5), 0, of.size()).map(of::get).toArray();
    }

    private void first() throws InterruptedException {
      journal.selects++;
      int number = nextNumber();
      SoakClauses clauses = new SoakClauses(this, number);
      for (int from : some(ins)) {
        clauses.receive(from);
      }
      for (int to : some(outs)) {
        clauses.send(to);
      }
      switch (choice.nextInt(3)) {
        case 0 -> clauses.timeout(patience());
        case 1 -> clauses.otherwise();
        default -> {
          // waits
        }
      }
      clauses.run();
    }
  }

  /** Ends a forEachReceived. */
  @SuppressWarnings("serial")
  private static final class Enough extends Exception {
    Enough() {
      super(null, null, false, false);
    }
  }
}
