package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared select of one soak worker, and where its cases lead at the moment. */
final class SoakSelect {

  private static final int NOWHERE = -1;

  private final SoakUser worker;
  private final Select select = Select.create();
  private final List<ReceiveCase<Long>> receives = new ArrayList<>();
  private final List<SendCase<Long>> sends = new ArrayList<>();
  private final int[] from;
  private final int[] to;
  private final boolean[] receiving;
  private final boolean[] sending;

  SoakSelect(SoakUser worker, int[] from, int[] to) {
    this.worker = worker;
    this.from = from.clone();
    this.to = to.clone();
    receiving = new boolean[from.length];
    sending = new boolean[to.length];
    Arrays.fill(receiving, true);
    Arrays.fill(sending, true);
    // Receives first, sends first, or in turn.
    int order = worker.choice.nextInt(3);
    int r = 0;
    int s = 0;
    while (r < from.length || s < to.length) {
      boolean receive = order == 0 ? r < from.length : order == 1 ? s == to.length : r <= s;
      if (s == to.length || receive && r < from.length) {
        receives.add(select.onReceive(source(from[r++])));
      } else {
        sends.add(select.onSend(target(to[s++])));
      }
    }
    if (worker.choice.nextInt(4) == 0) {
      select.ordered();
    }
  }

  private ReceiveChannel<Long> source(int channel) {
    Channel<Long> source = worker.channel(channel);
    return worker.choice.nextBoolean() ? source : source.receiveOnly();
  }

  private SendChannel<Long> target(int channel) {
    Channel<Long> target = worker.channel(channel);
    return worker.choice.nextBoolean() ? target : target.sendOnly();
  }

  /** Switches all receives and all sends. */
  void enable(boolean receive, boolean send) {
    for (int i = 0; i < from.length; i++) {
      enableReceive(i, receive);
    }
    for (int i = 0; i < to.length; i++) {
      enableSend(i, send);
    }
  }

  private void enableReceive(int i, boolean on) {
    if (receiving[i] != on) {
      receiving[i] = on;
      receives.get(i).enabled(on);
    }
  }

  private void enableSend(int i, boolean on) {
    if (sending[i] != on) {
      sending[i] = on;
      sends.get(i).enabled(on);
    }
  }

  /** Switches or moves one case, as chance will have it. */
  void change() {
    boolean on = worker.choice.nextBoolean();
    int i = worker.choice.nextInt(from.length + to.length);
    boolean move = worker.choice.nextInt(4) == 0;
    if (i >= from.length) {
      int s = i - from.length;
      enableSend(s, on);
      if (move) {
        to[s] = to[worker.choice.nextInt(to.length)];
        sends.get(s).channel(to[s] == NOWHERE ? null : target(to[s]));
      }
    } else if (move && worker.choice.nextInt(8) == 0) {
      from[i] = NOWHERE;
      receives.get(i).channel(null);
    } else {
      enableReceive(i, on);
      if (move) {
        from[i] = from[worker.choice.nextInt(from.length)];
        receives.get(i).channel(from[i] == NOWHERE ? null : source(from[i]));
      }
    }
  }

  boolean hasActiveCase() {
    boolean active = false;
    for (int i = 0; i < from.length; i++) {
      active |= receiving[i] && from[i] != NOWHERE;
    }
    for (int i = 0; i < to.length; i++) {
      active |= sending[i] && to[i] != NOWHERE;
    }
    return active;
  }

  @Nullable SelectCase poll() {
    int number = offer();
    return record(select.poll(), number);
  }

  SelectCase await() throws InterruptedException {
    int number = offer();
    SelectCase winner = select.await();
    require(winner != null, "await gave null");
    return record(winner, number);
  }

  @Nullable SelectCase await(Duration patience) throws InterruptedException {
    int number = offer();
    long start = System.nanoTime();
    SelectCase winner = select.await(patience);
    if (winner == null) {
      worker.requirePassed(start, patience);
    }
    return record(winner, number);
  }

  /** The case that received the value, or found its channel drained; null if it was a send. */
  @Nullable ReceiveCase<Long> asReceive(SelectCase winner) {
    int i = receives.indexOf(winner);
    return i < 0 ? null : receives.get(i);
  }

  private int offer() {
    int number = worker.nextNumber();
    for (int i = 0; i < to.length; i++) {
      if (to[i] != NOWHERE) {
        sends.get(i).value(worker.journal.value(to[i], number));
      }
    }
    return number;
  }

  private @Nullable SelectCase record(@Nullable SelectCase winner, int number) {
    worker.journal.selects++;
    for (int i = 0; i < from.length; i++) {
      ReceiveCase<Long> next = receives.get(i);
      if (next != winner) {
        require(next.value() == null && !next.isOpen(), "a case not chosen has a result");
        continue;
      }
      require(receiving[i] && from[i] != NOWHERE, "%s was off and has been chosen", next);
      if (next.isOpen()) {
        worker.journal.received(from[i], next.value());
      } else {
        require(next.value() == null, "closed, and with a value: %s", next);
        require(worker.channel(from[i]).isDrained(), "%s was not drained", next);
      }
    }
    int sent = sends.indexOf(winner);
    if (sent >= 0) {
      require(sending[sent] && to[sent] != NOWHERE, "%s was off and has been chosen", winner);
      worker.journal.sent(worker.journal.value(to[sent], number));
    }
    return winner;
  }
}
