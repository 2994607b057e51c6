package io.github.goprims.progress;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.AfterFunc;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Cond;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.RWMutex;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** All that is documented as not waiting, on objects that others use as well. */
final class Operations {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** How many goroutines may wait for what these operations end. */
  private static final int MOST_WAITERS = 20_000;

  private static final int CHANNELS = 4;

  private final Stopwatch watch;
  private final AtomicInteger waiters = new AtomicInteger();

  final Channel<Integer>[] channels = channels();
  final Timer timer = Timer.make(Duration.ofMillis(3));
  final Ticker ticker = Ticker.make(Duration.ofMillis(3));
  final Mutex mutex = new Mutex();
  final RWMutex rwMutex = new RWMutex();
  final Mutex condMutex = new Mutex();
  final Cond cond = Cond.on(condMutex);
  volatile boolean quiet;

  Operations(Stopwatch watch) {
    this.watch = watch;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Channel<Integer>[] channels() {
    Channel<Integer>[] made = new Channel[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      made[i] = Channel.<Integer>make(new int[] {0, 0, 1, 8}[i]).named("shared" + i);
    }
    return made;
  }

  int waiters() {
    return waiters.get();
  }

  /** Does one of them; {@code who} tells in the report what kind of thread that was. */
  void doOne(String who, SplittableRandom choice) {
    Channel<Integer> channel = channels[choice.nextInt(CHANNELS)];
    switch (choice.nextInt(20)) {
      case 0, 1 -> watch.time(who + "trySend", () -> channel.trySend(1));
      case 2, 3 -> watch.time(who + "tryReceive", () -> channel.tryReceive());
      case 4 -> watch.time(who + "length, toString", () -> channel.length() + " of " + channel);
      case 5, 6 -> poll(who, choice);
      case 7 ->
          watch.time(who + "Timer.reset", () -> timer.reset(Duration.ofMillis(choice.nextInt(5))));
      case 8 -> watch.time(who + "Timer.stop", timer::stop);
      case 9 -> ticker(who, choice);
      case 10 -> function(who);
      case 11 -> mutex(who);
      case 12 -> rwMutex(who, choice);
      case 13 -> cond(who, choice);
      case 14 -> group(who, choice);
      case 15 -> close(who, choice);
      case 16 -> context(who, choice);
      case 17 -> timeout(who);
      case 18 -> tree(who, choice);
      default -> text(who);
    }
  }

  private void poll(String who, SplittableRandom choice) {
    Select select = Select.create();
    for (int i = 0; i < 3; i++) {
      Channel<Integer> channel = channels[choice.nextInt(CHANNELS)];
      if (choice.nextBoolean()) {
        select.onReceive(channel);
      } else {
        select.onSend(channel).value(2);
      }
    }
    if (choice.nextBoolean()) {
      select.onReceive(timer.channel());
    }
    watch.time(who + "Select.poll", () -> select.poll());
  }

  private void ticker(String who, SplittableRandom choice) {
    watch.timeRun(who + "Ticker.stop", ticker::stop);
    watch.timeRun(
        who + "Ticker.reset", () -> ticker.reset(Duration.ofMillis(choice.nextInt(1, 5))));
  }

  private void function(String who) {
    Timer made = watch.time(who + "Timer.afterFunc", () -> Timer.afterFunc(LONG, () -> {}));
    watch.time(who + "stop of a function", made::stop);
  }

  private void mutex(String who) {
    if (watch.time(who + "Mutex.tryLock", mutex::tryLock)) {
      watch.timeRun(who + "Mutex.unlock", mutex::unlock);
    }
  }

  private void rwMutex(String who, SplittableRandom choice) {
    if (choice.nextInt(4) == 0) {
      if (watch.time(who + "RWMutex.tryLock", () -> rwMutex.tryLock())) {
        watch.timeRun(who + "RWMutex.unlock", rwMutex::unlock);
      }
    } else if (watch.time(who + "RWMutex.tryRLock", () -> rwMutex.tryRLock())) {
      watch.timeRun(who + "RWMutex.rUnlock", rwMutex::rUnlock);
    }
  }

  private void cond(String who, SplittableRandom choice) {
    if (choice.nextInt(8) == 0) {
      watch.timeRun(who + "broadcast", cond::broadcast);
    } else {
      watch.timeRun(who + "signal", cond::signal);
    }
  }

  private void group(String who, SplittableRandom choice) {
    WaitGroup group = new WaitGroup();
    group.add(1);
    crowd(choice, group::await);
    watch.timeRun(who + "done", group::done);
  }

  private void close(String who, SplittableRandom choice) {
    Channel<Integer> channel = Channel.make();
    if (choice.nextBoolean()) {
      crowd(choice, channel::receive);
    } else {
      crowd(choice, () -> trySending(channel));
    }
    if (choice.nextBoolean()) {
      watch.timeRun(who + "close", channel::close);
    } else {
      watch.time(who + "tryClose", () -> channel.tryClose());
    }
  }

  private static void trySending(Channel<Integer> channel) throws InterruptedException {
    try {
      channel.send(1);
    } catch (IllegalStateException closed) {
      // as it has to be
    }
  }

  /** Lets some hundred goroutines wait, those that get a carrier soon. */
  private void crowd(SplittableRandom choice, io.github.goprims.gochan.Task wait) {
    int size = choice.nextInt(300);
    if (quiet || waiters.get() > MOST_WAITERS) {
      return;
    }
    waiters.addAndGet(size);
    for (int i = 0; i < size; i++) {
      Go.go(
          () -> {
            try {
              wait.run();
            } finally {
              waiters.decrementAndGet();
            }
          });
    }
  }

  private void context(String who, SplittableRandom choice) {
    CancelableContext context = Context.background().withCancel();
    CancelableContext child = context.withTimeout(LONG);
    watch.time(who + "err", () -> child.err());
    AfterFunc function = watch.time(who + "Context.afterFunc", () -> child.afterFunc(() -> {}));
    if (choice.nextBoolean()) {
      watch.time(who + "stop of a context's function", function::stop);
    }
    ReceiveChannel<Void> done = watch.time(who + "done channel", child::done);
    crowd(choice, done::receive);
    watch.timeRun(who + "cancel", () -> context.cancel());
    watch.timeRun(who + "close of a context", child::close);
  }

  private void timeout(String who) {
    CancelableContext context =
        watch.time(who + "withTimeout", () -> Context.background().withTimeout(LONG));
    watch.timeRun(who + "close of a timeout", context::close);
  }

  private void tree(String who, SplittableRandom choice) {
    CancelableContext context = Context.background().withCancel();
    for (int i = choice.nextInt(300); i > 0; i--) {
      context.withCancel().withValue(ProgressSoak.KEY, "value");
    }
    watch.timeRun(who + "cancel of a tree", () -> context.cancel());
  }

  private void text(String who) {
    watch.time(
        who + "toString",
        () -> mutex.toString() + rwMutex + cond + channels[0] + channels[3] + timer.channel());
  }
}
