package io.github.goprims.gochan.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CourierPoolTest {

  private static final long SOON = Duration.ofMillis(20).toNanos();

  private final CourierPool pool = pool(CourierPool.MOST, SOON);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger blocked = new AtomicInteger();
  private final AtomicInteger ran = new AtomicInteger();

  private static CourierPool pool(int most, long idleNanos) {
    return new CourierPool(most, idleNanos, LibraryThreads.numbered("courier "));
  }

  @AfterEach
  void idleCouriersEnd() {
    end.countDown();
    Await.until("no couriers", () -> pool.size() == 0);
  }

  private void block() {
    blocked.incrementAndGet();
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException e) {
        // Nothing gets it out of here.
      }
    }
  }

  /** As an interrupt may block that closes a channel. */
  @Test
  @Spec("CTX-44")
  void errandsThatNeverEndHoldUpNoOther() {
    for (int i = 0; i < 50; i++) {
      pool.send(this::block);
    }
    Await.until("50 blocked", () -> blocked.get() == 50);
    for (int i = 1; i <= 1_000; i++) {
      int errands = i;
      pool.send(ran::incrementAndGet);
      Await.until("errand " + i, () -> ran.get() == errands);
    }
    // The one that is free may have left by now.
    assertThat(pool.size()).isBetween(50, 60);
  }

  /** An errand in a thousand parts, on the only courier: another comes after two of them. */
  @Test
  @Spec("CTX-47")
  void errandsSentOnQueueBehindOthers() {
    CourierPool small = pool(1, SOON);
    AtomicInteger parts = new AtomicInteger();
    AtomicInteger before = new AtomicInteger(-1);
    Runnable part =
        new Runnable() {
          @Override
          public void run() {
            if (parts.get() < 1_000) {
              assertThat(small.sendOn(this)).isTrue();
            }
            if (parts.incrementAndGet() == 1) {
              block();
            }
          }
        };
    small.send(part);
    Await.until("the first part", () -> blocked.get() == 1);
    small.send(() -> before.set(parts.get()));
    end.countDown();
    Await.until("all parts", () -> parts.get() > 1_000);
    assertThat(before).hasValue(2);
    Await.until("no couriers", () -> small.size() == 0);
  }

  @Test
  void hundredsAreTolerated() {
    for (int i = 0; i < 600; i++) {
      pool.send(this::block);
      pool.send(ran::incrementAndGet);
    }
    Await.until("all taken up", () -> blocked.get() == 600 && ran.get() == 600);
  }

  @Test
  void whatIsBeyondTheLimitWaits() {
    CourierPool small = pool(2, SOON);
    for (int i = 0; i < 3; i++) {
      small.send(this::block);
    }
    small.send(ran::incrementAndGet);
    Await.until("2 blocked", () -> blocked.get() == 2);
    assertThat(small.size()).isEqualTo(2);
    assertThat(ran.get()).isZero();
    end.countDown();
    Await.until("all done", () -> blocked.get() == 3 && ran.get() == 1);
    Await.until("no couriers", () -> small.size() == 0);
  }

  @Test
  void aBurstOfShortErrandsTakesFewThreads() {
    Queue<Thread> couriers = new ConcurrentLinkedQueue<>();
    List<Thread> senders = new ArrayList<>();
    for (ThreadKind kind : ThreadKind.values()) {
      senders.add(
          kind.start(
              "sender",
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  pool.send(
                      () -> {
                        couriers.add(Thread.currentThread());
                        ran.incrementAndGet();
                      });
                }
              }));
    }
    senders.forEach(Await::ended);
    Await.until("all done", () -> ran.get() == 20_000);
    assertThat(couriers.stream().distinct().count()).isLessThan(50);
  }

  /** They come and go, so that errands meet couriers that are about to leave. */
  @Test
  void noErrandIsForgottenWhileCouriersLeave() {
    CourierPool hasty = pool(2, 0);
    for (int i = 1; i <= 5_000; i++) {
      int errands = i;
      hasty.send(ran::incrementAndGet);
      if (i % 2 == 0) {
        Await.until("errand " + i, () -> ran.get() == errands);
      }
    }
    Await.until("no couriers", () -> hasty.size() == 0);
  }

  /** It comes when the courier has found nothing, and is about to look no more. */
  @Test
  void restingCouriersForgetNoErrand() {
    CourierPool patient = pool(2, Duration.ofMinutes(1).toNanos());
    for (int i = 1; i <= 300_000; i++) {
      int errands = i;
      patient.send(
          () -> {
            ran.incrementAndGet();
            for (int spins = errands % 32; spins > 0; spins--) {
              Thread.onSpinWait(); // so that it looks when the next errand comes, now and then
            }
          });
      for (int spins = 0; spins < 10_000 && ran.get() < errands; spins++) {
        Thread.onSpinWait();
      }
      Await.until("errand " + i, () -> ran.get() == errands);
    }
  }

  @Test
  @Spec("INT-12")
  void withoutMemoryTheSenderDoesTheErrand() {
    AtomicInteger failures = new AtomicInteger(2);
    CourierPool poor =
        new CourierPool(
            2,
            SOON,
            task -> {
              if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("on purpose");
              }
              return LibraryThreads.named("courier").newThread(task);
            });
    Queue<Thread> couriers = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 3; i++) {
      poor.send(() -> couriers.add(Thread.currentThread()));
    }
    Await.until("all done", () -> couriers.size() == 3);
    assertThat(couriers).startsWith(Thread.currentThread(), Thread.currentThread());
    assertThat(couriers.stream().toList().getLast()).isNotSameAs(Thread.currentThread());
    Await.until("no couriers", () -> poor.size() == 0);
  }

  @Test
  void aFailureIsReportedAndDisturbsNoOther() {
    IllegalStateException failure = new IllegalStateException("on purpose");
    Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    pool.send(
        () -> {
          Thread.currentThread()
              .setUncaughtExceptionHandler((thread, thrown) -> reported.add(thrown));
          throw failure;
        });
    pool.send(ran::incrementAndGet);
    Await.until("both", () -> reported.size() == 1 && ran.get() == 1);
    assertThat(reported).containsExactly(failure);
  }

  /** Neither in the errands of others nor by spinning. */
  @Test
  void interruptsAreNotHandedOn() {
    Queue<Boolean> flags = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 20; i++) {
      pool.send(
          () -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
          });
    }
    Await.until("all done", () -> flags.size() == 20);
    assertThat(flags).containsOnly(false);
  }

  @Test
  void couriersAreThreadsOfTheLibrary() {
    Queue<Thread> couriers = new ConcurrentLinkedQueue<>();
    Couriers.send(() -> couriers.add(Thread.currentThread()));
    Await.until("done", () -> couriers.size() == 1);
    Thread courier = couriers.remove();
    assertThat(courier.getName()).matches("goprims-courier-\\d+");
    assertThat(courier.isDaemon()).isTrue();
    assertThat(courier.isVirtual()).isFalse();
  }
}
