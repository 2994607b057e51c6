package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The JDK's {@link ConcurrentHashMap} does what Go's {@code sync.Map} does, so that there is no
 * class of ours for it.
 */
class MapTest {

  private static final int THREADS = 8;
  private static final int KEYS = 1_000;

  private final ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();

  /** A key of which all have the same hash code. */
  private record Colliding(int number) {
    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static void inManyThreads(Task task) throws Exception {
    try (ErrGroup group = ErrGroup.create()) {
      CountDownLatch start = new CountDownLatch(1);
      for (int i = 0; i < THREADS; i++) {
        group.go(
            () -> {
              start.await();
              task.run();
            });
      }
      start.countDown();
      group.await();
    }
  }

  @Test
  @Spec("MAP-01")
  void hasTheOperationsOfGo() {
    assertThat(map.get("a")).as("load").isNull();
    assertThat(map.put("a", 1)).as("store, swap").isNull();
    assertThat(map.put("a", 2)).as("swap").isEqualTo(1);
    assertThat(map.putIfAbsent("a", 3)).as("load or store").isEqualTo(2);
    assertThat(map.replace("a", 2, 4)).as("compare and swap").isTrue();
    assertThat(map.replace("a", 2, 5)).as("compare and swap").isFalse();
    assertThat(map.remove("a", 2)).as("compare and delete").isFalse();
    assertThat(map.remove("a", 4)).as("compare and delete").isTrue();
    assertThat(map.remove("a")).as("load and delete").isNull();
  }

  @Test
  @Spec("MAP-02")
  void oneOfManyStoresAndAllGetItsValue() throws Exception {
    Set<Object> seen = ConcurrentHashMap.newKeySet();
    var values = new ConcurrentHashMap<Integer, Object>();
    inManyThreads(
        () -> {
          for (int key = 0; key < KEYS; key++) {
            Object mine = new Object();
            Object before = values.putIfAbsent(key, mine);
            seen.add(before == null ? mine : before);
          }
        });
    assertThat(seen).hasSize(KEYS).containsExactlyInAnyOrderElementsOf(values.values());
  }

  @Test
  @Spec("MAP-03")
  void oneOfManyDeletesAndGetsTheValue() throws Exception {
    IntStream.range(0, KEYS).forEach(key -> map.put("key" + key, key));
    List<Integer> got = Collections.synchronizedList(new ArrayList<>());
    inManyThreads(
        () -> {
          for (int key = 0; key < KEYS; key++) {
            Integer value = map.remove("key" + key);
            if (value != null) {
              got.add(value);
            }
          }
        });
    assertThat(got).hasSize(KEYS).doesNotHaveDuplicates();
    assertThat(map).isEmpty();
  }

  @Test
  @Spec({"MAP-04", "MAP-05"})
  void comparingWithAMissingKeyIsFalse() {
    assertThat(map.replace("a", 1, 2)).isFalse();
    assertThat(map.remove("a", 1)).isFalse();
    assertThat(map).isEmpty();
  }

  @Test
  @Spec("MAP-06")
  void valuesAreComparedByEquals() {
    var lists = new ConcurrentHashMap<String, List<Integer>>();
    lists.put("a", new ArrayList<>(List.of(1)));
    assertThat(lists.replace("a", List.of(1), List.of(2))).isTrue();
    assertThat(lists.remove("a", List.of(2))).isTrue();
  }

  @Test
  @Spec("MAP-07")
  void whatAHashCodeThrowsReachesTheCaller() {
    Object unhashable =
        new Object() {
          @Override
          public int hashCode() {
            throw new UnsupportedOperationException("no hash");
          }
        };
    var objects = new ConcurrentHashMap<Object, Integer>();
    assertThatThrownBy(() -> objects.put(unhashable, 1)).hasMessage("no hash");
    assertThat(objects).isEmpty();
  }

  @Test
  @Spec("MAP-08")
  @SuppressWarnings("NullAway") // that it is refused is what is tested
  void nullIsNeitherKeyNorValue() {
    assertThatNullPointerException().isThrownBy(() -> map.put("a", null));
    assertThatNullPointerException().isThrownBy(() -> map.put(null, 1));
    assertThat(map).isEmpty();
  }

