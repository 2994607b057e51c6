package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CustomContexts.Own;
import io.github.goprims.gocontext.CustomContexts.Telling;
import io.github.goprims.gocontext.CustomContexts.Wrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The goroutines that wait for the ends of custom contexts, as a thread dump shows them. */
@Isolated("counts the watchers of the whole JVM")
class WatcherTest {

  private static final Context ROOT = Context.background();

  @TempDir Path folder;
  private int dumps;
  private long before;

  @BeforeEach
  void count() {
    before = watchers();
  }

  @Test
  @Spec("CTX-51")
  void aWatcherEndsWithItsChild() {
    Own parent = new Own(ROOT);
    CancelableContext child = parent.withCancel();
    CancelableContext other = parent.withValue(Key.named("k"), 1).withCancel();
    child.withCancel().withCancel();
    awaitWatchers(2);
    child.cancel();
    awaitWatchers(1);
    other.cancel();
    awaitWatchers(0);
  }

  @Test
  @Spec("CTX-51")
  void itEndsWithTheParent() {
    Own parent = new Own(ROOT);
    CancelableContext child = parent.withCancel();
    AfterFunc function = parent.afterFunc(() -> {});
    awaitWatchers(2);
    parent.end(CanceledException.instance());
    awaitWatchers(0);
    Await.until("the child too", () -> child.err() != null);
    assertThat(function.stop()).isFalse();
  }

  @Test
  @Spec("CTX-51")
  void itEndsWhenAFunctionIsCalledOff() {
    AfterFunc function = new Own(ROOT).afterFunc(() -> {});
    awaitWatchers(1);
    assertThat(function.stop()).isTrue();
    awaitWatchers(0);
  }

  @Test
  @Spec({"CTX-50", "CTX-51"})
  void tellingContextsNeedNoWatcher() {
    CancelableContext inner = ROOT.withCancel();
    CancelableContext passedOn = new Wrapper(new Wrapper(inner)).withCancel();
    CancelableContext told = new Telling(ROOT).withCancel();
    CancelableContext any = Context.anyOf(new Wrapper(inner), new Telling(ROOT), ROOT);
    assertThat(watchers()).isEqualTo(before);
    passedOn.cancel();
    told.cancel();
    any.cancel();
  }

  private void awaitWatchers(int count) {
    Await.until(count + " watchers", () -> watchers() == before + count);
  }

  private long watchers() {
    Path file = folder.resolve("dump" + dumps++);
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains("\"context watcher\" virtual"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
