package io.github.goprims.examples.comingfromgo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.UncheckedInterruptedException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code docs/coming-from-go.md} says of Java where a program in Go would do otherwise. */
class JavaTrapsTest {

  private static int assignsInFinally() {
    int n = 1;
    try {
      return n;
    } finally {
      n = 2;
    }
  }

  @Test
  void anAssignmentInFinallyComesTooLate() {
    assertThat(assignsInFinally()).isEqualTo(1);
  }

  @Test
  void anAdditionToAViewIsInserted() {
    List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
    list.subList(0, 1).add(9);
    assertThat(list).containsExactly(1, 9, 2, 3);
  }

  @Test
  void aMapMustNotBeDeletedFromInALoop() {
    Map<Integer, Integer> map = new HashMap<>(Map.of(1, 1, 2, 2, 3, 3));
    assertThatThrownBy(
            () -> {
              for (Integer key : map.keySet()) {
                map.remove(key);
              }
            })
        .isInstanceOf(ConcurrentModificationException.class);
    map.values().removeIf(value -> value > 0);
    assertThat(map).isEmpty();
  }

  private record Point(int x, int y) {}

  @Test
  void arraysAreKeysByIdentityAndRecordsByTheirFields() {
    Map<Object, String> map = new ConcurrentHashMap<>();
    map.put(new int[] {1, 2}, "array");
    map.put(new Point(1, 2), "record");
    assertThat(map.get(new int[] {1, 2})).isNull();
    assertThat(map.get(new Point(1, 2))).isEqualTo("record");
  }

  @Test
  void aLoopOverAChannelThrowsUnchecked() {
    Channel<Integer> jobs = Channel.make();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> jobs.forEach(job -> {}))
        .isInstanceOf(UncheckedInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aContextEndsAReadOfASocketInAVirtualThreadAndClosesIt() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, here);
        Socket socket = new Socket(here, server.getLocalPort())) {
      CompletableFuture<Integer> answer = new CompletableFuture<>();
      Thread.startVirtualThread(
          () -> {
            try (var ctx = Context.background().withTimeout(Duration.ofMillis(10))) {
              answer.complete(ctx.call(socket.getInputStream()::read));
            } catch (Throwable failure) {
              answer.completeExceptionally(failure);
            }
          });
      assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DeadlineExceededException.class);
      assertThat(socket.isClosed()).isTrue();
    }
  }
}
