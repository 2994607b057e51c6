package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ThrowingSupplier;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CustomContexts.Own;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bridge from the end of a context to the interrupt of a thread. */
@ExtendWith(LeakCheck.class)
class ContextCallTest {

  private static final Context ROOT = Context.background();

  private final IOException cause = new IOException("why");
  private final CancelableContext context = ROOT.withCancel();

  /** The thread waits in {@code body}, is interrupted, and has a clear flag afterwards. */
  private <R> Throwable interrupted(ThreadKind kind, ThrowingSupplier<R, Exception> body) {
    CountDownLatch entered = new CountDownLatch(1);
    Attempt<R> attempt =
        kind.attempt(
            "caller",
            () ->
                context.call(
                    () -> {
                      entered.countDown();
                      return body.get();
                    }));
    Await.until("entered", () -> entered.getCount() == 0);
    Await.until(
        "blocked, or about to be",
        () -> attempt.thread().getState() != Thread.State.RUNNABLE || kind == ThreadKind.PLATFORM);
    context.cancel(cause);
    Throwable failure = attempt.failure();
    assertThat(attempt.leftInterrupted()).isFalse();
    assertThat(failure).isInstanceOf(CanceledException.class).hasCause(cause);
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(((CancelContext) context).hasChildren()).isFalse();
    return failure.getSuppressed()[0];
  }

  @EveryThreadKind
  void itReachesASleep(ThreadKind kind) {
    Throwable reason =
        interrupted(
            kind,
            () -> {
              Thread.sleep(Duration.ofDays(1));
              return 1;
            });
    assertThat(reason).isInstanceOf(InterruptedException.class);
  }

  @EveryThreadKind
  void itReachesATakeFromAQueue(ThreadKind kind) {
    assertThat(interrupted(kind, new LinkedBlockingQueue<Integer>()::take))
        .isInstanceOf(InterruptedException.class);
  }

  @EveryThreadKind
  void itReachesAReceive(ThreadKind kind) {
    assertThat(interrupted(kind, Channel.<Integer>make()::receive))
        .isInstanceOf(InterruptedException.class);
  }

