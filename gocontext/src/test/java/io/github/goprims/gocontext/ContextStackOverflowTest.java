package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Overflows;
import io.github.goprims.gochan.testing.Spec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs out of stack at all depths of each operation, in a process of its own. Others are not
 * harmed; and a context ends with all below it, at the latest when it is closed once more.
 */
class ContextStackOverflowTest {

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed", Overflows.SMALL_PROBES})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Spec("INT-12")
  void anOverflowHarmsNobody(String mode) throws Exception {
    Overflows.assertHarmless(Program.class, 100, 14, mode);
  }

  /** The program of that process. */
  static final class Program {
    private static final Context ROOT = Context.background();
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Key<Integer> KEY = Key.named("k");

    private interface Operation {
      void run(Victim victim) throws Exception;
    }

    private Program() {}

    public static void main(String[] args) {
      Overflows.run(Program::tryAll);
    }

    private static void tryAll() throws Exception {
      for (Map.Entry<String, Operation> entry : all().entrySet()) {
        Overflows.of(
            entry.getKey(),
            Overflows.wanted(),
            () -> new Victim(entry.getValue()),
            OtherContexts::requireUnharmed);
      }
    }

    private static Map<String, Operation> all() {
      Map<String, Operation> all = new LinkedHashMap<>();
      all.put("withCancel", v -> v.derived = v.context.withCancel());
      all.put("withTimeout", v -> v.shortLived = v.context.withTimeout(SHORT));
      all.put("withValue", v -> v.derived = v.context.withValue(KEY, 1));
      all.put("anyOf", v -> v.derived = Context.anyOf(v.context, v.child));
      all.put("afterFunc", v -> v.late = v.context.afterFunc(v.runsOfLate::incrementAndGet));
      all.put("stop", Victim::stop);
      all.put("done", v -> v.fresh.done());
      all.put("cancel", v -> v.context.cancel());
      all.put("close", v -> v.context.close());
      all.put("call", v -> v.context.<Integer, RuntimeException>call(() -> 1));
      all.put("nested call", v -> v.context.call(() -> v.child.call(() -> 1)));
      all.put("sleep", v -> v.context.sleep(MOMENT));
      all.put("send", v -> v.context.send(v.channel, 1));
      all.put("receive", Victim::receiveInVain);
      return all;
    }

    /** A context, with more below it, and what has come of the operation. */
    private static final class Victim implements Overflows.Victim {
      final Operation operation;
      final CancelableContext context = ROOT.withTimeout(HOUR);
      final CancelableContext child = context.withCancel();
      final Context fresh = child.withTimeout(HOUR);
      final Context grandchild = Context.anyOf(child, context.withCancel());
      final AtomicInteger runs = new AtomicInteger();
      final AfterFunc registered = grandchild.afterFunc(runs::incrementAndGet);
      final AtomicInteger runsOfLate = new AtomicInteger();
      final Channel<Integer> channel = Channel.make(1);
      boolean stopping;
      @Nullable Context derived;
      @Nullable Context shortLived;
      @Nullable AfterFunc late;

      Victim(Operation operation) {
        this.operation = operation;
        grandchild.done();
      }

      @Override
      public void operate() throws Exception {
        operation.run(this);
      }

      void stop() {
        stopping = true;
        registered.stop();
      }

      void receiveInVain() throws InterruptedException {
        try (CancelableContext brief = context.withTimeout(MOMENT)) {
          brief.receive(channel);
        } catch (DeadlineExceededException e) {
          return;
        }
        throw new AssertionError("received");
      }

      @Override
      public boolean works() throws InterruptedException {
        Context expiring = shortLived;
        if (expiring != null) {
          Await.until("its deadline", () -> expiring.err() != null);
        }
        context.close();
        // Those registered have run once, unless stopped; others at most once.
        Await.until("the function", () -> stopping || runs.get() == 1);
        Await.until("the late function", () -> late == null || runsOfLate.get() == 1);
        return Stream.of(context, child, fresh, grandchild, context.withCancel())
                .allMatch(Victim::hasEnded)
            && (derived == null || hasEnded(derived))
            && runs.get() <= 1
            && runsOfLate.get() <= 1
            && refusesACall();
      }

      private static boolean hasEnded(Context context) {
        return context.err() != null && context.done().isDrained();
      }

      private boolean refusesACall() throws InterruptedException {
        try {
          context.<Integer, RuntimeException>call(() -> 1);
          return false;
        } catch (CanceledException e) {
          return !Thread.interrupted();
        }
      }
    }
  }
}
