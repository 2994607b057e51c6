package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Pools and real garbage collections. */
@Isolated("injects a time source")
class PoolAgingTest {

  @Test
  @Spec({"POOL-05", "POOL-06"})
  void whatNobodyUsesGoesByItself() {
    Pool<Object> pool = Pool.of(Object::new);
    List<WeakReference<Object>> references = fill(pool);
    collectUntilGone(references);
    Await.until(
        "the pool is at rest",
        () -> {
          System.gc();
          return !pool.isWatched();
        });
    references.addAll(fill(pool)); // and it starts again
    collectUntilGone(references);
    assertThat(pool.get()).isNotNull();
  }

  @Test
  @Spec("POOL-06")
  void aPoolThatNobodyUsesGoesByItself() {
    Pool<Object> pool = Pool.of(Object::new);
    List<WeakReference<Object>> references = fill(pool);
    references.add(new WeakReference<>(pool));
    pool = null;
    collectUntilGone(references);
    assertThat(references).hasSize(101);
  }

  /** Called as the cleaner does, while nothing can be made. */
  @Test
  @Spec({"POOL-05", "INT-12"})
  void aTurnThatFailsDoesNotEndAging() {
    Pool<Object> pool = Pool.of(Object::new);
    List<WeakReference<Object>> references = fill(pool);
    assertThat(pool.isWatched()).isTrue();
    TimeSource.Injected failing =
        TimeSource.inject(
            () -> {
              throw new OutOfMemoryError("no turn");
            });
    try {
      assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(pool::collected);
      assertThat(pool.isWatched()).isFalse();
    } finally {
      failing.close();
    }
    assertThat(pool.get()).isNotNull();
    assertThat(pool.isWatched()).as("the next one who comes sends a sentinel").isTrue();
    collectUntilGone(references);
  }

  private static List<WeakReference<Object>> fill(Pool<Object> pool) {
    List<WeakReference<Object>> references = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Object item = new Object();
      references.add(new WeakReference<>(item));
      pool.put(item);
    }
    return references;
  }

  private static void collectUntilGone(List<WeakReference<Object>> references) {
    Await.until(
        "all are garbage",
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.refersTo(null));
        });
  }
}
