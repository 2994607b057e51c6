package io.github.goprims.gosync;

import io.github.goprims.gochan.internal.GaugeKind;
import io.github.goprims.gochan.internal.GaugeRegistry;
import io.github.goprims.gochan.internal.waiting.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * The primitives of this package that have a name, and their numbers. {@link Once} and {@link Pool}
 * have none that tell of trouble.
 */
final class SyncGauges {

  static final GaugeKind<Mutex> MUTEX = GaugeRegistry.add(new Mutexes());
  static final GaugeKind<RWMutex> RWMUTEX = GaugeRegistry.add(new RWMutexes());
  static final GaugeKind<WaitGroup> WAITGROUP = GaugeRegistry.add(new WaitGroups());
  static final GaugeKind<Cond> COND = GaugeRegistry.add(new Conds());
  static final GaugeKind<WeightedSemaphore> SEMAPHORE = GaugeRegistry.add(new Semaphores());
  static final GaugeKind<ErrGroup> ERRGROUP = GaugeRegistry.add(new ErrGroups());
  static final GaugeKind<SingleFlight<?, ?>> SINGLEFLIGHT = GaugeRegistry.add(new SingleFlights());

  private SyncGauges() {}

  private static final class Mutexes extends GaugeKind<Mutex> {
    Mutexes() {
      super("mutex", "locked", "waiters");
    }

    @Override
    protected @Nullable String nameOf(Mutex mutex) {
      return mutex.name;
    }

    @Override
    protected void setName(Mutex mutex, String name) {
      mutex.name = name;
    }

    @Override
    protected void addTo(Mutex mutex, long[] sums) {
      sums[1] += mutex.state != MutexState.FREE ? 1 : 0;
      sums[2] += mutex.waiters();
    }
  }

  private static final class RWMutexes extends GaugeKind<RWMutex> {
    RWMutexes() {
      super("rwmutex", "locked", "readers", "waiters");
    }

    @Override
    protected @Nullable String nameOf(RWMutex mutex) {
      return mutex.writers.name;
    }

    @Override
    protected void setName(RWMutex mutex, String name) {
      mutex.writers.name = name; // it is a part, and not among the mutexes
    }

    @Override
    protected void addTo(RWMutex mutex, long[] sums) {
      RWMutexSeen seen = mutex.look();
      sums[1] += seen.locked() ? 1 : 0;
      sums[2] += seen.readers();
      sums[3] += seen.waitingReaders() + seen.waitingWriters();
    }
  }

  private static final class WaitGroups extends GaugeKind<WaitGroup> {
    WaitGroups() {
      super("waitgroup", "count", "waiters");
    }

    @Override
    protected @Nullable String nameOf(WaitGroup group) {
      return group.name;
    }

    @Override
    protected void setName(WaitGroup group, String name) {
      group.name = name;
    }

    @Override
    protected void addTo(WaitGroup group, long[] sums) {
      sums[1] += group.count();
      sums[2] += group.waiters();
    }
  }

  private static final class Conds extends GaugeKind<Cond> {
    Conds() {
      super("cond", "waiters");
    }

    @Override
    protected @Nullable String nameOf(Cond cond) {
      return cond.name;
    }

    @Override
    protected void setName(Cond cond, String name) {
      cond.name = name;
    }

    @Override
    protected void addTo(Cond cond, long[] sums) {
      sums[1] += WaitQueue.count(cond.waiters, () -> cond.waiters.first);
    }
  }

  private static final class Semaphores extends GaugeKind<WeightedSemaphore> {
    Semaphores() {
      super("semaphore", "size", "free", "waiters");
    }

    @Override
    protected @Nullable String nameOf(WeightedSemaphore semaphore) {
      return semaphore.name;
    }

    @Override
    protected void setName(WeightedSemaphore semaphore, String name) {
      semaphore.name = name;
    }

    @Override
    protected void addTo(WeightedSemaphore semaphore, long[] sums) {
      sums[1] += semaphore.size;
      sums[2] += semaphore.free();
      sums[3] += semaphore.waiters();
    }
  }

  private static final class ErrGroups extends GaugeKind<ErrGroup> {
    ErrGroups() {
      super("errgroup", "running", "waiters");
    }

    @Override
    protected @Nullable String nameOf(ErrGroup group) {
      return group.name;
    }

    @Override
    protected void setName(ErrGroup group, String name) {
      group.name = name;
    }

    @Override
    protected void addTo(ErrGroup group, long[] sums) {
      sums[1] += group.places.tasks.count();
      sums[2] += group.places.waiting;
    }
  }

  private static final class SingleFlights extends GaugeKind<SingleFlight<?, ?>> {
    SingleFlights() {
      super("singleflight", "running");
    }

    @Override
    protected @Nullable String nameOf(SingleFlight<?, ?> flights) {
      return flights.name;
    }

    @Override
    protected void setName(SingleFlight<?, ?> flights, String name) {
      flights.name = name;
    }

    @Override
    protected void addTo(SingleFlight<?, ?> flights, long[] sums) {
      sums[1] += flights.flights.size();
    }
  }
}
