package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Timer;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Goroutines#report} finds, each time in a process of its own. */
class GoroutineReportTest {

  @Test
  @Spec("DIAG-07")
  void twoMutexesInTheWrongOrderAreADeadlock() throws Exception {
    assertThat(report(Deadlock.class, "-Dgoprims.debug=owners"))
        .contains(
            """
            deadlock of 2 threads
                first waits in sync.Mutex.Lock for ledger(locked, waiters=1), held by #N
                #N waits in sync.Mutex.Lock for accounts(locked, waiters=1), held by first
                certain: it stays, except if a thread is interrupted, or if another unlocks for it
            """);
  }

  @Test
  void withoutOwnersItIsNotLookedFor() throws Exception {
    assertThat(report(Deadlock.class))
        .doesNotContain("deadlock of")
        .endsWith("Cycles of locks are looked for with -Dgoprims.debug=owners.\n");
  }

  @Test
  void aWriterAndAReaderMayWaitForEachOther() throws Exception {
    assertThat(report(ReadersDeadlock.class, "-Dgoprims.debug=owners"))
        .contains(
            """
            deadlock of 2 threads
                reads waits in sync.Mutex.Lock for accounts(locked, waiters=1), held by writes
                writes waits in sync.RWMutex.Lock for cache(readers=1, waiting writers=1), held by reads
            """);
  }

  @Test
  @Spec({"DIAG-05", "DIAG-06"})
  void aLeakIsFoundBySize() throws Exception {
    assertThat(report(Leak.class))
        .startsWith("3 findings among 1000 goroutines\n")
        .contains(
            """
            all goroutines are asleep: 1000
                certain: none of them goes on by itself, and no timer is pending
                a guess: nobody else wakes them: 0 goroutines and 0 platform threads run, or wait for something else or shortly
            """)
        .contains(
            """
            many at one place
            1000 goroutines: chan receive, for TIME
                on orders(length=0, capacity=0)
                threads #N, #N, #N and 997 more
                at io.github.goprims.gochan.Channel.receive(Channel.java:N)
            """)
        .contains(
            """
            1000 threads waiting to receive, for up to TIME: orders(length=0, capacity=0)
                certain: nobody waits to send there, and no waiting select has the channel
                a guess: nobody is left to send, or to close it: 0 goroutines and 0 platform threads run, or wait for something else or shortly
            """);
  }

