package io.github.goprims.faults;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operation that meets a fault at its n-th point. A scenario lays it out: partners
 * first, then the operation, what the others do meanwhile, and the checks for afterwards.
 */
final class Trial {

  /** Looks at the objects once the operation is over. */
  interface Check {
    /**
     * Fails if they are not as they have to be.
     *
     * @param thrown what the operation threw, null if it returned
     */
    void check(@Nullable Throwable thrown) throws Exception;
  }

  private static final long LOOK_NANOS = 20_000;

  /** What others may need to get on; long for what must come, short for what may be broken. */
  final Duration patience;

  private final List<Partner> partners = new ArrayList<>();
  private final Partner operator = new Partner("operator");
  private Task operation = () -> {};
  private Task meanwhile = () -> {};
  private Check afterwards = thrown -> {};
  private Predicate<Thread> victims = thread -> thread == operator.thread;

  /** Whether an operation that gives something back may be called again when it threw. */
  final boolean mayRepeat;

  /**
   * A thread of the library runs out of stack in what it does for others, not in its own loop at
   * the bottom of the stack. With the frames of the hooks.
   */
  private static final int ABOVE_THE_LOOP = 10;

  private final FaultKind kind;
  private int fromDepth;
  private final long end;
  private volatile Faults.Threat threat;

  /**
   * Prepares a trial.
   *
   * @param end when there are no faults any more, whatever happens
   */
  Trial(FaultKind kind, Duration patience, long end) {
    this.kind = kind;
    this.patience = patience;
    this.end = end;
    threat = Faults.none();
    mayRepeat = !kind.memory;
  }

  /** Starts a thread that does something beside, and has to get to its end. */
  Partner partner(Task task) {
    Partner partner = new Partner("partner-" + partners.size());
    partners.add(partner);
    partner.start(task);
    return partner;
  }

  /** Starts such a thread, and waits until it waits. */
  Partner waiting(Task task) {
    Partner partner = partner(task);
    partner.awaitBlocked();
    return partner;
  }

  /** What meets the fault. */
  void operate(Task task) {
    operation = task;
  }

  /** What meets it are the threads of the library, while {@code task} waits for them. */
  void operateByLibrary(Task task) {
    victims = thread -> thread.getName().startsWith("goprims");
    fromDepth = ABOVE_THE_LOOP;
    operation = task;
  }

  /** What happens beside the operation, in the main thread. */
  void meanwhile(Task task) {
    meanwhile = task;
  }

  /** What has to hold when it is over, whatever it threw. */
  void afterwards(Check check) {
    afterwards = check;
  }

  /** Whether a partner is not at its end. */
  boolean waits() {
    return partners.stream().anyMatch(partner -> !partner.isOver());
  }

  /**
   * Waits until functions have run. One for whose goroutine there is no memory does not run, and
   * its failure is told.
   */
  void functionsRun(CountDownLatch functions) {
    long lost = !kind.memory || !threat.hasStruck() ? 0 : kind.lasting ? Long.MAX_VALUE : 1;
    soon("functions run", () -> functions.getCount() <= lost);
  }

  /** Waits until all partners are at their end. */
  void partnersOver() {
    partners.forEach(Partner::awaitOver);
  }

  /** Waits until the operation waits or is over. */
  void operatorBlockedOrOver() {
    operator.awaitBlockedOrOver();
  }

  Thread operator() {
    return operator.thread;
  }

  /** Does it all, and says whether there was a fault; fails if something is not as it has to be. */
  Faults.Threat run(Scenario scenario, int n) throws Throwable {
    scenario.layOut(this);
    operator.start(
        () -> {
          threat = Faults.threaten(kind, n, victims, end, fromDepth);
          try {
            operation.run();
          } finally {
            Faults.end();
          }
        });
    try {
      meanwhile.run();
      operator.awaitOver();
    } catch (Throwable failure) {
      Faults.end();
      abandon();
      throw new Broken(threat, failure);
    }
    try {
      Throwable thrown = operator.failure;
      if (thrown != null && !(thrown instanceof VirtualMachineError)) {
        throw new AssertionError("another failure", thrown);
      }
      if (thrown != null && !threat.hasStruck()) {
        throw new AssertionError("a failure without a fault", thrown);
      }
      afterwards.check(thrown);
      for (Partner partner : partners) {
        partner.awaitOver();
        if (partner.failure != null) {
          throw new AssertionError(partner + " failed", partner.failure);
        }
      }
    } catch (Throwable failure) {
      abandon();
      throw new Broken(threat, failure);
    }
    return threat;
  }

  private void abandon() {
    operator.thread.interrupt();
    partners.forEach(partner -> partner.thread.interrupt());
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }

  /** Waits until it holds, and fails if it does not. */
  void soon(String what, BooleanSupplier condition) {
    require(holds(patience, condition), "in vain: " + what);
  }

  /** Waits until it holds, for so long at most. */
  static boolean holds(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return condition.getAsBoolean();
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /** Does something in a thread of its own, and fails if that does not end well. */
  void does(String what, Task task) {
    Partner partner = new Partner(what);
    partner.start(task);
    try {
      partner.awaitOver();
    } catch (AssertionError e) {
      partner.thread.interrupt();
      throw e;
    }
    if (partner.failure != null) {
      throw new AssertionError(what + " failed", partner.failure);
    }
  }

  /** Something was not as it has to be after a fault. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    final transient Faults.Threat threat;

    Broken(Faults.Threat threat, Throwable failure) {
      super(failure);
      this.threat = threat;
    }
  }

  /** A thread of the trial. */
  final class Partner {
    private final String name;
    volatile Thread thread = Thread.currentThread();
    private volatile @Nullable Throwable failure;
    private volatile boolean over;

    private Partner(String name) {
      this.name = name;
    }

    private void start(Task task) {
      Thread made =
          Thread.ofPlatform()
              .daemon()
              .name(name)
              .unstarted(
                  () -> {
                    try {
                      task.run();
                    } catch (Throwable thrown) {
                      failure = thrown;
                    }
                    over = true;
                  });
      thread = made;
      made.start();
    }

    boolean isOver() {
      return over;
    }

    void interrupt() {
      thread.interrupt();
    }

    private boolean isBlocked() {
      Thread.State state = thread.getState();
      return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
          && LockSupport.getBlocker(thread) instanceof Waiter;
    }

    void awaitBlocked() {
      soon(this + " waits", this::isBlocked);
    }

    void awaitBlockedOrOver() {
      soon(this + " waits or is over", () -> over || isBlocked());
    }

    void awaitOver() {
      if (!holds(patience, () -> over)) {
        throw new AssertionError(
            "hangs: %s, %s, blocked on %s, at %s"
                .formatted(this, thread.getState(), LockSupport.getBlocker(thread), place()));
      }
    }

    private String place() {
      StringBuilder text = new StringBuilder();
      int shown = 0;
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (frame.getClassName().startsWith("io.github.goprims") && shown++ < 4) {
          text.append(shown == 1 ? "" : " < ")
              .append(frame.getFileName())
              .append(':')
              .append(frame.getLineNumber());
        }
      }
      return text.toString();
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
