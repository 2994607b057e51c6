package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.SoakHeap;
import io.github.goprims.gochan.testing.SoakWaitsInVain;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Waits for what nobody gives back, signals or ends. */
final class SoakSilence extends SoakWaitsInVain {

  private final Objects on;

  /** The objects of all such rounds: what one of them leaves behind shows in the later ones. */
  @SuppressWarnings("try") // locks are there for their close
  static final class Objects {
    private final SoakHeap heap = new SoakHeap();
    private final Mutex locked = new Mutex().named("locked");
    private final RWMutex written = new RWMutex().named("written");
    private final RWMutex read = new RWMutex().named("read");
    private final WaitGroup busy = new WaitGroup().named("busy");
    private final WeightedSemaphore taken = WeightedSemaphore.of(3).named("taken");
    private final Mutex free = new Mutex().named("free");
    private final Cond silent = Cond.on(free).named("silent");
    private final List<SoakForms> waits =
        List.of(
            SoakLock.of(locked).forms(),
            SoakLock.writing(written).forms(),
            SoakLock.reading(written).forms(),
            SoakLock.writing(read).forms(),
            SoakForms.of(busy),
            SoakForms.of(taken, 2),
            SoakForms.of(taken, 3),
            new SoakForms(this::awaitSignal, this::awaitSignal, this::awaitSignal));

    Objects() {
      locked.lock();
      written.lock();
      read.rLock();
      busy.add(1);
      if (!taken.tryAcquire(2)) {
        throw new IllegalStateException("taken by whom? " + taken);
      }
    }

    private void awaitSignal() throws InterruptedException {
      try (Held held = free.hold()) {
        silent.await();
      }
    }

    private boolean awaitSignal(Duration patience) throws InterruptedException {
      try (Held held = free.hold()) {
        return silent.await(patience);
      }
    }

    private void awaitSignal(Context context) throws InterruptedException {
      try (Held held = free.hold()) {
        silent.await(context);
      }
    }

    private List<Object> all() {
      return List.of(locked, written, read, busy, taken, free, silent);
    }
  }

  SoakSilence(SplittableRandom random, Objects on) {
    super(random, on.heap);
    this.on = on;
  }

  @Override
  protected Task waits(SplittableRandom choice) {
    return () -> waitInVain(on.waits.get(choice.nextInt(on.waits.size())), choice);
  }

  private static void waitInVain(SoakForms forms, SplittableRandom choice)
      throws InterruptedException {
    Duration patience = Duration.ofNanos(choice.nextInt(1, 50_000));
    boolean served =
        switch (choice.nextInt(3)) {
          case 0 -> {
            forms.plain().await();
            yield true;
          }
          case 1 -> forms.timed().await(patience);
          default -> {
            try (CancelableContext context = Context.background().withTimeout(patience)) {
              forms.until().await(context);
              yield true;
            } catch (ContextDoneException e) {
              yield false;
            }
          }
        };
    require(!served, "nobody was there");
  }

  @Override
  protected void verifyObjects() {
    String state = on.all().toString();
    require(
        state.equals(
            "[locked(locked), written(locked), read(readers=1), busy(count=1, waiting=0),"
                + " taken(free=1, size=3), free(unlocked), silent]"),
        "left behind: %s",
        state);
  }

  @Override
  protected List<?> objects() {
    return on.all();
  }
}
