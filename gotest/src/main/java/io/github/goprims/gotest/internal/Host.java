package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.Task;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The thread that has a bubble run: waits for its end, and brings that about if need be. */
final class Host {

  /** For how long, at most, goroutines of a bubble that is over are waited for. */
  private static final long GRACE_NANOS = 2_000_000_000L;

  private final World world;

  Host(World world) {
    this.world = world;
  }

  /** Runs {@code task} as the root, and waits until all goroutines have ended. */
  Outcome run(Task task) throws InterruptedException {
    world.host = Thread.currentThread();
    start(task);
    Outcome.End end;
    try {
      end = awaitEnd();
    } catch (InterruptedException e) {
      throw interrupted(end());
    }
    String report = "";
    if (end != Outcome.End.ENDED) {
      report = Report.of(end, world);
      if (world.scheduler != null) {
        report += world.scheduler.whatHoldsItUp();
      }
      List<Member> left = end();
      if (!left.isEmpty()) {
        report += "\n" + text(left);
      }
    }
    close();
    return new Outcome(end, world.failures.take(), report);
  }

  private void start(Task task) {
    Root root = new Root(world, task);
    Thread thread = world.newThread(root);
    Member member = new Member(world, thread);
    world.enter(member);
    boolean started = false;
    try {
      root.start(thread);
      started = true;
    } finally {
      if (!started) {
        world.leave(member);
      }
    }
  }

  /** What to throw if the host was interrupted; it tells what has been found out by then. */
  private InterruptedException interrupted(List<Member> left) {
    close();
    InterruptedException told =
        left.isEmpty() ? new InterruptedException() : new InterruptedException(text(left));
    Throwable failure = world.failures.take();
    if (failure != null) {
      told.addSuppressed(failure);
    }
    return told;
  }

  private static String text(List<Member> left) {
    return "left behind, since they could not be ended: " + left;
  }

  private void close() {
    world.departed.await();
    world.alarms.clear(); // primitives that outlive this bubble know it
  }

  /** Waits for the end, or for a reason to give up. */
  private Outcome.End awaitEnd() throws InterruptedException {
    long seen = -1;
    long since = System.nanoTime();
    for (; ; ) {
      long made;
      world.lock();
      try {
        if (world.members.isEmpty()) {
          return Outcome.End.ENDED;
        }
        if (world.deadlocked) {
          return Outcome.End.DEADLOCK;
        }
        made = world.progress;
      } finally {
        world.held = false;
      }
      long clock = System.nanoTime();
      if (made != seen || world.paused) {
        seen = made;
        since = clock;
      } else if (clock - since >= world.patience) {
        return Outcome.End.STALL;
      }
      LockSupport.parkNanos(this, Math.min(world.patience, 1_000_000_000L));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Makes all goroutines end; says which have not. An interrupt stays set. */
  private List<Member> end() {
    world.over = true;
    if (world.scheduler != null) {
      world.scheduler.letGo();
    }
    long deadline = System.nanoTime() + GRACE_NANOS;
    boolean interrupted = false;
    List<Member> left = world.snapshot();
    for (int round = 0; !left.isEmpty() && System.nanoTime() < deadline; round++) {
      for (Member member : left) {
        world.lock();
        boolean isParked = member.waiter != null;
        world.held = false;
        if (isParked) {
          LockSupport.unpark(member.thread);
        } else {
          member.thread.interrupt();
        }
      }
      LockSupport.parkNanos(this, 100_000L << Math.min(round, 8));
      interrupted |= Thread.interrupted(); // or the next park would not last
      left = world.snapshot();
    }
    left.forEach(world::abandon);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(world.leftBehind);
  }
}
