package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sources, stages and sinks with a few channels between each two. The last thread of a stage closes
 * what the stage sends to. Nothing ends this round but the threads themselves: a lost wake-up stops
 * it for ever.
 */
final class SoakPipeline extends SoakChannels {

  private static final int[] NONE = {};

  private AtomicInteger @Nullable [] alive;
  private int values;

  SoakPipeline(SplittableRandom random) {
    super(random);
  }

  @Override
  protected void prepare() {
    int silentIn = addChannel();
    int silentOut = addChannel(0);
    int links = random.nextInt(1, 4);
    int total = random.nextInt(200, 8_000);
    alive = new AtomicInteger[links + 1];
    int[] ins = NONE;
    for (int stage = 0; stage <= links; stage++) {
      int[] outs = stage < links ? link() : NONE;
      int count = Math.max(ins.length, random.nextInt(1, 7));
      alive[stage] = new AtomicInteger(count);
      for (int i = 0; i < count; i++) {
        // Each channel has at least one reader of its own.
        int[] own = ins;
        if (i < ins.length || ins.length > 0 && random.nextBoolean()) {
          own = new int[] {ins[i % ins.length]};
        }
        if (stage == 0) {
          int part = total / count;
          values += part;
          new Source(this, outs, silentIn, silentOut, part);
        } else if (stage == links) {
          new Sink(this, own, silentIn, silentOut, stage);
        } else if (random.nextBoolean()) {
          new Relay(this, own, outs, silentIn, silentOut, stage);
        } else {
          new Buffer(this, own, outs, silentIn, silentOut, stage);
        }
      }
      ins = outs;
    }
  }

  private int[] link() {
    return IntStream.range(0, random.nextInt(1, 4)).map(i -> addChannel()).toArray();
  }

  @Override
  void verifyUsers() {
    int sunk =
        users.stream()
            .filter(Sink.class::isInstance)
            .mapToInt(w -> w.journal.receivedCount())
            .sum();
    require(sunk == values, "%d values arrived of %d", sunk, values);
  }

  private void leave(int stage, int[] outs) {
    if (alive[stage].decrementAndGet() == 0) {
      Arrays.stream(outs).forEach(this::close);
    }
  }

  private static final class Source extends SoakStage {
    private final SoakPipeline pipeline;
    private final int[] outs;
    private final int count;

    Source(SoakPipeline round, int[] outs, int silentIn, int silentOut, int count) {
      super(round, NONE, outs, silentIn, silentOut);
      this.pipeline = round;
      this.outs = outs;
      this.count = count;
    }

    @Override
    protected void work() {
      for (int i = 0; i < count; i++) {
        put();
      }
      pipeline.leave(0, outs);
    }
  }

  /** Sends one value for each that it receives. */
  private static final class Relay extends SoakStage {
    private final SoakPipeline pipeline;
    private final int[] outs;
    private final int stage;

    Relay(SoakPipeline round, int[] ins, int[] outs, int silentIn, int silentOut, int stage) {
      super(round, ins, outs, silentIn, silentOut);
      this.pipeline = round;
      this.outs = outs;
      this.stage = stage;
    }

    @Override
    protected void work() {
      while (take()) {
        put();
      }
      pipeline.leave(stage, outs);
    }
  }

  /** The same with one select: receives while it has room, sends while it has something. */
  private static final class Buffer extends SoakStage {
    private final SoakPipeline pipeline;
    private final int[] outs;
    private final int stage;
    private final int room;

    Buffer(SoakPipeline round, int[] ins, int[] outs, int silentIn, int silentOut, int stage) {
      super(round, ins, outs, silentIn, silentOut);
      this.pipeline = round;
      this.outs = outs;
      this.stage = stage;
      this.room = choice.nextInt(1, 5);
    }

    @Override
    protected void work() {
      int held = 0;
      while (held > 0 || areInputsOpen()) {
        int before = journal.receivedCount();
        try {
          if (exchange(areInputsOpen() && held < room, held > 0) instanceof SendCase<?>) {
            held--;
          }
        } catch (InterruptedException e) {
          sawInterrupt();
        }
        held += journal.receivedCount() - before;
      }
      pipeline.leave(stage, outs);
    }
  }

  /** Takes value by value, or in one of the forms of the loop over a channel. */
  private static final class Sink extends SoakStage {
    private final SoakPipeline pipeline;
    private final int stage;
    private final boolean alone;
    private final int form;

    Sink(SoakPipeline round, int[] ins, int silentIn, int silentOut, int stage) {
      super(round, ins, NONE, silentIn, silentOut);
      this.pipeline = round;
      this.stage = stage;
      this.alone = ins.length == 1;
      this.form = choice.nextInt(6);
    }

    @Override
    protected void work() {
      while (alone && form < 3 && !channel(openInput()).isDrained()) {
        try {
          loop(openInput());
        } catch (InterruptedException e) {
          sawInterrupt();
        } catch (UncheckedInterruptedException e) {
          interrupted(e);
        }
      }
      while (take()) {
        // counted
      }
      pipeline.leave(stage, NONE);
    }

    private void loop(int from) throws InterruptedException {
      switch (form) {
        case 0 -> {
          for (Long value : channel(from)) {
            count(from, value);
          }
        }
        case 1 -> channel(from).stream().forEach(value -> count(from, value));
        default -> channel(from).forEachReceived(value -> count(from, value));
      }
    }

    private void count(int from, Long value) {
      nextNumber();
      received(from, value);
    }
  }
}
