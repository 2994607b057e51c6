package io.github.goprims.benchmarks;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Select;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What parked threads wait for: one and the same object for all. */
enum ParkedKind {
  PARK("bare park") {
    @Override
    Parked.Starter starter() {
      return own(LockSupport::park);
    }
  },
  PARK_NANOS("bare parkNanos") {
    @Override
    Parked.Starter starter() {
      return own(() -> LockSupport.parkNanos(LONG.toNanos()));
    }
  },
  RECEIVE("receive, unbuffered") {
    @Override
    Parked.Starter starter() {
      Channel<Integer> channel = Channel.make();
      return () -> Go.go(channel::receive);
    }
  },
  RECEIVE_BUFFERED("receive, capacity 1") {
    @Override
    Parked.Starter starter() {
      Channel<Integer> channel = Channel.make(1);
      return () -> Go.go(channel::receive);
    }
  },
  RECEIVE_TIMED("receive with a timeout") {
    @Override
    Parked.Starter starter() {
      Channel<Integer> channel = Channel.make();
      return () -> Go.go(() -> channel.receive(LONG));
    }
  },
  SELECT("select of two") {
    @Override
    Parked.Starter starter() {
      Channel<Integer> one = Channel.make();
      Channel<Integer> two = Channel.make();
      return () ->
          Go.go(
              () -> {
                Select select = Select.create();
                select.onReceive(one);
                select.onReceive(two);
                select.await();
              });
    }
  },
  SLEEP("Go.sleep") {
    @Override
    Parked.Starter starter() {
      return () -> Go.go(() -> Go.sleep(LONG));
    }
  },
  JOX("Jox receive, unbuffered") {
    @Override
    Parked.Starter starter() {
      var channel = com.softwaremill.jox.Channel.<Integer>newRendezvousChannel();
      return own(channel::receive);
    }
  },
  ABQ("ArrayBlockingQueue.take") {
    @Override
    Parked.Starter starter() {
      var queue = new ArrayBlockingQueue<Integer>(1);
      return own(queue::take);
    }
  },
  ABQ_TIMED("ArrayBlockingQueue.poll, timed") {
    @Override
    Parked.Starter starter() {
      var queue = new ArrayBlockingQueue<Integer>(1);
      return own(() -> queue.poll(1, TimeUnit.HOURS));
    }
  },
  SYNCQ("SynchronousQueue.take") {
    @Override
    Parked.Starter starter() {
      var queue = new SynchronousQueue<Integer>();
      return own(queue::take);
    }
  },
  SYNCQ_TIMED("SynchronousQueue.poll, timed") {
    @Override
    Parked.Starter starter() {
      var queue = new SynchronousQueue<Integer>();
      return own(() -> queue.poll(1, TimeUnit.HOURS));
    }
  };

  private static final Duration LONG = Duration.ofHours(1);

  final String text;

  ParkedKind(String text) {
    this.text = text;
  }

  /** Makes the object to wait for; each thread that the result starts waits for it. */
  abstract Parked.Starter starter();

  /** With a thread of the JDK. */
  private static Parked.Starter own(Workers.Work task) {
    return () ->
        Thread.startVirtualThread(
            () -> {
              try {
                task.run();
              } catch (Exception e) {
                // Interrupted: it is over.
              }
            });
  }
}
