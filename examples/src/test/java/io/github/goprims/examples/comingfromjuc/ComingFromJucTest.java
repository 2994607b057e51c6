package io.github.goprims.examples.comingfromjuc;

import static io.github.goprims.gochan.Select.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.Subtask;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** The samples of {@code docs/coming-from-juc.md}, run. */
class ComingFromJucTest {

  @Test
  void aQueueWithAnEnd() throws Exception {
    Channel<String> lines = Channel.make("lines", 100);
    Go.go(
        "reader",
        () -> {
          for (String line : List.of("a", "b", "c")) {
            lines.send(line); // waits while 100 are queued, as put does
          }
          lines.close(); // no poison pill
        });
    List<String> got = new ArrayList<>();
    for (String line : lines) { // ends when it is closed and drained
      got.add(line);
    }
    assertThat(got).containsExactly("a", "b", "c");
  }

  @Test
  void twoQueuesAtOnce() throws Exception {
    Channel<String> orders = Channel.make(10);
    Channel<String> signals = Channel.make();
    orders.send("tea");
    String next =
        Select.first(
            receive(orders, order -> "order " + order),
            receive(signals, signal -> "signal " + signal));
    assertThat(next).isEqualTo("order tea");
  }

  @Test
  void aLockInTheOldClothes() {
    Lock lock = new Mutex().named("accounts").asLock();
    lock.lock();
    try {
      assertThat(lock.tryLock()).as("not reentrant").isFalse();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void aLatch() throws Exception {
    List<String> done = new CopyOnWriteArrayList<>();
    WaitGroup group = new WaitGroup();
    for (String name : List.of("a", "b")) {
      group.go(() -> done.add(name));
    }
    group.await();
    assertThat(done).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void anExecutor() throws Exception {
    List<String> answers = new ArrayList<>();
    try (var group = ErrGroup.withContext(Context.background()).limit(8)) {
      List<Subtask<String>> tasks = new ArrayList<>();
      for (String host : List.of("a", "b")) {
        tasks.add(group.submit(() -> "answer of " + host));
      }
      group.await(); // throws the first failure
      for (Subtask<String> task : tasks) {
        answers.add(task.get());
      }
    }
    assertThat(answers).containsExactly("answer of a", "answer of b");
  }

  @Test
  void anExecutorWhoseThreadsAreSeen() throws Exception {
    try (ExecutorService requests =
        Executors.newThreadPerTaskExecutor(Goroutines.factory("requests"))) {
      String name = requests.submit(() -> Thread.currentThread().getName()).get();
      assertThat(name).startsWith("requests");
    }
  }

  @Test
  void aFutureInASelect() throws Exception {
    CompletableFuture<String> future = CompletableFuture.supplyAsync(() -> "ready");
    Channel<CompletableFuture<String>> done = Channel.make(1);
    future.whenComplete((value, failure) -> done.trySend(future)); // never waits: there is room
    String answer =
        Select.first(
            receive(done, CompletableFuture::get),
            Select.timeout(Duration.ofSeconds(10), () -> "too late"));
    assertThat(answer).isEqualTo("ready");
  }

  @Test
  void aWaitOfTheJdkUnderAContext() {
    BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
    try (var ctx = Context.background().withCancel()) {
      Timer.afterFunc(Duration.ofMillis(10), ctx::cancel);
      assertThatThrownBy(() -> ctx.call(queue::take)).isInstanceOf(CanceledException.class);
    }
  }

  @Test
  void aScheduler() throws Exception {
    ReceiveChannel<?> soon = Timer.after(Duration.ofMillis(1));
    assertThat(soon.receive()).isNotNull();
  }
}
