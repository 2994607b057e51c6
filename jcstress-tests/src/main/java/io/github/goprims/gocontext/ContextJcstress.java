package io.github.goprims.gocontext;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Races on the tree of contexts: who ends what, what is seen of it, and who is told.
 *
 * @primitive Context
 */
public final class ContextJcstress {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Context ROOT = Context.background();

  private ContextJcstress() {}

  private static String state(Context context) {
    return context.err() == null ? "live" : "ended";
  }

  private static String state(ReceiveChannel<Void> done) {
    return done.isDrained() ? "closed" : "open";
  }

  /**
   * @hunts a child that lives on because it was born while its parent ended
   * @guards {@link CancelContext}: why no child is missed (CTX-14)
   * @see CancelContext#decide
   * @see ChildSet#sweep
   * @see CancelContext#endInSweep
   */
  @JCStressTest
  @Outcome(id = "live, ended", expect = ACCEPTABLE, desc = "born, then ended")
  @Outcome(id = "ended, ended", expect = ACCEPTABLE, desc = "born ended, or ended at once")
  @Outcome(expect = FORBIDDEN, desc = "overlooked by the sweep, and not refused by the set")
  @State
  public static class BirthVersusCancel {
    private final CancelableContext parent = ROOT.withCancel();
    private Context child;

    @Actor
    public void deriver(LL_Result r) {
      child = parent.withCancel();
      r.r1 = state(child);
    }

    @Actor
    public void canceler(LL_Result r) {
      parent.cancel();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = state(child);
    }
  }

  /**
   * The set of children is there already.
   *
   * @hunts a child that lives on because it was born while its parent ended
   * @guards {@link CancelContext}: why no child is missed (CTX-14)
   */
  @JCStressTest
  @Outcome(id = "live, ended", expect = ACCEPTABLE, desc = "born, then ended")
  @Outcome(id = "ended, ended", expect = ACCEPTABLE, desc = "born ended, or ended at once")
  @Outcome(expect = FORBIDDEN, desc = "overlooked by the sweep, and not refused by the set")
  @State
  public static class SecondBirthVersusCancel {
    private final CancelableContext parent = ROOT.withCancel();
    private final Context sister = parent.withCancel();
    private Context child;

    @Actor
    public void deriver(LL_Result r) {
      child = parent.withCancel();
      r.r1 = state(child);
    }

    @Actor
    public void canceler(LL_Result r) {
      parent.cancel();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = state(child) + (state(sister).equals("ended") ? "" : ", but not its sister");
    }
  }

  /**
   * @hunts a cancel that returns while the other has not ended all below
   * @guards {@link CancelSweep}: W1 and the wait for those that were met (CTX-09)
   * @see CancelContext#endInSweep
   * @see CancelContext#dismiss
   * @see CancelContext#leave
   * @see CancelSweep#awaitComplete
   * @see CancelSweep#awaitOver
   * @see CancelSweep#look
   * @see CancelSweep#push
   * @see CancelSweep#tellOver
   * @see Child#detach
   */
  @JCStressTest
  @Outcome(id = "ended, ended", expect = ACCEPTABLE, desc = "both waited for all")
  @Outcome(expect = FORBIDDEN, desc = "who came second did not wait for the first")
  @State
  public static class CancelVersusCancel {
    private final CancelableContext top = ROOT.withCancel();
    private final CancelableContext middle = top.withCancel();
    private final Context bottom = middle.withCancel();

    @Actor
    public void above(LL_Result r) {
      top.cancel();
      r.r1 = state(bottom);
    }

    @Actor
    public void below(LL_Result r) {
      middle.cancel();
      r.r2 = state(bottom);
    }
  }

