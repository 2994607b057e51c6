package io.github.goprims.gocontext;

import io.github.goprims.gochan.Go;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends of contexts in a JVM without memory; see {@link ContextNoMemoryTest}. */
final class FullHeap {

  private static final Context ROOT = Context.background();

  private static volatile @Nullable Object[] kept;

  private FullHeap() {}

  public static void main(String[] args) throws Exception {
    rehearse();
    CancelableContext top = ROOT.withCancel();
    CancelableContext closed = top.withCancel();
    CancelableContext caused = top.withCancel();
    CancelableContext timed = top.withTimeout(Duration.ofSeconds(1));
    List<Context> below = new ArrayList<>();
    for (CancelableContext parent : List.of(closed, caused, timed)) {
      for (int i = 0; i < 1_000; i++) {
        Context child = parent.withCancel();
        below.add(child);
        below.add(i % 2 == 0 ? child.withCancel() : Context.anyOf(child, top));
      }
      parent.done();
    }
    Thread body = Thread.ofPlatform().daemon().unstarted(() -> sleepIn(timed));
    body.start();
    while (body.isAlive() && body.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    CountDownLatch told = new CountDownLatch(1);
    timed.afterFunc(told::countDown);
    // There may be no memory to start it, which is reported.
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.countDown());
    Throwable cause = new Throwable("cause");
    fill();
    closed.close();
    caused.cancel(cause);
    int alive = 0;
    while (timed.err() == null) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 4_000; i++) {
      alive += below.get(i).err() == null ? 1 : 0;
    }
    kept = null;
    if (alive != 0) {
      throw new AssertionError(alive + " alive");
    }
    timed.close();
    for (Context context : below) {
      if (context.err() == null) {
        throw new AssertionError("alive when there is memory again");
      }
    }
    if (!body.join(Duration.ofSeconds(20))) {
      throw new AssertionError("not interrupted");
    }
    // A pool that got no thread for a goroutine looks for one when the next goroutine comes.
    for (int i = 0; !told.await(10, TimeUnit.MILLISECONDS); i++) {
      Go.go(() -> {});
      if (i == 2_000) {
        throw new AssertionError("neither run nor reported");
      }
    }
    System.out.println("all ended");
  }

  /** What has been done once needs no memory for classes. */
  private static void rehearse() throws InterruptedException {
    CancelableContext context = ROOT.withTimeout(Duration.ofMillis(1));
    CountDownLatch told = new CountDownLatch(1);
    context.afterFunc(told::countDown);
    sleepIn(context);
    told.await();
  }

  private static void sleepIn(Context context) {
    try {
      context.call(
          () -> {
            Thread.sleep(Duration.ofDays(1));
            return 1;
          });
    } catch (DeadlineExceededException | InterruptedException | OutOfMemoryError e) {
      // It has been interrupted; there may be no memory to say why.
    }
  }

  /** Takes all there is, and holds on to it. */
  private static void fill() {
    Object[] last = null;
    int size = 1 << 20;
    while (size > 0) {
      try {
        Object[] more = new Object[size];
        more[0] = last;
        last = more;
        kept = last;
      } catch (OutOfMemoryError e) {
        size /= 2;
      }
    }
    kept = last;
  }
}
