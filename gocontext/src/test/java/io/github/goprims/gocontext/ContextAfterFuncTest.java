package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CustomContexts.Own;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Functions that run at the end. */
@ExtendWith(LeakCheck.class)
class ContextAfterFuncTest {

  private static final Context ROOT = Context.background();

  private final Channel<Thread> runs = Channel.make(100);

  private void run() {
    runs.trySend(Thread.currentThread());
  }

  @Test
  @Spec({"CTX-44", "CTX-47"})
  void functionsRunInTheirOwnGoroutines() throws Exception {
    try (ManualTime time = ManualTime.install()) {
      for (boolean byTime : List.of(true, false)) {
        CancelableContext context = ROOT.withTimeout(Duration.ofSeconds(1));
        context.afterFunc(this::run);
        context.withValue(Key.named("k"), 1).afterFunc(this::run);
        assertThat(runs.length()).isZero();
        if (byTime) {
          time.advance(Duration.ofSeconds(1));
        } else {
          context.cancel();
        }
        Thread first = runs.receive();
        Thread second = runs.receive();
        assertThat(first).isNotSameAs(second).isNotSameAs(Thread.currentThread());
        assertThat(first.isVirtual()).isTrue();
      }
    }
  }

  @Test
  @Spec("CTX-44")
  void cancelDoesNotWaitForTheFunction() throws Exception {
    Channel<Void> hold = Channel.make();
    CancelableContext context = ROOT.withCancel();
    Context child = context.withCancel();
    context.afterFunc(
        () -> {
          hold.iterator().forEachRemaining(none -> {});
          if (child.err() != null) {
            run();
          }
        });
    context.cancel();
    hold.close();
    assertThat(runs.receive()).isNotNull();
  }

