package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.GaugeEntries;
import io.github.goprims.gochan.testing.Await;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Names keep nothing alive, and leave nothing behind. */
@Isolated("counts the entries of all channels")
class GaugeMemoryTest {

  @Test
  void aNamedChannelIsGarbageLikeAnyOther() {
    WeakReference<Channel<Integer>> dropped = new WeakReference<>(Channel.make("m-dropped", 1));
    Await.until(
        "collected",
        () -> {
          System.gc();
          return dropped.refersTo(null) && names().stream().noneMatch("m-dropped"::equals);
        });
  }

  private static List<String> names() {
    return Gauges.read().stream().map(Gauges.Reading::name).toList();
  }

  /** A list without an end would cost more than it tells; those that were first stay in it. */
  @Test
  void aKindHasAMillionAtMost() {
    List<Object> kept = new ArrayList<>();
    Channel<Integer> first = Channel.make("m-first", 1);
    for (int i = 0; i < 1_100_000; i++) {
      kept.add(Channel.make("m-many", 0));
    }
    assertThat(GaugeEntries.of(ChannelGauge.KIND)).isEqualTo(1_000_000);
    assertThat(names()).contains("m-first", "m-many");
    kept.clear();
    Await.until(
        "room again",
        () -> {
          System.gc();
          return !names().contains("m-many");
        });
    Channel<Integer> last = Channel.make("m-last", 1);
    assertThat(names()).contains("m-last");
    Reference.reachabilityFence(List.of(first, last));
  }

  /** Nobody reads here: naming alone keeps the list short. */
  @Test
  void aMillionShortLivedNamesLeaveNothing() {
    List<Channel<Integer>> kept = new ArrayList<>();
    int most = 0;
    for (int i = 0; i < 1_000_000; i++) {
      Channel<Integer> channel = Channel.make("m-short", 0);
      if (i % 1_000 == 0) {
        kept.add(channel);
      }
      if (i % 50_000 == 0) {
        System.gc();
        most = Math.max(most, GaugeEntries.of(ChannelGauge.KIND));
      }
    }
    // Between two collections come 50,000; a round of the hand goes over as many again.
    assertThat(most).isLessThan(200_000);
    System.gc();
    Await.until(
        "all but those in use are out",
        () -> {
          System.gc();
          Gauges.read();
          return GaugeEntries.of(ChannelGauge.KIND) < 1_500;
        });
    assertThat(Gauges.read())
        .filteredOn(reading -> reading.name().equals("m-short"))
        .singleElement()
        .satisfies(reading -> assertThat(reading.values()).containsEntry("instances", 1_000L));
    Reference.reachabilityFence(kept);
  }
}
