package io.github.goprims.examples.comingfromgo;

import static io.github.goprims.gochan.Select.otherwise;
import static io.github.goprims.gochan.Select.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ChannelClosedException;
import io.github.goprims.gochan.Defer;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutine;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.DeadlineExceededException;
import io.github.goprims.gocontext.Key;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gosync.Subtask;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The samples of {@code docs/coming-from-go.md}, run. */
class ComingFromGoTest {

  private static int square(int n) {
    return n * n;
  }

  @Test
  void workers() throws InterruptedException {
    Channel<Integer> jobs = Channel.make();
    Channel<Integer> results = Channel.make(10);

    WaitGroup wg = new WaitGroup();
    for (int i = 0; i < 4; i++) {
      wg.go(
          () -> {
            for (int n : jobs) {
              results.send(square(n));
            }
          });
    }
    for (int n = 0; n < 10; n++) {
      jobs.send(n);
    }
    jobs.close();
    wg.await();
    results.close();

    int sum = 0;
    for (int n : results) {
      sum += n;
    }
    assertThat(sum).isEqualTo(285);
  }

  @Test
  void theEndOfAContextMayLeaveATask() throws InterruptedException {
    List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
    WaitGroup wg = new WaitGroup();
    try (var ctx = Context.background().withCancel()) {
      Task waits =
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((t, thrown) -> told.add(thrown));
            ctx.receive(Channel.nil());
          };
      Thread one = Go.go(waits);
      Thread other = wg.go(waits);
      Await.blocked(one, "select");
      Await.blocked(other, "select");
      ctx.cancel();
      wg.await();
      Await.ended(one);
      Await.ended(other);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void nullIsTheEnd() throws InterruptedException {
    Channel<Integer> ch = Channel.make(1);
    ch.send(0);
    ch.close();
    Integer v = ch.receive(); // 0
    assertThat(v).isEqualTo(0);
    v = ch.receive(); // null: closed, and nothing is left
    assertThat(v).isNull();
  }

  private static ReceiveChannel<Integer> numbers(int... numbers) {
    Channel<Integer> channel = Channel.make();
    Go.go(
        () -> {
          for (int number : numbers) {
            channel.send(number);
          }
          channel.close();
        });
    return channel;
  }

  @Test
  void merge() throws InterruptedException {
    ReceiveChannel<Integer> a = numbers(1, 2);
    ReceiveChannel<Integer> b = numbers(3);
    int sum = 0;
    Select select = Select.create();
    ReceiveCase<Integer> fromA = select.onReceive(a);
    ReceiveCase<Integer> fromB = select.onReceive(b);
    int open = 2;
    while (open > 0) {
      var ready = (ReceiveCase<?>) select.await();
      if (!ready.isOpen()) {
        ready.enabled(false);
        open--;
      } else {
        sum += ready == fromA ? fromA.value() : fromB.value();
      }
    }
    assertThat(sum).isEqualTo(6);
  }

  @Test
  void aDefault() throws InterruptedException {
    Channel<String> letters = Channel.make();
    String found = Select.first(receive(letters, text -> text), otherwise(() -> "nothing"));
    assertThat(found).isEqualTo("nothing");
  }

  @Test
  void sendingOnAClosedChannelThrows() {
    Channel<Integer> jobs = Channel.make("jobs", 16);
    jobs.close();
    assertThatThrownBy(() -> jobs.send(1))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("send on closed channel: jobs(length=0, capacity=16)");
  }

  @Test
  void aBlockedSenderIsSeen() throws InterruptedException {
    Channel<String> results = Channel.<String>make().named("results");
    Thread worker = Go.go("worker", () -> results.send("done"));
    Await.until(
        "it waits",
        () ->
            Goroutines.snapshot().stream()
                .filter(goroutine -> goroutine.name().equals("worker"))
                .map(Goroutine::waitReason)
                .anyMatch("chan send"::equals));
    assertThat(Goroutines.dump()).contains("worker").contains("on results(length=0, capacity=0)");
    results.receive();
    worker.join();
  }

  private static final class Counter {
    private final Mutex mutex = new Mutex();
    private int n;

    void add() {
      mutex.lock();
      try {
        n++;
      } finally {
        mutex.unlock();
      }
    }
  }

  @Test
  void aMutex() {
    Counter counter = new Counter();
    counter.add();
    assertThat(counter.n).isEqualTo(1);
  }

  @Test
  void aMap() {
    var map = new ConcurrentHashMap<String, Integer>();
    Integer before = map.putIfAbsent("a", 1); // LoadOrStore; null: stored
    assertThat(before).isNull();
    Integer previous = map.put("a", 2); // Swap, Store
    assertThat(previous).isEqualTo(1);
    boolean swapped = map.replace("a", 2, 3); // CompareAndSwap
    boolean deleted = map.remove("a", 2); // CompareAndDelete
    assertThat(swapped).isTrue();
    assertThat(deleted).isFalse();
    Integer value = map.remove("a"); // LoadAndDelete
    assertThat(value).isEqualTo(3);
  }

  static final Key<String> TRACE = Key.named("trace");

  static String lookUp(Context ctx) {
    return "trace=" + ctx.value(TRACE);
  }

  @Test
  void aValue() {
    Context ctx = Context.background().withValue(TRACE, "4bf92f35");
    assertThat(lookUp(ctx)).isEqualTo("trace=4bf92f35");
  }

  @Test
  void aTimeout() {
    Channel<Integer> answers = Channel.make();
    assertThatThrownBy(
            () -> {
              try (var ctx = Context.background().withTimeout(Duration.ofMillis(10))) {
                int n = ctx.receive(answers);
              }
            })
        .isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void deferred() {
    List<String> closed = new ArrayList<>();
    try (var scope = Defer.scope()) {
      scope.defer(() -> closed.add("first"));
      scope.defer(() -> closed.add("second"));
    }
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void aGroup() throws Exception {
    String page;
    try (var group = ErrGroup.withContext(Context.background()).limit(8)) {
      Subtask<String> head = group.submit(() -> "head");
      Subtask<String> body = group.submit(() -> "body");
      group.await(); // throws the first failure, and has ended the rest
      page = head.get() + body.get();
    }
    assertThat(page).isEqualTo("headbody");
  }
}