  /** Neither from who registers it, nor from who ends the context. */
  @Test
  @Spec("CTX-44")
  void theGoroutineInheritsNothing() throws Exception {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    Thread own = Thread.currentThread();
    ClassLoader before = own.getContextClassLoader();
    Channel<Object> seen = Channel.make(10);
    Task looks =
        () -> {
          seen.trySend(local.get() == null ? "nothing" : local.get());
          seen.trySend(Thread.currentThread().getContextClassLoader());
        };
    Own custom = new Own(ROOT);
    CancelableContext context = ROOT.withCancel();
    local.set("inherited");
    try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
      own.setContextClassLoader(loader);
      context.afterFunc(looks);
      custom.afterFunc(looks);
      context.cancel();
      custom.end(CanceledException.instance());
      context.afterFunc(looks);
    } finally {
      own.setContextClassLoader(before);
      local.remove();
    }
    for (int i = 0; i < 6; i++) {
      assertThat(seen.receive()).isIn("nothing", ClassLoader.getSystemClassLoader());
    }
  }

  /** Whoever keeps what calls a function off does not keep the function. */
  @Test
  @Spec("CTX-49")
  void aFinishedOrStoppedFunctionIsForgotten() throws Exception {
    CancelableContext context = ROOT.withCancel();
    List<WeakReference<Object>> captured = new ArrayList<>();
    AfterFunc stopped = context.afterFunc(capturing(captured));
    AfterFunc ran = context.afterFunc(capturing(captured));
    stopped.stop();
    context.cancel();
    assertThat(runs.receive()).isNotNull();
    Await.until(
        "both forgotten",
        () -> {
          System.gc();
          return captured.stream().allMatch(reference -> reference.refersTo(null));
        });
    assertThat(stopped.stop()).isFalse();
    assertThat(ran.stop()).isFalse();
  }

  private Task capturing(List<WeakReference<Object>> captured) {
    Object object = new Object();
    captured.add(new WeakReference<>(object));
    return () -> runs.trySend(object == null ? null : Thread.currentThread());
  }

  @Test
  @Spec("CTX-45")
  void onAnEndedContextItRunsAtOnce() throws Exception {
    CancelableContext context = ROOT.withCancel();
    context.cancel();
    AfterFunc function = context.afterFunc(this::run);
    assertThat(runs.receive()).isNotSameAs(Thread.currentThread());
    assertThat(function.stop()).isFalse();
    Own own = new Own(ROOT);
    own.end(CanceledException.instance());
    own.afterFunc(this::run);
    assertThat(runs.receive()).isNotSameAs(Thread.currentThread());
  }

  @Test
  @Spec({"CTX-46", "CTX-47", "CTX-49"})
  void stopIsTrueExactlyIfItPreventsRuns() throws Exception {
    CancelableContext context = ROOT.withCancel();
    AfterFunc stopped = context.afterFunc(this::run);
    AfterFunc runs = context.afterFunc(this::run);
    assertThat(stopped.stop()).isTrue();
    assertThat(stopped.stop()).isFalse();
    assertThat(((CancelContext) context).hasChildren()).isTrue();
    context.cancel();
    assertThat(runs.stop()).isFalse();
    assertThat(this.runs.receive()).isNotNull();
    assertThat(this.runs.tryReceive()).isNull();
    CancelableContext other = ROOT.withCancel();
    other.afterFunc(this::run).stop();
    assertThat(((CancelContext) other).hasChildren()).isFalse();
  }

  @Test
  @Spec({"CTX-46", "CTX-48"})
  void eitherItStartsOrStopIsTrue() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    AtomicInteger ran = new AtomicInteger();
    int expected = 0;
    for (int round = 0; round < 1_000; round++) {
      CancelableContext context = ROOT.withCancel();
      Own own = new Own(ROOT);
      boolean custom = round % 4 == 0;
      AfterFunc function = (custom ? own : context).afterFunc(ran::incrementAndGet);
      Attempt<Void> canceler =
          ThreadKind.PLATFORM.attempt(
              "canceler",
              () -> {
                start.await();
                if (custom) {
                  own.end(CanceledException.instance());
                } else {
                  context.cancel();
                }
              });
      start.await();
      expected += function.stop() ? 0 : 1;
      canceler.result();
    }
    int all = expected;
    Await.until(all + " runs", () -> ran.get() >= all);
    assertThat(ran.get()).isEqualTo(all);
  }

  @Test
  @Spec("CTX-44")
  void itsFailureReachesTheHandlerOnly() throws Exception {
    CancelableContext context = ROOT.withCancel();
    context.afterFunc(this::run);
    Channel<Throwable> failures = Channel.make(1);
    IOException failure = new IOException("on purpose, and checked");
    context.afterFunc(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> failures.trySend(e));
          throw failure;
        });
    context.afterFunc(this::run);
    context.cancel();
    assertThat(failures.receive()).isSameAs(failure);
    assertThat(runs.receive()).isNotNull();
    assertThat(runs.receive()).isNotNull();
  }

  /** A method that throws a checked exception is what one wants to call most at the end. */
  @Test
  @Spec("CTX-44")
  void aSocketCanBeClosedByTheEnd() throws Exception {
    CancelableContext context = ROOT.withCancel();
    try (ServerSocket socket = new ServerSocket()) {
      context.afterFunc(socket::close);
      context.cancel();
      Await.until("closed", socket::isClosed);
    }
  }

  /** So that a log does not say: Exception in thread "". */
  @Test
  @Spec("CTX-44")
  void theGoroutineHasANameAlsoWhileWatching() throws Exception {
    CancelableContext context = ROOT.withCancel();
    Own custom = new Own(ROOT);
    context.afterFunc(this::run);
    custom.afterFunc(this::run);
    context.cancel();
    assertThat(runs.receive()).extracting(Thread::getName).isEqualTo("Context.afterFunc");
    custom.end(CanceledException.instance());
    assertThat(runs.receive()).extracting(Thread::getName).isEqualTo("Context.afterFunc");
  }
}
