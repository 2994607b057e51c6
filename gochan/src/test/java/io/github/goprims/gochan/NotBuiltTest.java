package io.github.goprims.gochan;

import static io.github.goprims.gochan.Select.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/adr/0014 says to do instead, done. */
@ExtendWith(LeakCheck.class)
class NotBuiltTest {

  private @Nullable IOException failure;

  @Test
  void aFullBufferKeepsOldestOrLatest() {
    Channel<Integer> oldest = Channel.make(2);
    int dropped = 0;
    for (int i = 0; i < 5; i++) {
      if (!oldest.trySend(i)) {
        dropped++;
      }
    }
    assertThat(oldest.tryReceiveMany(5)).containsExactly(0, 1);
    assertThat(dropped).isEqualTo(3);

    Channel<Integer> latest = Channel.make(2);
    for (int i = 0; i < 5; i++) {
      while (!latest.trySend(i)) {
        latest.tryReceive();
      }
    }
    assertThat(latest.tryReceiveMany(5)).containsExactly(3, 4);
  }

  @EveryThreadKind
  void aCauseComesAfterTheRest(ThreadKind kind) throws Exception {
    Channel<Integer> results = Channel.make(1);
    IOException cause = new IOException("disk full");
    Attempt<Void> worker =
        kind.attempt(
            "worker",
            () -> {
              results.send(1);
              failure = cause;
              results.close();
            });
    assertThat(results.receive()).isEqualTo(1);
    assertThatThrownBy(
            () -> {
              Integer next = results.receive();
              if (next == null && failure != null) {
                throw failure;
              }
            })
        .isSameAs(cause);
    worker.result();
  }

  @Test
  void aSwitchedOffCaseForgetsChannelAndValue() {
    Select select = Select.create();
    ReceiveCase<Integer> arrival = select.onReceive(Channel.<Integer>make(1).named("in"));
    SendCase<Integer> departure = select.onSend(Channel.<Integer>make(1).named("out")).value(1);
    arrival.channel(null);
    departure.valueOrOff(null).channel(null);
    assertThat(select.poll()).isNull();
    assertThat(select).hasToString("[receive from nil channel; send to nil channel (off)]");
  }

  @EveryThreadKind
  void aSelectSeesTheEndOfAFuture(ThreadKind kind) {
    for (boolean fails : new boolean[] {false, true}) {
      CompletableFuture<String> future = new CompletableFuture<>();
      Channel<String> done = Channel.make(1);
      future.whenComplete(
          (result, thrown) -> {
            if (thrown == null) {
              done.trySend(result);
            }
            done.close();
          });
      Attempt<String> select =
          kind.attempt(
              "select",
              () ->
                  Select.first(
                      receive(done, result -> "future: " + result),
                      receive(Channel.<String>make(), value -> "other")));
      select.awaitBlocked("select");
      if (fails) {
        future.completeExceptionally(new IOException());
      } else {
        future.complete("42");
      }
      assertThat(select.result()).isEqualTo(fails ? "future: null" : "future: 42");
    }
  }

  @EveryThreadKind
  void aGoroutineFillsAQueue(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.make();
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
    Attempt<Void> pump = kind.attempt("pump", () -> channel.forEachReceived(queue::put));
    for (int i = 0; i < 2; i++) {
      channel.send(i); // one in the queue, one in the hands of the pump
    }
    assertThat(channel.trySend(2)).isFalse();
    assertThat(queue.take()).isEqualTo(0);
    assertThat(queue.take()).isEqualTo(1);
    channel.close();
    pump.result();
  }
}
