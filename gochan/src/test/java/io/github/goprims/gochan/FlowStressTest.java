package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Both ends of the bridge under many threads, with cancels and closes at random moments: no value
 * is lost or doubled, and nobody gets more than was asked for.
 *
 * <p>{@code -Dgoprims.seed=N} repeats a run's choices (not its interleaving), {@code
 * -Dgoprims.stress.rounds=N} makes it longer.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FlowStressTest {

  private static final long SEED = Long.getLong("goprims.seed", System.nanoTime());
  private static final int ROUNDS = 2 * Integer.getInteger("goprims.stress.rounds", 2);
  private static final int VALUES = 2_000;
  private static final int THREADS = 4;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @EveryThreadKind
  @Spec({"FLOW-01", "FLOW-02", "FLOW-05"})
  void whatSubscribersAreHandedAndWhatIsLeftIsWhatWasSent(ThreadKind kind) throws Exception {
    System.out.println("publisher stress, " + kind + ": -Dgoprims.seed=" + SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Channel<Integer> channel = Channel.make(random.nextInt(4));
      Queue<Integer> handed = new ConcurrentLinkedQueue<>();
      List<Greedy> subscribers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        // The last one stays, so that the senders can end.
        Greedy subscriber = new Greedy(handed, i < THREADS - 1, random.split());
        Flows.publisher(channel).subscribe(subscriber);
        subscribers.add(subscriber);
      }
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i * VALUES;
        senders.add(
            kind.start(
                "sender-" + i,
                () -> {
                  for (int value = first; value < first + VALUES; value++) {
                    channel.send(value);
                  }
                }));
      }
      for (Greedy subscriber : subscribers.subList(0, THREADS - 1)) {
        int after = random.nextInt(VALUES);
        kind.start(
            "canceller",
            () -> {
              Await.until("some values", () -> handed.size() >= after);
              subscriber.subscription().cancel();
            });
      }
      senders.forEach(Await::ended);
      channel.close();
      for (Greedy subscriber : subscribers) {
        Await.until("end of " + subscriber, subscriber::hasEnded);
        assertThat(subscriber.excess.get()).isZero();
      }
      assertThat(handed.stream().sorted().toList())
          .as("round %d, seed %d", round, SEED)
          .isEqualTo(IntStream.range(0, THREADS * VALUES).boxed().toList());
    }
  }

  /** Asks for some, and again when it has got most of them. */
  private static final class Greedy implements Flow.Subscriber<Integer> {
    private final Queue<Integer> handed;
    private final boolean cancels;
    private final SplittableRandom random;
    private final AtomicLong open = new AtomicLong();
    private final AtomicInteger excess = new AtomicInteger();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Thread thread;

    Greedy(Queue<Integer> handed, boolean cancels, SplittableRandom random) {
      this.handed = handed;
      this.cancels = cancels;
      this.random = random;
    }

    Flow.Subscription subscription() {
      Await.until("subscription", () -> subscription != null);
      return Objects.requireNonNull(subscription);
    }

    boolean hasEnded() {
      Thread started = thread;
      return started != null && !started.isAlive();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      thread = Thread.currentThread();
      subscription = given;
      ask();
    }

    private void ask() {
      int count = 1 + random.nextInt(10);
      open.addAndGet(count);
      subscription().request(count);
    }

    @Override
    public void onNext(Integer value) {
      handed.add(value);
      if (open.decrementAndGet() < 0) {
        excess.incrementAndGet();
      }
      if (cancels && random.nextInt(VALUES) == 0) {
        subscription().cancel();
      } else if (open.get() == 0 || random.nextInt(4) == 0) {
        ask();
      }
    }

    @Override
    public void onError(Throwable failure) {
      excess.incrementAndGet();
    }

    @Override
    public void onComplete() {}
  }

  @EveryThreadKind
  @Spec({"FLOW-08", "FLOW-09", "FLOW-11", "FLOW-13"})
  void whatHasComeIsReceivedAndNoMoreIsRequestedThanFits(ThreadKind kind) {
    System.out.println("subscription stress, " + kind + ": -Dgoprims.seed=" + SEED);
    for (int round = 0; round < ROUNDS; round++) {
      int capacity = 1 + random.nextInt(9);
      boolean closes = random.nextBoolean();
      Strict source = new Strict(VALUES);
      FlowSubscription<Integer> subscription = Flows.subscribe(source, capacity);
      AtomicInteger received = new AtomicInteger();
      List<Thread> receivers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom mine = random.split();
        receivers.add(
            kind.start(
                "receiver-" + i,
                () -> {
                  ReceiveChannel<Integer> channel = subscription.channel();
                  while (!channel.isDrained()) {
                    int count = receiveSome(channel, mine);
                    received.addAndGet(count);
                  }
                }));
      }
      Thread publisher = kind.start("publisher", source::publishAll);
      if (closes) {
        int after = random.nextInt(VALUES);
        Await.until("some values", () -> received.get() >= after);
        subscription.close();
      }
      Await.ended(publisher);
      receivers.forEach(Await::ended);
      assertThat(source.faults).as("round %d, seed %d", round, SEED).isEmpty();
      assertThat(subscription.failure()).isNull();
      if (closes) {
        assertThat(received.get()).isBetween(source.published.get() - capacity, VALUES);
      } else {
        assertThat(received.get()).isEqualTo(VALUES);
      }
    }
  }

  private static int receiveSome(ReceiveChannel<Integer> channel, SplittableRandom random)
      throws InterruptedException {
    return switch (random.nextInt(4)) {
      case 0 -> channel.receive() == null ? 0 : 1;
      case 1 -> channel.receive(Duration.ofNanos(random.nextInt(10_000))) == null ? 0 : 1;
      case 2 -> channel.tryReceiveMany(1 + random.nextInt(4)).size();
      default -> {
        Select select = Select.create();
        ReceiveCase<Integer> value = select.onReceive(channel);
        select.onReceive(Channel.make());
        select.await();
        yield value.isOpen() ? 1 : 0;
      }
    };
  }

  /** Publishes what was requested, from a thread of its own, and watches over the rules. */
  private static final class Strict implements Flow.Publisher<Integer>, Flow.Subscription {
    private final int values;
    private final Channel<Long> requests = Channel.make(VALUES);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private Flow.@Nullable Subscriber<? super Integer> subscriber;

    Strict(int values) {
      this.values = values;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    public void request(long count) {
      if (calls.getAndIncrement() != 0) {
        faults.add("two calls at once");
      }
      if (requests.isClosed()) {
        faults.add("request after cancel");
      } else {
        requests.trySend(count);
      }
      calls.decrementAndGet();
    }

    @Override
    public void cancel() {
      if (calls.getAndIncrement() != 0) {
        faults.add("two calls at once");
      }
      requests.close();
      calls.decrementAndGet();
    }

    void publishAll() throws InterruptedException {
      Flow.Subscriber<? super Integer> to = Objects.requireNonNull(subscriber);
      for (Long count = requests.receive(); count != null; count = requests.receive()) {
        for (long i = 0; i < count && published.get() < values; i++) {
          to.onNext(published.getAndIncrement());
        }
        if (published.get() == values) {
          to.onComplete();
          return;
        }
      }
    }
  }
}
