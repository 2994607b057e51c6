package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.AfterFunc;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gocontext.Key;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The making and the end of contexts, and the waits with one. */
final class ContextScenarios {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Key<String> KEY = Key.named("key");

  private ContextScenarios() {}

  private interface Act {
    Context on(CancelableContext parent) throws Exception;
  }

  static void addTo(Map<String, Scenario> all) {
    all.put("Context: withCancel", t -> derive(t, Context::withCancel, true));
    all.put("Context: withTimeout", t -> derive(t, c -> c.withTimeout(LONG), true));
    all.put("Context: withValue", t -> derive(t, c -> c.withValue(KEY, "value"), true));
    all.put("Context: withoutCancel", t -> derive(t, Context::withoutCancel, false));
    all.put(
        "Context: anyOf",
        t -> derive(t, c -> Context.anyOf(Context.background().withCancel(), c), true));
    all.put("Context: done and err", ContextScenarios::look);
    all.put("Context: afterFunc", ContextScenarios::afterFunc);
    all.put("Context: afterFunc, stopped", ContextScenarios::afterFuncStopped);
    all.put("Context: cancel with children", t -> cancelTree(t, false, CancelableContext::cancel));
    all.put("Context: close with all kinds below", t -> cancelTree(t, true, c -> c.close()));
    all.put(
        "Context: cancel with a cause",
        t -> cancelTree(t, true, c -> c.cancel(new IllegalStateException("cause"))));
    all.put("Context: close below a parent", ContextScenarios::closeBelow);
    all.put("Context: close of a timeout", ContextScenarios::closeTimeout);
    all.put("Context: call", ContextScenarios::call);
    all.put("Context: call, canceled", ContextScenarios::callCanceled);
    all.put("Context: sleep, canceled", ContextScenarios::sleepCanceled);
    all.put("Context: receive", ContextScenarios::receive);
    all.put("Context: receive, canceled", ContextScenarios::receiveCanceled);
    all.put("Context: send", ContextScenarios::send);
  }

  /** Ends the parent: it and what was derived have to end. */
  private static void requireEnds(Trial trial, CancelableContext parent, Context... below) {
    trial.does("cancel", parent::cancel);
    require(parent.err() != null, "the parent has not ended");
    for (Context context : below) {
      requireEnded(trial, context);
    }
  }

  private static void requireEnded(Trial trial, Context context) {
    trial.soon("ends: " + context, () -> context.err() != null);
    require(context.done().isDrained(), "has ended, but is not done: " + context);
    require(context.cause() != null, "has ended without a cause: " + context);
  }

  private static void derive(Trial trial, Act act, boolean ends) {
    CancelableContext parent = Context.background().withCancel();
    Context older = parent.withCancel();
    Context[] made = new Context[1];
    trial.operate(() -> made[0] = act.on(parent));
    trial.afterwards(
        thrown -> {
          Context younger = parent.withCancel();
          requireEnds(trial, parent, older, younger);
          if (thrown == null && ends) {
            requireEnded(trial, made[0]);
          }
        });
  }

  private static void look(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    trial.operate(
        () -> {
          require(!context.done().isDrained(), "done");
          require(context.err() == null, "ended");
          require(context.toString().length() > 0, "text");
        });
    trial.afterwards(thrown -> requireEnds(trial, context));
  }

  private static void afterFunc(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    CountDownLatch run = new CountDownLatch(1);
    AfterFunc[] made = new AfterFunc[1];
    trial.operate(() -> made[0] = context.afterFunc(run::countDown));
    trial.afterwards(
        thrown -> {
          requireEnds(trial, context);
          if (thrown == null) {
            trial.soon("the function runs", () -> run.getCount() == 0);
            require(!made[0].stop(), "stopped after the run");
          }
        });
  }

  private static void afterFuncStopped(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    AtomicInteger runs = new AtomicInteger();
    AfterFunc function = context.afterFunc(runs::incrementAndGet);
    CountDownLatch other = new CountDownLatch(1);
    context.afterFunc(other::countDown);
    boolean[] stopped = new boolean[1];
    trial.operate(() -> stopped[0] = function.stop());
    trial.afterwards(
        thrown -> {
          require(thrown != null || stopped[0], "not stopped");
          requireEnds(trial, context);
          trial.soon("the other function runs", () -> other.getCount() == 0);
          require(thrown != null || runs.get() == 0, "stopped, but run");
        });
  }

  private interface End {
    void of(CancelableContext context) throws Exception;
  }

  private static void cancelTree(Trial trial, boolean rich, End end) throws Exception {
    Tree tree = new Tree(trial, Context.background().withCancel(), rich);
    trial.operate(() -> end.of(tree.root));
    trial.afterwards(
        thrown -> {
          if (thrown != null && trial.mayRepeat && !tree.hasEndedSoon()) {
            trial.does("cancel again", () -> end.of(tree.root));
          }
          tree.requireEnded();
        });
  }

  /** A context with all kinds of things below it. */
  static final class Tree {
    final CancelableContext root;
    private final Trial trial;
    private final Context[] below;
    private final CountDownLatch functions = new CountDownLatch(2);
    private final Trial.Partner caller;
    private final Trial.Partner waiter;