  /** The whole leak of the manual: found by one call, and in little time and memory. */
  @Test
  void aHundredThousandAreFoundToo() throws Exception {
    long start = System.nanoTime();
    assertThat(report(BigLeak.class, "-Xmx700m"))
        .startsWith("3 findings among 100000 goroutines\n")
        .contains("100000 of them have waited for TIME or more")
        .contains(
            "100000 threads waiting to receive, for up to TIME: orders(length=0, capacity=0)");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  /** It is not goroutines that send there. */
  @Test
  @Spec("DIAG-06")
  void theChannelOfASubscriptionHasAPublisher() throws Exception {
    assertThat(report(Subscribed.class))
        .contains(
            """
            1 thread waiting to receive, for up to TIME: orders(length=0, capacity=4)
                certain: nobody waits to send there, and no waiting select has the channel
                a guess: its publisher publishes nothing more: 0 goroutines and 0 platform threads run, or wait for something else or shortly
            """);
  }

  /** As of a service that makes a channel for each request. */
  @Test
  @Spec("DIAG-06")
  void channelsThatLookAlikeAreOneFinding() throws Exception {
    assertThat(report(ManyChannels.class))
        .startsWith("2 findings among 20 goroutines\n")
        .contains(
            "20 threads waiting to receive, for up to TIME: 20 channels such as"
                + " jobs(length=0, capacity=0)\n");
  }

  @Test
  void ofMoreChannelsThanItLooksAtItSaysSo() throws Exception {
    assertThat(report(TooManyChannels.class, "-Xmx700m"))
        .contains(": 100000 channels such as jobs(length=0, capacity=0)\n")
        .contains("\nOf the channels the first 100000 that were met are looked at.\n");
  }

  @Test
  @Spec("DIAG-06")
  void aWaitForTheEndOfAContextIsNoLeakedReceive() throws Exception {
    assertThat(report(AwaitsContext.class)).startsWith("no findings among 2 goroutines\n");
  }

  @Test
  void aTimerOrASelectOrATimeoutMayHelp() throws Exception {
    assertThat(report(Hope.class)).startsWith("no findings among 3 goroutines\n");
  }

  @Test
  @Spec("DIAG-06")
  void theNilChannelNeverHelps() throws Exception {
    assertThat(report(Nil.class))
        .contains(
            """
            1 thread waiting at the nil channel, for up to TIME
                certain: only an interrupt ends such a wait
            """);
  }

  @Test
  void patienceLeavesOutWhatIsNew() throws Exception {
    assertThat(Goroutines.report(Duration.ofHours(1))).contains("no findings");
  }

  /** The report of the program, with numbers and times replaced. */
  private static String report(Class<?> program, String... options) throws Exception {
    List<String> lines = OwnJvm.outputOf(program, options);
    return String.join("\n", lines)
            .replaceAll("#\\d+", "#N")
            .replaceAll(":\\d+\\)", ":N)")
            .replaceAll("\\d+ m?s( to \\d+ m?s)?", "TIME")
        + "\n";
  }

  static final class Deadlock {
    private Deadlock() {}

    public static void main(String[] args) {
      Mutex accounts = new Mutex().named("accounts");
      Mutex ledger = new Mutex().named("ledger");
      Channel<Void> both = Channel.make();
      Thread first =
          Go.go(
              "first",
              () -> {
                accounts.lock();
                both.receive();
                ledger.lock();
              });
      Thread second =
          Go.go(
              () -> {
                ledger.lock();
                both.receive();
                accounts.lock();
              });
      Await.blocked(first, "chan receive");
      Await.blocked(second, "chan receive");
      both.close();
      Await.blocked(first, "sync.Mutex.Lock");
      Await.blocked(second, "sync.Mutex.Lock");
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class ReadersDeadlock {
    private ReadersDeadlock() {}

    public static void main(String[] args) {
      Mutex accounts = new Mutex().named("accounts");
      RWMutex cache = new RWMutex().named("cache");
      Channel<Void> both = Channel.make();
      Thread reads =
          Go.go(
              "reads",
              () -> {
                cache.rLock();
                both.receive();
                accounts.lock();
              });
      Thread writes =
          Go.go(
              "writes",
              () -> {
                accounts.lock();
                both.receive();
                cache.lock();
              });
      Await.blocked(reads, "chan receive");
      Await.blocked(writes, "chan receive");
      both.close();
      Await.blocked(reads, "sync.Mutex.Lock");
      Await.blocked(writes, "sync.RWMutex.Lock");
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class Leak {
    private Leak() {}

    public static void main(String[] args) {
      Channel<String> orders = Channel.<String>make().named("orders");
      for (int i = 0; i < 1_000; i++) {
        Await.blocked(Go.go(() -> orders.receive()), "chan receive");
      }
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class BigLeak {
    private BigLeak() {}

    public static void main(String[] args) {
      Channel<String> orders = Channel.<String>make().named("orders");
      List<Thread> threads =
          IntStream.range(0, 100_000).mapToObj(i -> Go.go(() -> orders.receive())).toList();
      threads.forEach(thread -> Await.blocked(thread, "chan receive"));
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class ManyChannels {
    private ManyChannels() {}

    public static void main(String[] args) {
      for (int i = 0; i < 20; i++) {
        Channel<String> jobs = Channel.<String>make().named("jobs");
        Await.blocked(Go.go(() -> jobs.receive()), "chan receive");
      }
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class Subscribed {
    private Subscribed() {}

    public static void main(String[] args) {
      FlowSubscription<String> orders =
          Flows.<String>subscribe(subscriber -> {}, 4).named("orders");
      Await.blocked(Go.go(() -> orders.channel().receive()), "chan receive");
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class TooManyChannels {
    private TooManyChannels() {}

    public static void main(String[] args) {
      List<Thread> threads =
          IntStream.range(0, 100_001)
              .mapToObj(i -> Go.go(() -> Channel.make("jobs", 0).receive()))
              .toList();
      threads.forEach(thread -> Await.blocked(thread, "chan receive"));
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class AwaitsContext {
    private AwaitsContext() {}

    public static void main(String[] args) {
      CancelableContext service = Context.background().withCancel();
      Await.blocked(Go.go(() -> service.done().receive()), "chan receive");
      Await.blocked(Go.go(() -> Go.sleep(Duration.ofHours(1))), "sleep");
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class Hope {
    private Hope() {}

    public static void main(String[] args) {
      Channel<String> orders = Channel.<String>make().named("orders");
      Timer unused = Timer.afterFunc(Duration.ofHours(1), orders::close);
      Await.blocked(Go.go(() -> orders.receive()), "chan receive");
      Await.blocked(Go.go(() -> orders.receive(Duration.ofHours(1))), "chan receive");
      Select select = Select.create();
      select.onSend(orders).value("a").enabled(false);
      select.onReceive(Channel.make());
      Await.blocked(Go.go(() -> select.await()), "select");
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }

  static final class Nil {
    private Nil() {}

    public static void main(String[] args) {
      Await.blocked(Go.go(() -> Channel.nil().receive()), "chan receive (nil chan)");
      System.out.print(Goroutines.report(Duration.ZERO));
    }
  }
}