  /**
   * Both cancels lead to the same contexts.
   *
   * @hunts a cancel that returns while the other has not ended all below, and a deadlock
   * @guards {@link CancelSweep}: W1, why no deadlock (CTX-09)
   * @see AnyContext#leave
   * @see CancelContext#endInSweep
   * @see CancelSweep#awaitComplete
   * @see CancelSweep#awaitOver
   * @see CancelSweep#look
   * @see CancelSweep#push
   * @see CancelSweep#tellOver
   */
  @JCStressTest
  @Outcome(id = "ended ended, ended ended", expect = ACCEPTABLE, desc = "both waited for all")
  @Outcome(expect = FORBIDDEN, desc = "one did not wait for what the other had taken")
  @State
  public static class TwoParents {
    private final CancelableContext left = ROOT.withCancel();
    private final CancelableContext right = ROOT.withCancel();
    private final Context first = Context.anyOf(left, right).withCancel();
    private final Context second = Context.anyOf(right, left).withCancel();

    @Actor
    public void left(LL_Result r) {
      left.cancel();
      r.r1 = state(first) + " " + state(second);
    }

    @Actor
    public void right(LL_Result r) {
      right.cancel();
      r.r2 = state(first) + " " + state(second);
    }
  }

  /**
   * @hunts a child with a cause that is not that of the end it belongs to
   * @guards the one compare-and-set of end (CTX-30)
   * @see CancelContext#decide
   * @see CancelContext#endInSweep
   */
  @JCStressTest
  @Outcome(id = "parent, parent", expect = ACCEPTABLE, desc = "the parent ended first")
  @Outcome(id = "child, child", expect = ACCEPTABLE, desc = "the child ended first")
  @Outcome(expect = FORBIDDEN, desc = "two ends")
  @State
  public static class CauseVersusCause {
    private final CancelableContext parent = ROOT.withCancel();
    private final CancelableContext child = parent.withCancel();
    private final Context grandchild = child.withCancel();

    @Actor
    public void parent() {
      parent.cancel(new Throwable("parent"));
    }

    @Actor
    public void child() {
      child.cancel(new Throwable("child"));
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r1 = child.cause().getMessage();
      r.r2 = grandchild.cause().getMessage();
    }
  }

