package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutine;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Ticker;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link Goroutines} tells of a goroutine that is blocked: in each primitive of all modules.
 */
class GoroutineWaitsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static final String SILENT = "silent(length=0, capacity=0)";
  private static final String NIL = "nil channel";
  private static final String FULL = "full(length=1, capacity=1)";

  private final Channel<Void> release = Channel.make();
  private final Channel<String> silent = Channel.<String>make().named("silent");
  private final Channel<String> full = Channel.<String>make(1).named("full");
  private final CancelableContext context = Context.background().withCancel();
  private final Mutex mutex = new Mutex().named("accounts");
  private final Mutex free = new Mutex();
  private final Cond nonEmpty = Cond.on(free).named("nonEmpty");
  private final RWMutex cache = new RWMutex().named("cache");
  private final RWMutex index = new RWMutex().named("index");
  private final WaitGroup uploads = new WaitGroup().named("uploads");
  private final WeightedSemaphore memory = WeightedSemaphore.of(2).named("memory");
  private final ErrGroup fetches = ErrGroup.create().named("fetches").limit(1);
  private final SingleFlight<String, String> lookups =
      new SingleFlight<String, String>().named("lookups");

  /** A wait of a goroutine, and what is to be seen of it. */
  private record Blocked(String reason, String on, String method, Wait body) {
    @Override
    public String toString() {
      return reason + " in " + method;
    }
  }

  @FunctionalInterface
  private interface Wait {
    void in(GoroutineWaitsTest test) throws Exception;
  }

  static Stream<Blocked> channels() {
    return Stream.of(
        new Blocked("chan receive", SILENT, "Channel.receive", test -> test.silent.receive()),
        new Blocked("chan receive", SILENT, "Channel.receive", test -> test.silent.receive(HOUR)),
        new Blocked(
            "chan receive", SILENT, "Channel.receive", test -> test.silent.iterator().next()),
        new Blocked(
            "chan receive", SILENT, "Channel.receive", test -> test.silent.receiveOnly().receive()),
        new Blocked(
            "chan receive",
            "timer@",
            "Channel.receive",
            test -> Ticker.make(HOUR).channel().receive()),
        new Blocked(
            "chan receive (nil chan)", NIL, "Channel.receive", test -> Channel.nil().receive()),
        new Blocked("chan send", SILENT, "Channel.send", test -> test.silent.send("a")),
        new Blocked("chan send", FULL, "Channel.send", test -> test.full.send("a")),
        new Blocked(
            "chan send", FULL, "Channel.send", test -> test.full.sendOnly().send("a", HOUR)),
        new Blocked("chan send (nil chan)", NIL, "Channel.send", test -> Channel.nil().send("a")),
        new Blocked(
            "select",
            "[receive from " + SILENT + "; send to " + FULL + "; receive from nil channel]",
            "Select.await",
            GoroutineWaitsTest::select),
        new Blocked(
            "select",
            "[receive from " + SILENT + "]",
            "Select.first",
            test -> Select.first(Select.receive(test.silent, value -> 1))),
        new Blocked("select (no cases)", "[]", "Select.await", test -> Select.create().await()),
        new Blocked("sleep", "PT1H", "Go.sleep", test -> Go.sleep(HOUR)));
  }

  static Stream<Blocked> contexts() {
    String done = "context done(length=0, capacity=0)";
    return Stream.of(
        new Blocked("chan receive", done, "Channel.receive", test -> test.context.done().receive()),
        new Blocked(
            "select",
            "[receive from " + SILENT + "; receive from " + done + "]",
            "Context.receive",
            test -> test.context.receive(test.silent)),
        new Blocked(
            "select",
            "[send to " + FULL + "; receive from " + done + "]",
            "Context.send",
            test -> test.context.send(test.full, "a")),
        new Blocked("chan receive", done, "Context.sleep", test -> test.context.sleep(HOUR)));
  }

  static Stream<Blocked> locks() {
    String readers = "index(readers=1, waiting writers=1)";
    String writer = "cache(locked, waiting readers=1)";
    return Stream.of(
        new Blocked(
            "sync.Mutex.Lock",
            "accounts(locked, waiters=1)",
            "Mutex.lock",
            test -> test.mutex.lock()),
        new Blocked(
            "sync.Mutex.Lock",
            "accounts(locked, waiters=1)",
            "Mutex.hold",
            test -> test.mutex.hold().close()),
        new Blocked(
            "sync.Mutex.Lock",
            "accounts(locked, waiters=1)",
            "Mutex.lock",
            test -> test.mutex.lock(test.context)),
        new Blocked("sync.RWMutex.Lock", readers, "RWMutex.lock", test -> test.index.lock()),
        new Blocked("sync.RWMutex.RLock", writer, "RWMutex.rLock", test -> test.cache.rLock()),
        new Blocked(
            "sync.Mutex.Lock",
            "cache(locked, waiters=1)",
            "RWMutex.tryLock",
            test -> test.cache.tryLock(HOUR)));
  }

  static Stream<Blocked> groups() {
    return Stream.of(
        new Blocked(
            "sync.WaitGroup.Wait",
            "uploads(count=2, waiting=1)",
            "WaitGroup.await",
            test -> test.uploads.await()),
        new Blocked("sync.Cond.Wait", "nonEmpty", "Cond.await", test -> test.awaitCond()),
        new Blocked(
            "semaphore acquire",
            "2 of memory(free=1, size=2, waiting=1)",
            "WeightedSemaphore.acquire",
            test -> test.memory.acquire(2)),
        new Blocked(
            "errgroup wait",
            "fetches(running=1, limit=1)",
            "ErrGroup.await",
            test -> test.fetches.await()),
        new Blocked(
            "errgroup go",
            "fetches(running=1, limit=1, waiting=1)",
            "ErrGroup.go",
            test -> test.fetches.go(() -> {})),
        new Blocked(
            "singleflight wait",
            "lookups(running=1)",
            "SingleFlight.run",
            test -> test.lookups.run("key", () -> "")));
  }

  @ParameterizedTest
  @MethodSource({"channels", "contexts", "locks", "groups"})
  @Spec({"DIAG-02", "DIAG-03"})
  void isSeen(Blocked blocked) throws Exception {
    hold();
    Instant before = Instant.now();
    Thread thread = Go.go("seen", () -> blocked.body.in(this));
    try {
      Await.blocked(thread, blocked.reason);

      Goroutine seen =
          Goroutines.snapshot().stream()
              .filter(each -> each.thread() == thread)
              .findAny()
              .orElseThrow();
      assertThat(seen.name()).isEqualTo("seen");
      assertThat(seen.waitReason()).isEqualTo(blocked.reason);
      assertThat(seen.waitsOn()).startsWith(blocked.on);
      assertThat(seen.waitingSince()).isBetween(before.minusMillis(1), Instant.now());
      assertThat(seen.creationSite()).isNull();

      assertThat(groupOf("seen"))
          .startsWith("1 goroutine: " + blocked.reason + ", for ")
          .contains("\n    on " + blocked.on)
          .containsPattern(
              "\n    threads seen\n    at io.github.goprims.go\\w+." + blocked.method + "\\(")
          .contains("\n    at " + GoroutineWaitsTest.class.getName() + ".")
          .doesNotContain("VirtualThread", "internal");
    } finally {
      release();
      thread.interrupt();
      Await.ended(thread);
    }
  }

  /** The paragraph of a dump that is about the thread of this name. */
  private static String groupOf(String name) {
    return Arrays.stream(Goroutines.dump().split("\n\n"))
        .filter(group -> group.contains("    threads " + name + "\n"))
        .findAny()
        .orElseThrow();
  }

  private void hold() throws Exception {
    full.send("first");
    mutex.lock();
    index.rLock();
    cache.lock();
    uploads.add(2);
    memory.acquire(1);
    fetches.go(() -> release.receive());
    lookups.runAsync("key", () -> "" + release.receive());
  }

  private void release() throws Exception {
    release.close();
    mutex.unlock();
    index.rUnlock();
    cache.unlock();
  }

  private void awaitCond() throws InterruptedException {
    free.lock();
    try {
      nonEmpty.await();
    } finally {
      free.unlock();
    }
  }

  private void select() throws InterruptedException {
    Select select = Select.create();
    select.onReceive(silent);
    select.onSend(full).value("a");
    select.onReceive((Channel<String>) null);
    select.await();
  }
}
