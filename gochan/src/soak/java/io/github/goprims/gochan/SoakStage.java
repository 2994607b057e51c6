package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/**
 * A worker that does not give up: what it has to send or to receive it sends and receives, in one
 * form or another, until it is done or its inputs are drained.
 */
abstract class SoakStage extends SoakUser {

  private final int[] ins;
  private final int[] outs;
  private final int silentIn;
  private final int silentOut;
  private int open;
  private @Nullable SoakSelect select;

  /** The silent channels are selected on, and nobody ever comes there. */
  SoakStage(SoakChannels round, int[] ins, int[] outs, int silentIn, int silentOut) {
    super(round);
    this.ins = ins.clone();
    this.outs = outs.clone();
    this.silentIn = silentIn;
    this.silentOut = silentOut;
    open = ins.length;
  }

  /** Sends to one of the outputs. */
  final void put() {
    boolean done = false;
    while (!done) {
      try {
        done = putOnce();
      } catch (InterruptedException e) {
        sawInterrupt();
      }
    }
  }

  private boolean putOnce() throws InterruptedException {
    int to = outs[choice.nextInt(outs.length)];
    switch (choice.nextInt(7)) {
      case 0 -> {
        return trySend(to, journal.value(to, nextNumber()));
      }
      case 1 -> {
        return timedSend(to, journal.value(to, nextNumber()));
      }
      case 2 -> {
        journal.selects++;
        SoakClauses clauses = new SoakClauses(this, nextNumber());
        clauses.receive(silentIn);
        clauses.send(to);
        return clauses.run() == SoakClauses.Outcome.SENT;
      }
      case 3 -> {
        return exchange(false, true) instanceof SendCase<?>;
      }
      default -> {
        return plainSend(to, journal.value(to, nextNumber()));
      }
    }
  }

  /** Receives from one of the inputs; false once all are drained. */
  final boolean take() {
    int before = journal.receivedCount();
    while (open > 0 && journal.receivedCount() == before) {
      try {
        takeOnce(choice.nextInt(open));
      } catch (InterruptedException e) {
        sawInterrupt();
      }
    }
    return journal.receivedCount() > before;
  }

  private void takeOnce(int i) throws InterruptedException {
    int from = ins[i];
    Long value = null;
    switch (choice.nextInt(7)) {
      case 0 -> value = tryReceive(from);
      case 1 -> value = timedReceive(from);
      case 2 -> {
        journal.selects++;
        SoakClauses clauses = new SoakClauses(this, nextNumber());
        clauses.send(silentOut);
        clauses.receive(from);
        clauses.timeout(patience());
        clauses.run();
      }
      case 3 -> {
        exchange(true, false);
        return;
      }
      default -> value = plainReceive(from);
    }
    nextNumber();
    if (value == null && channel(from).isDrained()) {
      drop(i);
    }
  }

  private void drop(int i) {
    open--;
    int drained = ins[i];
    ins[i] = ins[open];
    ins[open] = drained;
    select = null;
  }

  /** Runs the prepared select, with its receives or its sends or both. */
  final SelectCase exchange(boolean receive, boolean send) throws InterruptedException {
    if (select == null) {
      select = new SoakSelect(this, with(ins, open, silentIn), with(outs, outs.length, silentOut));
    }
    select.enable(receive, send);
    SelectCase winner = select.await();
    ReceiveCase<Long> received = select.asReceive(winner);
    if (received != null && !received.isOpen()) {
      for (int i = open - 1; i >= 0; i--) {
        if (channel(ins[i]).isDrained()) {
          drop(i);
        }
      }
    }
    return winner;
  }

  final boolean areInputsOpen() {
    return open > 0;
  }

  final int openInput() {
    return ins[0];
  }

  private static int[] with(int[] some, int count, int last) {
    int[] all = new int[count + 1];
    System.arraycopy(some, 0, all, 0, count);
    all[count] = last;
    return all;
  }
}
