package io.github.goprims.progress;

import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Threads of both kinds that use the same objects in the forms that may wait. */
final class Traffic {

  private static final Duration MOMENT = Duration.ofMillis(2);

  private final Operations objects;

  Traffic(Operations objects) {
    this.objects = objects;
  }

  /** Starts so many of each kind; they never end. */
  void start(int number, SplittableRandom random) {
    for (int i = 0; i < number; i++) {
      start(Thread.ofVirtual().name("traffic-virtual-" + i), random.split());
      start(Thread.ofPlatform().daemon().name("traffic-platform-" + i), random.split());
    }
  }

  /** Starts platform threads that do what does not wait, and have it timed. */
  void startCallers(int number, SplittableRandom random) {
    for (int i = 0; i < number; i++) {
      SplittableRandom choice = random.split();
      Thread.ofPlatform()
          .daemon()
          .name("caller-" + i)
          .start(
              () -> {
                for (; ; ) {
                  objects.doOne("", choice);
                  LockSupport.parkNanos(choice.nextInt(200_000));
                }
              });
    }
  }

  private void start(Thread.Builder builder, SplittableRandom choice) {
    builder.start(
        () -> {
          for (; ; ) {
            try {
              use(choice).run();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
            if (choice.nextInt(4) == 0) {
              LockSupport.parkNanos(choice.nextInt(2_000_000));
            }
          }
        });
  }

  private Task use(SplittableRandom choice) {
    var channel = objects.channels[choice.nextInt(objects.channels.length)];
    var other = objects.channels[choice.nextInt(objects.channels.length)];
    return switch (choice.nextInt(12)) {
      case 10 -> () -> objects.timer.reset(Duration.ofMillis(choice.nextInt(3)));
      case 11 -> objects.timer::stop;
      case 0, 1 -> () -> channel.send(1, MOMENT);
      case 2, 3 -> () -> channel.receive(MOMENT);
      case 4, 5 ->
          () ->
              Select.<Integer, RuntimeException>first(
                  Select.receive(channel, got -> 1),
                  Select.send(other, 1, () -> 2),
                  Select.receive(objects.timer.channel(), got -> 3),
                  Select.timeout(MOMENT, () -> 4));
      case 6 ->
          () -> {
            objects.ticker.channel().receive(MOMENT);
            objects.timer.channel().receive(MOMENT);
          };
      case 7 ->
          () -> {
            objects.mutex.lock();
            objects.mutex.unlock();
          };
      case 8 ->
          () -> {
            if (choice.nextInt(4) == 0) {
              objects.rwMutex.lock();
              objects.rwMutex.unlock();
            } else {
              objects.rwMutex.rLock();
              objects.rwMutex.rUnlock();
            }
          };
      default ->
          () -> {
            objects.condMutex.lock();
            objects.cond.await(MOMENT);
            objects.condMutex.unlock();
          };
    };
  }
}