  @Test
  @Spec("MAP-09")
  void anIterationSeesWhatStaysOnceAndCanStop() throws Exception {
    IntStream.range(0, KEYS).forEach(key -> map.put("stays" + key, key));
    AtomicInteger churned = new AtomicInteger();
    inManyThreads(
        () -> {
          List<String> seen = new ArrayList<>();
          for (String key : map.keySet()) {
            String other = "comes and goes" + churned.incrementAndGet() % KEYS;
            map.put(other, 0);
            map.remove(other);
            seen.add(key);
          }
          List<String> staying = seen.stream().filter(key -> key.startsWith("stays")).toList();
          assertThat(new HashSet<>(staying)).hasSize(KEYS);
          assertThat(seen).doesNotHaveDuplicates();
        });
    int visited = 0;
    for (String key : map.keySet()) {
      visited++;
      if (visited == 3) {
        break;
      }
    }
    assertThat(visited).isEqualTo(3);
  }

  @Test
  @Spec("MAP-10")
  void anIterationMayUseTheMap() {
    IntStream.range(0, KEYS).forEach(key -> map.put("key" + key, key));
    map.forEach(
        (key, value) -> {
          assertThat(map.get(key)).isEqualTo(value);
          map.remove(key);
        });
    assertThat(map).isEmpty();
  }

  @Test
  @Spec("MAP-11")
  void clearMayRunBesideAnything() throws Exception {
    inManyThreads(
        () -> {
          for (int key = 0; key < KEYS; key++) {
            map.put("key" + key, key);
            assertThat(map.get("key" + key)).isIn(null, key);
            if (key % 100 == 0) {
              map.clear();
            }
          }
        });
    map.clear();
    assertThat(map).isEmpty();
  }

  @Test
  @Spec("MAP-12")
  void whatIsDeletedIsGarbage() {
    var objects = new ConcurrentHashMap<Integer, Object>();
    var reference = new WeakReference<>(new Object());
    objects.put(1, reference.get());
    objects.remove(1);
    Await.until(
        "it is collected",
        () -> {
          System.gc();
          return reference.get() == null;
        });
  }

  @Test
  @Spec("MAP-13")
  void keysWithOneHashCodeAreToldApart() {
    var colliding = new ConcurrentHashMap<Colliding, Integer>();
    for (int i = 0; i < KEYS; i++) {
      colliding.put(new Colliding(i), i);
    }
    for (int i = 0; i < KEYS; i++) {
      assertThat(colliding.get(new Colliding(i))).isEqualTo(i);
    }
    assertThat(colliding).hasSize(KEYS);
  }

  @Test
  @Spec("MAP-14")
  void iteratingAndClearingHardlyAllocate() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    AtomicInteger sum = new AtomicInteger();
    long[] bytes = new long[2];
    for (int round = 0; round < 3; round++) {
      IntStream.range(0, 100_000).forEach(key -> map.put("key" + key, 1));
      long start = threads.getCurrentThreadAllocatedBytes();
      map.forEach((key, value) -> sum.addAndGet(value));
      bytes[0] = threads.getCurrentThreadAllocatedBytes() - start;
      map.clear();
      bytes[1] = threads.getCurrentThreadAllocatedBytes() - start - bytes[0];
    }
    assertThat(sum).hasValue(300_000);
    assertThat(bytes[0]).as("bytes of an iteration").isLessThan(10_000);
    assertThat(bytes[1]).as("bytes of a clear").isLessThan(10_000);
  }

  @Test
  @Spec("MAP-15")
  void aReaderSeesWhatCameBeforeTheWrite() throws InterruptedException {
    var boxes = new ConcurrentHashMap<Integer, int[]>();
    WaitGroup group = new WaitGroup();
    AtomicInteger wrong = new AtomicInteger();
    group.go(
        () -> {
          for (int key = 0; key < KEYS; key++) {
            int[] box = new int[1];
            box[0] = key + 1;
            boxes.put(key, box);
          }
        });
    group.go(
        () -> {
          for (int key = 0; key < KEYS; key++) {
            int[] box = boxes.get(key);
            if (box != null && box[0] != key + 1) {
              wrong.incrementAndGet();
            }
          }
        });
    group.await();
    assertThat(wrong).hasValue(0);
    assertThat(boxes).hasSize(KEYS);
  }

  @Test
  @Spec("MAP-16")
  void aReadTakesNoLock() throws InterruptedException {
    map.put("a", 1);
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    WaitGroup group = new WaitGroup();
    group.go(
        () ->
            map.compute(
                "a",
                (key, value) -> {
                  locked.countDown();
                  awaitQuietly(read);
                  return 2;
                }));
    locked.await();
    assertThat(map.get("a")).isEqualTo(1);
    read.countDown();
    group.await();
    assertThat(map.get("a")).isEqualTo(2);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
