package io.github.goprims.gotest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void theFirstIsToldAndTheRootsBeforeIt() {
    Failures failures = new Failures();
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    IOException ofRoot = new IOException("of the root");
    failures.add(first);
    failures.add(second);
    failures.add(first);
    failures.addOfRoot(ofRoot);
    assertThat(failures.take()).isSameAs(ofRoot).hasSuppressedException(first);
    assertThat(first.getSuppressed()).containsExactly(second);
    assertThat(failures.take()).isNull();
  }

  /** To note a failure does not fail: who does so has more to do. */
  @Test
  void withoutMemoryOneIsToldAllTheSame() throws Exception {
    assertThat(OwnJvm.outputOf(FullHeap.class, "-Xmx16m", "-XX:+UseSerialGC"))
        .containsExactly("of the root");
  }

  /** In a JVM of its own, since no other test can go on meanwhile. */
  static final class FullHeap {
    private FullHeap() {}

    public static void main(String[] args) {
      Failures failures = new Failures();
      Throwable first = new IOException("first");
      Throwable second = new IOException("second");
      Throwable ofRoot = new IOException("of the root");
      failures.add(first);
      failures.take(); // all classes are there
      failures.add(first);
      List<Object[]> fill = fill();
      failures.add(second);
      failures.addOfRoot(ofRoot);
      fill.clear();
      System.out.println(Objects.requireNonNull(failures.take()).getMessage());
    }

    /** A list of one chain, which takes all memory that there is. */
    private static List<Object[]> fill() {
      Object[] last = new Object[1];
      List<Object[]> chain = new ArrayList<>(List.<Object[]>of(last));
      for (int size = 1 << 20; size > 0; size /= 2) {
        try {
          for (; ; ) {
            Object[] next = new Object[size];
            next[0] = last;
            last = next;
            chain.set(0, last);
          }
        } catch (OutOfMemoryError e) {
          // Smaller ones, then.
        }
      }
      return chain;
    }
  }
}