    Tree(Trial trial, CancelableContext root, boolean rich) throws Exception {
      this.trial = trial;
      this.root = root;
      Context child = root.withCancel();
      Context value = child.withValue(KEY, "value");
      if (rich) {
        root.afterFunc(functions::countDown);
      }
      below =
          new Context[] {
            child,
            value,
            value.withCancel(),
            root.withTimeout(LONG),
            Context.anyOf(Context.background().withCancel(), child),
            root.withCancel()
          };
      if (rich) {
        below[2].afterFunc(functions::countDown);
        caller = trial.partner(() -> call(below[2]));
        waiter = trial.partner(() -> below[5].done().receive());
        caller.awaitBlockedOrOver();
        waiter.awaitBlockedOrOver();
      } else {
        caller = trial.partner(() -> {});
        waiter = caller;
        functions.countDown();
        functions.countDown();
      }
    }

    private static void call(Context context) throws Exception {
      try {
        context.call(() -> Channel.<Integer>make().receive());
      } catch (ContextDoneException expected) {
        return;
      }
      throw new AssertionError("not interrupted");
    }

    boolean hasEndedSoon() {
      return Trial.holds(Duration.ofMillis(20), this::hasEnded);
    }

    boolean hasEnded() {
      for (Context context : below) {
        if (context.err() == null) {
          return false;
        }
      }
      return root.err() != null && functions.getCount() == 0 && caller.isOver() && waiter.isOver();
    }

    void requireEnded() {
      ContextScenarios.requireEnded(trial, root);
      for (Context context : below) {
        ContextScenarios.requireEnded(trial, context);
      }
      trial.functionsRun(functions);
      caller.awaitOver();
      waiter.awaitOver();
    }
  }

  private static void closeBelow(Trial trial) {
    CancelableContext parent = Context.background().withCancel();
    CancelableContext sibling = parent.withCancel();
    CancelableContext context = parent.withCancel();
    trial.operate(context::close);
    trial.afterwards(
        thrown -> {
          if (thrown != null && trial.mayRepeat) {
            trial.does("close again", context::close);
          }
          requireEnded(trial, context);
          require(sibling.err() == null && parent.err() == null, "others have ended");
          requireEnds(trial, parent, sibling);
        });
  }

  private static void closeTimeout(Trial trial) {
    CancelableContext context = Context.background().withTimeout(LONG);
    trial.operate(context::close);
    trial.afterwards(
        thrown -> {
          if (thrown != null && trial.mayRepeat) {
            trial.does("close again", context::close);
          }
          requireEnded(trial, context);
        });
  }

  private static void call(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    boolean[] flag = new boolean[1];
    trial.operate(
        () -> {
          try {
            require(context.call(() -> 1) == 1, "result");
          } finally {
            flag[0] = Thread.currentThread().isInterrupted();
          }
        });
    trial.afterwards(
        thrown -> {
          require(!flag[0], "the flag is set");
          requireEnds(trial, context);
        });
  }

  private static void callCanceled(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    Channel<Integer> never = Channel.make();
    boolean[] flag = new boolean[1];
    trial.operate(
        () -> {
          try {
            context.call(never::receive);
          } catch (ContextDoneException expected) {
            // interrupted
          } finally {
            flag[0] = Thread.currentThread().isInterrupted();
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          context.cancel();
        });
    trial.afterwards(
        thrown -> {
          require(thrown != null || !flag[0], "the flag is set");
          requireEnds(trial, context);
          require(!never.trySend(1), "somebody receives: " + never);
        });
  }

  private static void sleepCanceled(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    trial.operate(
        () -> {
          try {
            context.sleep(LONG);
          } catch (ContextDoneException expected) {
            // the end of the wait
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          context.cancel();
        });
    trial.afterwards(thrown -> requireEnds(trial, context));
  }

  private static void receive(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    Channel<Integer> channel = Channel.make();
    Integer[] got = new Integer[1];
    trial.operate(() -> got[0] = context.receive(channel));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.partner(() -> channel.send(7));
        });
    trial.afterwards(
        thrown -> {
          if (thrown != null) {
            got[0] = channel.receive(trial.patience);
          }
          require(got[0] != null && got[0] == 7, "lost, got " + got[0]);
          requireEnds(trial, context);
        });
  }

  private static void receiveCanceled(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    Channel<Integer> channel = Channel.make();
    trial.operate(
        () -> {
          try {
            context.receive(channel);
          } catch (ContextDoneException expected) {
            // the end of the wait
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          context.cancel();
        });
    trial.afterwards(
        thrown -> {
          requireEnds(trial, context);
          require(!channel.trySend(1), "somebody receives: " + channel);
        });
  }

  private static void send(Trial trial) {
    CancelableContext context = Context.background().withCancel();
    Channel<Integer> channel = Channel.make();
    Integer[] got = new Integer[1];
    trial.operate(() -> context.send(channel, 7));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.partner(() -> got[0] = channel.receive());
        });
    trial.afterwards(
        thrown -> {
          if (thrown != null) {
            require(channel.send(8, trial.patience), "nobody takes another: " + channel);
          }
          trial.soon("received", () -> !trial.waits());
          require(got[0] == (thrown == null ? 7 : 8), "received " + got[0]);
          requireEnds(trial, context);
        });
  }
}
