package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.OnManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** What goes in and out of a pool. Garbage collections are played, see {@link PoolAgingTest}. */
@ExtendWith({LeakCheck.class, OnManualTime.class})
@Isolated("a collection that others ask for ages its pools, too")
class PoolTest {

  private static final Duration TURN = Duration.ofSeconds(1);

  private final AtomicInteger made = new AtomicInteger();
  private final Pool<Object> pool = Pool.of(this::make).named("things");

  private Object make() {
    made.incrementAndGet();
    return new Object();
  }

  private List<Object> putNew(int number) {
    List<Object> items = IntStream.range(0, number).mapToObj(i -> new Object()).toList();
    items.forEach(pool::put);
    return items;
  }

  /** Each by another thread. */
  private List<Object> getAllElsewhere(ThreadKind kind, int number) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      items.add(kind.attempt("taker", pool::get).result());
    }
    return items;
  }

  private Set<Object> getAll(int number) {
    Set<Object> items = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < number; i++) {
      items.add(pool.get());
    }
    return items;
  }

  @Test
  @Spec({"POOL-01", "FAIL-05"})
  void getGivesWhatWasPutOrSomethingNew() {
    Object first = pool.get();
    assertThat(first).isNotNull();
    pool.put(first);
    assertThat(pool.get()).isSameAs(first);
    assertThat(pool.get()).isNotSameAs(first);
    assertThat(made.get()).isEqualTo(2);
  }

  @Test
  @Spec("POOL-01")
  void withoutASupplierNothingIsNull() {
    Pool<@Nullable String> plain = Pool.create();
    assertThat(plain.get()).isNull();
    plain.put("kept");
    assertThat(plain.get()).isEqualTo("kept");
    assertThat(plain.get()).isNull();
  }

  @Test
  @Spec({"POOL-02", "INT-11"})
  void nullIsIgnored() {
    AtomicInteger resets = new AtomicInteger();
    Pool<String> resetting = Pool.of(() -> "new", item -> resets.incrementAndGet());
    resetting.put(null);
    assertThat(resets.get()).isZero();
    assertThat(resetting.get()).isEqualTo("new");
    assertThat(resetting.isWatched()).isFalse();
  }

  @Test
  @Spec({"POOL-03", "POOL-04", "POOL-07"})
  void whatOneThreadPutsItGetsBackOnce() {
    List<Object> items = putNew(100);
    assertThat(getAll(100)).containsExactlyInAnyOrderElementsOf(items);
    assertThat(made.get()).isZero();
    pool.get();
    assertThat(made.get()).isEqualTo(1);
  }

  @EveryThreadKind
  @Spec({"POOL-01", "POOL-04", "POOL-09"})
  void otherThreadsFindItAll(ThreadKind kind) {
    List<Object> items = putNew(40);
    assertThat(getAllElsewhere(kind, 40)).containsExactlyInAnyOrderElementsOf(items);
  }

  @Test
  @Spec("POOL-03")
  void thereIsABound() {
    int bound = Math.max(512, 256 * Runtime.getRuntime().availableProcessors());
    putNew(2 * bound);
    Set<Object> kept = getAll(2 * bound);
    assertThat(kept).hasSize(2 * bound);
    assertThat(made.get()).isGreaterThanOrEqualTo(bound);
  }

  @Test
  @Spec({"POOL-08"})
  void theSupplierMayUseThePool() {
    List<Pool<Integer>> self = new ArrayList<>();
    self.add(
        Pool.of(
            () -> {
              int depth = made.incrementAndGet();
              return depth < 3 ? self.getFirst().get() + 10 : depth;
            }));
    assertThat(self.getFirst().get()).isEqualTo(23);
    assertThat(made.get()).as("nothing was kept").isEqualTo(3);
  }

  @Test
  void aResetComesBeforeTheObjectIsKept() {
    RuntimeException failure = new RuntimeException("reset");
    Pool<StringBuilder> builders =
        Pool.of(
            StringBuilder::new,
            builder -> {
              if (builder.toString().equals("bad")) {
                throw failure;
              }
              builder.setLength(0);
            });
    StringBuilder good = new StringBuilder("good");
    StringBuilder bad = new StringBuilder("bad");
    builders.put(good);
    assertThat(good).isEmpty();
    assertThatThrownBy(() -> builders.put(bad)).isSameAs(failure);
    assertThat(builders.get()).isSameAs(good);
    assertThat(builders.get()).isNotSameAs(bad);
  }

  @Test
  @Spec({"INT-11", "POOL-10"})
  void badArgumentsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> Pool.of(null)).withMessage("supplier");
    assertThatNullPointerException()
        .isThrownBy(() -> Pool.of(null, item -> {}))
        .withMessage("supplier");
    assertThatNullPointerException().isThrownBy(() -> Pool.of(() -> 1, null)).withMessage("reset");
    assertThatNullPointerException().isThrownBy(() -> pool.named(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> Pool.of(() -> null).named("buffers").get())
        .withMessage("supplier returned null: buffers");
    assertThat(pool).hasToString("things");
    assertThat(Pool.create().toString()).matches("pool@[0-9a-f]+");
  }

  @Test
  @Spec({"POOL-05", "POOL-12"})
  void unusedObjectsSurviveOneCollectionOnly() {
    List<Object> items = putNew(20);
    pool.collected();
    ManualTime.installed().advance(TURN);
    assertThat(getAll(10)).isSubsetOf(items);
    List<Object> fresh = putNew(1);
    assertThat(pool.get()).as("fresh ones first").isSameAs(fresh.getFirst());
    pool.collected();
    getAll(20);
    assertThat(made.get()).isEqualTo(20);
  }

  @Test
  @Spec("POOL-05")
  void aSecondHasAtMostOneTurn() {
    List<Object> items = putNew(10);
    pool.collected();
    pool.collected();
    ManualTime.installed().advance(TURN.minusNanos(1));
    pool.collected();
    assertThat(getAll(10)).containsExactlyInAnyOrderElementsOf(items);
    items.forEach(pool::put);
    ManualTime.installed().advance(Duration.ofNanos(1));
    pool.collected();
    assertThat(getAll(10)).containsExactlyInAnyOrderElementsOf(items);
    items.forEach(pool::put);
    ManualTime.installed().advance(TURN);
    pool.collected();
    ManualTime.installed().advance(TURN);
    pool.collected();
    getAll(10);
    assertThat(made.get()).isEqualTo(10);
  }

  @Test
  void anEmptyPoolIsNotWatched() {
    pool.get();
    assertThat(pool.isWatched()).isFalse();
    putNew(1);
    assertThat(pool.isWatched()).isTrue();
    for (int i = 0; i < 2; i++) {
      pool.collected();
      assertThat(pool.isWatched()).as("turn " + i).isEqualTo(i == 0);
      ManualTime.installed().advance(TURN);
    }
    putNew(1);
    assertThat(pool.isWatched()).isTrue();
  }

  /** Aged objects, too, are found wherever they are. */
  @EveryThreadKind
  @Spec({"POOL-04", "POOL-05"})
  void otherThreadsFindWhatWasSetAside(ThreadKind kind) {
    List<Object> items = putNew(40);
    pool.turn();
    assertThat(getAllElsewhere(kind, 40)).containsExactlyInAnyOrderElementsOf(items);
  }

  /** Of the whole pool a collection would not tell: after a turn the place itself is garbage. */
  @Test
  @Spec("POOL-06")
  void aPlaceThatHasBeenEmptiedKeepsNothing() {
    PoolStripe place = new PoolStripe();
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < PoolStripe.CAPACITY; i++) {
      Object item = new Object();
      items.add(item);
      assertThat(place.add(item)).isTrue();
    }
    assertThat(items).allMatch(place::contains);
    for (int i = 0; i < PoolStripe.CAPACITY; i++) {
      assertThat(place.take()).isIn(items);
    }
    assertThat(place.take()).isNull();
    assertThat(items).noneMatch(place::contains);
  }

  @Test
  @Spec("POOL-06")
  void whatItGaveAwayItDoesNotKeep() {
    List<WeakReference<Object>> references = passThrough(100);
    Await.until(
        "all are garbage",
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.refersTo(null));
        });
    assertThat(made.get()).isZero();
  }

  private List<WeakReference<Object>> passThrough(int number) {
    putNew(number);
    List<WeakReference<Object>> references = new ArrayList<>();
    getAll(number).forEach(item -> references.add(new WeakReference<>(item)));
    return references;
  }

  @Test
  void theSampleCopies() throws Exception {
    byte[] data = new byte[20_000];
    data[19_999] = 1;
    for (int i = 0; i < 2; i++) {
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      PoolSamples.copy(new ByteArrayInputStream(data), copy);
      assertThat(copy.toByteArray()).isEqualTo(data);
    }
  }
}
