package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/adr/0014 says to do instead, done with contexts and with sync. */
@ExtendWith(LeakCheck.class)
class NotBuiltTest {

  @Test
  void aTooLargeBufferIsNotPut() {
    int mostKept = 8;
    Pool<byte[]> buffers = Pool.of(() -> new byte[4]);
    for (byte[] buffer : new byte[][] {new byte[8], new byte[9]}) {
      if (buffer.length <= mostKept) {
        buffers.put(buffer);
      }
    }
    assertThat(buffers.get()).hasSize(8);
    assertThat(buffers.get()).hasSize(4);
  }

  @Test
  void anExecutorRunsTheAfterFunc() throws Exception {
    CancelableContext context = Context.background().withCancel();
    Channel<String> names = Channel.make(1);
    try (ExecutorService executor =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "the executor's"))) {
      context.afterFunc(
          () -> executor.execute(() -> names.trySend(Thread.currentThread().getName())));
      context.cancel();
      assertThat(names.receive()).isEqualTo("the executor's");
    }
  }

  @Test
  void eachSubscriberHasAChannel() {
    List<Channel<Integer>> subscribers = List.of(Channel.make(1), Channel.make(2));
    int dropped = 0;
    for (int event = 0; event < 2; event++) {
      for (Channel<Integer> subscriber : subscribers) {
        if (!subscriber.trySend(event)) {
          dropped++;
        }
      }
    }
    assertThat(dropped).isEqualTo(1);
    assertThat(subscribers.get(0).tryReceiveMany(9)).containsExactly(0);
    assertThat(subscribers.get(1).tryReceiveMany(9)).containsExactly(0, 1);
  }

  @Test
  void aHookCancelsAndWaits() throws Exception {
    Process process = OwnJvm.start(Service.class);
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("at work");
      process.toHandle().destroy(); // SIGTERM
      assertThat(output.lines()).containsExactly("put away: shutdown");
    }
    assertThat(process.waitFor()).isEqualTo(128 + 15);
  }

  /** The program of that process. */
  static final class Service {

    private Service() {}

    public static void main(String[] args) throws InterruptedException {
      CancelableContext ctx = Context.background().withCancel();
      WaitGroup work = new WaitGroup();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(ctx, work)));
      work.go(() -> serve(ctx));
      work.await();
    }

    private static void endAndWait(CancelableContext ctx, WaitGroup work) {
      ctx.cancel(new CancellationException("shutdown"));
      try {
        work.await(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        // it ends anyway
      }
    }

    private static void serve(Context ctx) throws InterruptedException {
      try {
        System.out.println("at work");
        ctx.sleep(Duration.ofHours(1));
      } catch (ContextDoneException e) {
        System.out.println("put away: " + e.getCause().getMessage());
      }
    }
  }
}