  /** Only virtual threads can be interrupted in a socket; it is closed by that. */
  @Test
  void itReachesAReadFromASocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket silent = server.accept()) {
      assertThat(interrupted(ThreadKind.VIRTUAL, () -> socket.getInputStream().read()))
          .isInstanceOf(IOException.class);
      assertThat(socket.isClosed()).isTrue();
      assertThat(silent.isClosed()).isFalse();
    }
  }

  @EveryThreadKind
  void itInterruptsAReadFromNio(ThreadKind kind) throws Exception {
    Pipe pipe = Pipe.open();
    try (var sink = pipe.sink();
        var source = pipe.source()) {
      assertThat(interrupted(kind, () -> source.read(ByteBuffer.allocate(1))))
          .isInstanceOf(IOException.class);
      assertThat(sink.isOpen()).isTrue();
    }
  }

  @EveryThreadKind
  void itReachesTheWaitForAProcess(ThreadKind kind) throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    try {
      assertThat(interrupted(kind, process::waitFor)).isInstanceOf(InterruptedException.class);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aDeadlineInterruptsAsWell() throws Exception {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext timed = ROOT.withTimeout(Duration.ofSeconds(1));
      Channel<Integer> silent = Channel.make();
      Attempt<Integer> attempt =
          ThreadKind.VIRTUAL.attempt("caller", () -> timed.call(silent::receive));
      attempt.awaitBlocked("chan receive");
      time.advance(Duration.ofSeconds(1));
      assertThat(attempt.failure()).isInstanceOf(DeadlineExceededException.class).hasNoCause();
      assertThat(attempt.leftInterrupted()).isFalse();
    }
  }

  @Test
  void aCustomContextInterruptsAsWell() {
    Own own = new Own(ROOT);
    Channel<Integer> silent = Channel.make();
    Attempt<Integer> attempt =
        ThreadKind.VIRTUAL.attempt("caller", () -> own.withValue(key(), 1).call(silent::receive));
    attempt.awaitBlocked("chan receive");
    own.end(CanceledException.instance());
    assertThat(attempt.failure()).isInstanceOf(CanceledException.class);
    assertThat(attempt.leftInterrupted()).isFalse();
  }

  /** Couriers interrupt, in their own time. */
  static void awaitInterrupt() {
    long start = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
      Thread.onSpinWait();
    }
  }

  private static Key<Integer> key() {
    return Key.named("k");
  }

  @Test
  void resultsAndFailuresOfTheBodyPassUnchanged() throws Exception {
    assertThat(context.<String, RuntimeException>call(() -> "result")).isEqualTo("result");
    assertThat(context.<String, RuntimeException>call(() -> null)).isNull();
    assertThat(ROOT.<Integer, RuntimeException>call(() -> 1)).isEqualTo(1);
    assertThatThrownBy(
            () ->
                context.call(
                    () -> {
                      throw cause;
                    }))
        .isSameAs(cause);
    assertThat(((CancelContext) context).hasChildren()).isFalse();
    context.cancel();
    AtomicBoolean ran = new AtomicBoolean();
    assertThatThrownBy(() -> context.call(() -> ran.getAndSet(true)))
        .isInstanceOf(CanceledException.class);
    assertThat(ran).isFalse();
  }

  @EveryThreadKind
  void aResultStandsThoughTheContextEnded(ThreadKind kind) {
    Attempt<String> attempt =
        kind.attempt(
            "caller",
            () ->
                context.call(
                    () -> {
                      context.cancel();
                      awaitInterrupt();
                      return "result";
                    }));
    assertThat(attempt.result()).isEqualTo("result");
    assertThat(attempt.leftInterrupted()).isFalse();
  }

  @Test
  void otherFailuresAreNotHidden() {
    assertThatThrownBy(
            () ->
                context.call(
                    () -> {
                      context.cancel();
                      throw new IllegalStateException("own");
                    }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("own");
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Both say "interrupted" by their type, and only one of them means it. */
  @Test
  void aSocketTimeoutIsNoInterrupt() {
    assertThat(thrownFor(new SocketTimeoutException("own")))
        .isExactlyInstanceOf(SocketTimeoutException.class)
        .hasMessage("own");
    assertThat(thrownFor(new InterruptedIOException("of a read")))
        .isInstanceOf(CanceledException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** What comes out if a body throws this after it has been interrupted. */
  private static Throwable thrownFor(IOException failure) {
    CancelableContext ended = ROOT.withCancel();
    return catchThrowable(
        () ->
            ended.call(
                () -> {
                  ended.cancel();
                  awaitInterrupt();
                  throw failure;
                }));
  }

  @EveryThreadKind
  @Spec("INT-03")
  void anInterruptFromElsewhereStaysWhatItIs(ThreadKind kind) {
    Channel<Integer> silent = Channel.make();
    Attempt<Integer> blocked = kind.attempt("caller", () -> context.call(silent::receive));
    blocked.awaitBlocked("chan receive").interrupt();
    assertThat(blocked.failure()).isExactlyInstanceOf(InterruptedException.class);
    Attempt<Integer> running =
        kind.attempt(
            "caller",
            () ->
                context.call(
                    () -> {
                      Thread.currentThread().interrupt();
                      return 1;
                    }));
    assertThat(running.result()).isEqualTo(1);
    assertThat(running.leftInterrupted()).isTrue();
  }

  /** The end of the body races the end of the context. */
  @EveryThreadKind
  void noInterruptComesAfterTheBody(ThreadKind kind) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    for (int round = 0; round < 1_000; round++) {
      CancelableContext raced = ROOT.withCancel();
      Own own = new Own(ROOT);
      Context used = round % 4 == 0 ? own : raced;
      Attempt<Boolean> attempt =
          kind.attempt(
              "caller",
              () -> {
                try {
                  used.call(start::await);
                } catch (ContextDoneException e) {
                  // It was fast.
                }
                boolean late = false;
                for (int i = 0; i < 100; i++) {
                  late |= Thread.currentThread().isInterrupted();
                  Thread.onSpinWait();
                }
                return late;
              });
      start.await();
      raced.cancel();
      own.end(CanceledException.instance());
      assertThat(attempt.result()).isFalse();
      assertThat(attempt.leftInterrupted()).isFalse();
    }
  }

  /** As a deadline comes on the thread of all alarms; here, on that of the test. */
  @Test
  void aSlowInterruptHoldsUpNoAlarm() {
    try (ManualTime time = ManualTime.install()) {
      SlowToClose channel = new SlowToClose();
      Attempt<Void> caller =
          ThreadKind.VIRTUAL.attempt(
              "caller",
              () -> {
                try (CancelableContext hurried = ROOT.withTimeout(Duration.ofSeconds(1))) {
                  hurried.call(channel::block);
                }
              });
      Await.until("blocked", () -> caller.thread().getState() == Thread.State.WAITING);
      time.advance(Duration.ofSeconds(1));
      Await.until("closing", () -> channel.closing.getCount() == 0);
      assertThat(caller.hasEnded()).isFalse();
      channel.closable.countDown();
      assertThat(caller.failure()).isInstanceOf(DeadlineExceededException.class);
    }
  }

  /** An interrupt that does not come back holds up neither who cancels nor anybody else. */
  @EveryThreadKind
  @Spec({"CTX-09", "CTX-44", "CTX-47"})
  void aSlowInterruptHoldsUpNobodyElse(ThreadKind kind) throws Exception {
    SlowToClose channel = new SlowToClose();
    Channel<Integer> silent = Channel.make();
    Channel<Integer> ran = Channel.make(2);
    context.afterFunc(() -> ran.trySend(1));
    Attempt<Integer> before = kind.attempt("before", () -> context.call(silent::receive));
    before.awaitBlocked("chan receive");
    Attempt<Void> slow = kind.attempt("slow", () -> context.call(channel::block));
    Await.until("blocked", () -> slow.thread().getState() == Thread.State.WAITING);
    Attempt<Integer> after = kind.attempt("after", () -> context.call(silent::receive));
    after.awaitBlocked("chan receive");
    context.afterFunc(() -> ran.trySend(2));
    context.cancel(cause);
    Await.until("closing", () -> channel.closing.getCount() == 0);
    assertThat(before.failure()).isInstanceOf(CanceledException.class);
    assertThat(after.failure()).isInstanceOf(CanceledException.class);
    assertThat(ran.receive() + ran.receive()).isEqualTo(3);
    assertThat(slow.hasEnded()).as("it waits for its interrupt").isFalse();
    channel.closable.countDown();
    assertThat(slow.failure()).isInstanceOf(CanceledException.class);
    assertThat(slow.leftInterrupted()).isFalse();
  }

  /** What came before the end of the context is not taken for its interrupt. */
  @EveryThreadKind
  @Spec("INT-03")
  void anInterruptFromElsewhereBeforeTheEndSurvives(ThreadKind kind) {
    Attempt<String> returns =
        kind.attempt(
            "returns",
            () ->
                context.call(
                    () -> {
                      Thread.currentThread().interrupt();
                      context.cancel();
                      awaitDecided();
                      return "result";
                    }));
    assertThat(returns.result()).isEqualTo("result");
    assertThat(returns.leftInterrupted()).isTrue();
    CancelableContext other = ROOT.withCancel();
    Attempt<String> throwsIt =
        kind.attempt(
            "throws",
            () ->
                other.call(
                    () -> {
                      Thread.currentThread().interrupt();
                      other.cancel();
                      awaitDecided();
                      Thread.sleep(1);
                      return "result";
                    }));
    assertThat(throwsIt.failure()).isExactlyInstanceOf(InterruptedException.class);
    assertThat(throwsIt.leftInterrupted()).isFalse();
  }

  /** Until the courier for the innermost call has looked at the flag. */
  static void awaitDecided() {
    awaitDecided(Interruption.innermost());
  }

  static void awaitDecided(Interruption run) {
    long start = System.nanoTime();
    while (!run.isDecided()) {
      assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
      Thread.onSpinWait();
    }
  }

  /** Can be closed by an interrupt, but only when the test lets it. */
  private static final class SlowToClose extends AbstractInterruptibleChannel {
    final CountDownLatch closing = new CountDownLatch(1);
    final CountDownLatch closable = new CountDownLatch(1);

    @Nullable Void block() throws IOException {
      begin();
      try {
        while (isOpen()) {
          LockSupport.park(this);
        }
      } finally {
        end(false);
      }
      return null;
    }

    @Override
    protected void implCloseChannel() {
      closing.countDown();
      Await.until("the test allows it", () -> closable.getCount() == 0);
    }
  }
}