  /**
   * @hunts a function that runs though it was stopped, or does not though it was not
   * @guards {@link ChildSet}: exactly one of take and remove gets a child (CTX-48)
   * @see FunctionChild#stop
   * @see ChildSet#sweep
   * @see Child#detach
   */
  @JCStressTest
  @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "stopped in time")
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "started before the stop")
  @Outcome(expect = FORBIDDEN, desc = "stopped and run, or neither")
  @State
  public static class StopVersusRun {
    private final Channel<Integer> starts = Channel.make(2);
    private final AtomicInteger runs = new AtomicInteger();
    private final CancelableContext context = ROOT.withCancel();
    private final AfterFunc function =
        context.afterFunc(
            () -> {
              runs.incrementAndGet();
              starts.trySend(1);
            });

    @Actor
    public void stopper(LL_Result r) {
      r.r1 = function.stop();
    }

    @Actor
    public void canceler() {
      context.cancel();
    }

    @Arbiter
    public void after(LL_Result r) {
      if (r.r1.equals(false)) {
        awaitStart();
      }
      r.r2 = runs.get();
    }

    private void awaitStart() {
      try {
        starts.receive(LONG);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * The channel was there before.
   *
   * @hunts an err that is there before done is closed, and the other way round
   * @guards {@link CancelContext}: E1 (CTX-03)
   * @see CancelContext#closeDone
   * @see Done#close
   * @see io.github.goprims.gochan.Channel#tryClose
   */
  @JCStressTest
  @Outcome(id = "ended, open, .*", expect = FORBIDDEN, desc = "err before done")
  @Outcome(id = ".*, closed, live", expect = FORBIDDEN, desc = "done before err")
  @Outcome(id = "live, open, live", expect = ACCEPTABLE, desc = "looked before the end")
  @Outcome(id = "live, open, ended", expect = ACCEPTABLE, desc = "ended after the second look")
  @Outcome(id = "live, closed, ended", expect = ACCEPTABLE, desc = "ended after the first look")
  @Outcome(id = "ended, closed, ended", expect = ACCEPTABLE, desc = "looked after the end")
  @State
  public static class ErrVersusDone {
    private final CancelableContext context = ROOT.withCancel();
    private final ReceiveChannel<Void> done = context.done();

    @Actor
    public void canceler() {
      context.cancel();
    }

    @Actor
    public void reader(LLL_Result r) {
      r.r1 = state(context);
      r.r2 = state(done);
      r.r3 = state(context);
    }
  }

  /**
   * The channel is made meanwhile.
   *
   * @hunts an err that is there before done is closed, and the other way round
   * @guards {@link CancelContext}: E1 (CTX-03)
   */
  @JCStressTest
  @Outcome(id = "ended, open, .*", expect = FORBIDDEN, desc = "err before done")
  @Outcome(id = ".*, closed, live", expect = FORBIDDEN, desc = "done before err")
  @Outcome(id = "live, open, live", expect = ACCEPTABLE, desc = "looked before the end")
  @Outcome(id = "live, open, ended", expect = ACCEPTABLE, desc = "ended after the second look")
  @Outcome(id = "live, closed, ended", expect = ACCEPTABLE, desc = "ended after the first look")
  @Outcome(id = "ended, closed, ended", expect = ACCEPTABLE, desc = "looked after the end")
  @State
  public static class ErrVersusNewDone {
    private final CancelableContext context = ROOT.withCancel();

    @Actor
    public void canceler() {
      context.cancel();
    }

    @Actor
    public void reader(LLL_Result r) {
      r.r1 = state(context);
      r.r2 = state(context.done());
      r.r3 = state(context);
    }
  }

  /**
   * @hunts a channel that nobody closes, as each leaves that to the other
   * @guards {@link CancelContext}: why E1 holds
   * @see CancelContext#done()
   * @see CancelContext#closeDone
   * @see Done#close
   */
  @JCStressTest
  @Outcome(id = "open, closed", expect = ACCEPTABLE, desc = "made, then ended")
  @Outcome(id = "closed, closed", expect = ACCEPTABLE, desc = "ended, then made")
  @Outcome(expect = FORBIDDEN, desc = "who waits is never woken")
  @State
  public static class NewDoneIsClosed {
    private final CancelableContext context = ROOT.withCancel();
    private ReceiveChannel<Void> done;

    @Actor
    public void canceler() {
      context.cancel();
    }

    @Actor
    public void asker(LL_Result r) {
      done = context.done();
      r.r1 = state(done);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = state(done);
    }
  }

  /**
   * @hunts an end that is seen without what preceded it, on each of the ways on which it is seen
   * @guards done and err as edges (CTX-54)
   */
  @JCStressTest
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the end is seen, and not what preceded it")
  @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "seen behind done, but not what preceded it")
  @Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "seen behind err, but not what preceded it")
  @Outcome(expect = ACCEPTABLE, desc = "not ended yet, or all is seen")
  @State
  public static class Publication {
    private final CancelableContext parent = ROOT.withCancel();
    private final Context child = parent.withCancel();
    private final ReceiveChannel<Void> done = child.done();
    private int plain;

    @Actor
    public void canceler() {
      plain = 1;
      parent.cancel();
    }

    @Actor
    public void reader(LL_Result r) {
      r.r1 = done.isDrained() ? plain : "live";
      r.r2 = child.err() != null ? plain : "live";
    }
  }

  /**
   * @hunts an interrupt that is delivered when the body has returned
   * @guards {@link Interruption}: why none comes late
   * @see Interruption#leave
   * @see Interruption#interrupt
   * @see Interruption#awaitCourier
   * @see Interruption#awaitTurn
   */
  @JCStressTest
  @Outcome(id = "1, false, false", expect = ACCEPTABLE, desc = "no interrupt is left")
  @Outcome(id = "done, false, false", expect = ACCEPTABLE, desc = "ended before the body began")
  @Outcome(expect = FORBIDDEN, desc = "interrupted behind the body, or told it was")
  @State
  public static class CallVersusCancel {
    private final CancelableContext context = ROOT.withCancel();
    private Thread caller;

    @Actor
    public void caller(LLL_Result r) {
      caller = Thread.currentThread();
      try {
        r.r1 = context.<Integer, RuntimeException>call(() -> 1);
      } catch (ContextDoneException e) {
        r.r1 = "done";
      } catch (InterruptedException e) {
        r.r1 = "interrupted";
      }
      r.r2 = Thread.interrupted();
    }

    @Actor
    public void canceler() {
      context.cancel();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = caller.isInterrupted();
    }
  }

  /**
   * @hunts an outer body that is never interrupted, because the inner run takes its interrupt along
   * @guards {@link Interruption}: why none is lost
   * @see Interruption#leave
   * @see Interruption#interrupt
   * @see Interruption#awaitTurn
   */
  @JCStressTest
  @Outcome(id = "interrupted, false", expect = ACCEPTABLE, desc = "the outer body is interrupted")
  @Outcome(
      id = "done, false",
      expect = ACCEPTABLE,
      desc = "the outer context ended before the body")
  @Outcome(expect = FORBIDDEN, desc = "the outer body waits for ever, or the flag stays set")
  @State
  public static class NestedCalls {
    private final CancelableContext outer = ROOT.withCancel();
    private final CancelableContext inner = ROOT.withCancel();

    @Actor
    public void caller(LL_Result r) {
      try {
        r.r1 = outer.<String, RuntimeException>call(this::around);
      } catch (ContextDoneException e) {
        r.r1 = "done";
      } catch (InterruptedException e) {
        r.r1 = "interrupted by somebody";
      }
      r.r2 = Thread.interrupted();
    }

    private String around() {
      try {
        inner.<Integer, RuntimeException>call(() -> 1);
      } catch (ContextDoneException e) {
        // The inner context ended before the body.
      } catch (InterruptedException e) {
        return "interrupted"; // at entry: the outer context has ended
      }
      return awaitInterrupt();
    }

    @Actor
    public void canceler() {
      inner.cancel();
      outer.cancel();
    }
  }

  private static String awaitInterrupt() {
    long start = System.nanoTime();
    while (!Thread.interrupted()) {
      if (System.nanoTime() - start > LONG.toNanos()) {
        return "never";
      }
      Thread.onSpinWait();
    }
    return "interrupted";
  }

  /**
   * The actors play the part of the couriers: the inner run has been interrupted and leaves, while
   * the outer one is.
   *
   * @hunts an outer body that is never interrupted, because the inner run takes its interrupt along
   * @guards the turns of {@link Interruption}
   * @see Interruption#leave
   * @see Interruption#interrupt
   * @see Interruption#passOn
   * @see Interruption#awaitTurn
   */
  @JCStressTest
  @Outcome(id = "interrupted, false", expect = ACCEPTABLE, desc = "the outer body is interrupted")
  @Outcome(expect = FORBIDDEN, desc = "the outer body waits for ever, or the flag stays set")
  @State
  public static class InnerLeavesVersusOuterFires {
    private final Context outer = ROOT.withCancel();
    private final Context inner = ROOT.withCancel();
    private volatile Interruption outerRun;

    @Actor
    public void caller(LL_Result r) {
      try {
        r.r1 = outer.<String, RuntimeException>call(this::around);
      } catch (InterruptedException e) {
        r.r1 = "interrupted by somebody";
      }
      r.r2 = Thread.interrupted();
    }

    private String around() {
      Interruption run = Interruption.innermost();
      try {
        inner.<Integer, RuntimeException>call(
            () -> {
              Interruption.innermost().run();
              outerRun = run;
              return 1;
            });
      } catch (InterruptedException e) {
        return "interrupted by somebody";
      }
      return awaitInterrupt();
    }

    @Actor
    public void courier() {
      Interruption run = outerRun;
      while (run == null) {
        Thread.onSpinWait();
        run = outerRun;
      }
      run.run();
    }
  }

  /**
   * @hunts an interrupt from elsewhere that is lost though it came before the end
   * @guards {@link Interruption}: why foreign interrupts survive (INT-03)
   * @see Interruption#leave
   * @see Interruption#interrupt
   * @see Interruption#awaitCourier
   */
  @JCStressTest
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "it is still there")
  @Outcome(expect = FORBIDDEN, desc = "taken for that of the context, and cleared")
  @State
  public static class ForeignBeforeTheEnd {
    private final Context context = ROOT.withCancel();
    private volatile Interruption run;

    @Actor
    public void caller(LL_Result r) {
      try {
        r.r2 =
            context.<Integer, RuntimeException>call(
                () -> {
                  Thread.currentThread().interrupt();
                  run = Interruption.innermost();
                  return 1;
                });
      } catch (InterruptedException e) {
        r.r2 = "interrupted";
      }
      r.r1 = Thread.interrupted();
    }

    @Actor
    public void courier() {
      Interruption ended = run;
      while (ended == null) {
        Thread.onSpinWait();
        ended = run;
      }
      ended.run();
    }
  }

  /**
   * @hunts a member that stays with a parent of an anyOf that has ended, as each of the two leaves
   *     it to the other
   * @guards {@link AnyContext}: why none stays behind
   * @see AnyContext#leave
   * @see CancelContext#leave
   */
  @JCStressTest
  @Outcome(id = "ended, false", expect = ACCEPTABLE, desc = "all have left")
  @Outcome(expect = FORBIDDEN, desc = "one has stayed behind, or it did not end")
  @State
  public static class JoinVersusLeave {
    private final CancelContext first = (CancelContext) ROOT.withCancel();
    private final CancelContext second = (CancelContext) ROOT.withCancel();
    private Context any;

    @Actor
    public void deriver() {
      any = Context.anyOf(first, second);
    }

    @Actor
    public void canceler() {
      first.cancel();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r1 = state(any);
      r.r2 = second.hasChildren();
    }
  }

  /**
   * An actor plays the thread of the alarms.
   *
   * @hunts a context that ends twice, by its deadline and by a cancel, and an alarm left behind
   * @guards {@link CancelContext}: the one compare-and-set of end (CTX-20, CTX-24)
   * @see CancelContext#onAlarm
   * @see CancelContext#decide
   * @see io.github.goprims.gocontext.DeadlineContext.Expiry#cancel
   */
  @JCStressTest
  @Outcome(id = "canceled, canceled", expect = ACCEPTABLE, desc = "the cancel came first")
  @Outcome(id = "deadline, deadline", expect = ACCEPTABLE, desc = "the deadline came first")
  @Outcome(expect = FORBIDDEN, desc = "an end that changes")
  @State
  public static class CancelVersusDeadline {
    private final CancelableContext context = ROOT.withTimeout(Duration.ofDays(1));

    private String end() {
      return context.err() instanceof DeadlineExceededException ? "deadline" : "canceled";
    }

    @Actor
    public void alarm() {
      ((CancelContext) context).onAlarm(EndReason.exceeded(null));
    }

    @Actor
    public void canceler(LL_Result r) {
      context.cancel();
      r.r1 = end();
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = end();
      ((DeadlineContext) context).onEnd(); // an alarm that an actor plays stays in the heap
    }
  }

  /**
   * The context is a custom one: a goroutine watches its done channel.
   *
   * @hunts a function that runs though it was stopped, or does not though it was not
   * @guards {@link Watcher}: the one close of stopped (CTX-48)
   * @see Watcher#watch
   * @see Watcher#stop
   */
  @JCStressTest
  @Outcome(id = "true, not run", expect = ACCEPTABLE, desc = "stopped")
  @Outcome(id = "false, run", expect = ACCEPTABLE, desc = "too late to stop it")
  @Outcome(expect = FORBIDDEN, desc = "stopped and run, or neither")
  @State
  public static class StopVersusWatch {
    private final Channel<Void> done = Channel.make();
    private final Channel<Integer> runs = Channel.make(2);
    private final AfterFunc function = Watcher.start(done.receiveOnly(), () -> runs.trySend(1));

    @Actor
    public void stopper(LL_Result r) {
      r.r1 = function.stop();
    }

    @Actor
    public void ender() {
      done.close();
    }

    @Arbiter
    public void after(LL_Result r) {
      try {
        boolean stopped = r.r1.equals(true);
        Integer run = stopped ? runs.tryReceive() : runs.receive(LONG);
        r.r2 = run == null ? "not run" : "run";
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
