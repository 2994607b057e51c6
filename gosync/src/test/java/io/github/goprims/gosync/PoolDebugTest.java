package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code goprims.debug=pool}, in processes of their own. */
class PoolDebugTest {

  private static final int PUTS = 4_000;

  @Test
  @Spec("POOL-11")
  void secondPutsAreReportedAndAQuarterDropped() throws Exception {
    List<String> lines = OwnJvm.outputOf(Program.class, "-Dgoprims.debug=leaks,pool");
    // Nine standard deviations around three quarters.
    assertThat(Integer.parseInt(lines.get(0))).isBetween(PUTS * 3 / 4 - 250, PUTS * 3 / 4 + 250);
    assertThat(lines.get(1)).isEqualTo("sync: Pool already has this object: things");
    assertThat(lines.get(2)).isEqualTo("sync: Pool already has this object: things");
    assertThat(lines.get(3)).isEqualTo("there once");
  }

  @Test
  @Spec("POOL-11")
  void otherwiseNothingIsDropped() throws Exception {
    assertThat(OwnJvm.outputOf(Program.class, "-Dgoprims.debug=leaks").get(0)).isEqualTo("" + PUTS);
  }

  /** The program of those processes. */
  static final class Program {
    public static void main(String[] args) {
      Pool<Object> pool = Pool.of(Object::new).named("things");
      int kept = 0;
      for (int i = 0; i < PUTS; i++) {
        Object item = new Object();
        pool.put(item);
        kept += pool.get() == item ? 1 : 0;
      }
      System.out.println(kept);
      if (kept < PUTS) {
        Object fast = putForCertain(pool);
        Object stacked = putForCertain(pool);
        tryToPut(pool, fast);
        pool.turn();
        tryToPut(pool, stacked);
        pool.get();
        pool.get();
        System.out.println(pool.get() == fast || pool.get() == stacked ? "twice" : "there once");
      }
    }

    /** Until a second put is refused, it has been dropped. */
    private static Object putForCertain(Pool<Object> pool) {
      Object item = new Object();
      for (int i = 0; i < 100; i++) {
        try {
          pool.put(item);
        } catch (IllegalStateException e) {
          break;
        }
      }
      return item;
    }

    private static void tryToPut(Pool<Object> pool, Object item) {
      try {
        pool.put(item);
        System.out.println("accepted");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
