package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.ManualTime;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CustomContexts.Wrapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** Values, contexts without cancel, and what all of them print. */
class ContextValueTest {

  private static final Context ROOT = Context.background();
  private static final Key<String> NAME = Key.named("name");
  private static final Key<Integer> NUMBER = Key.named("number");

  @Test
  @Spec("CTX-37")
  void theInnermostValueCounts() {
    Context outer = ROOT.withValue(NAME, "outer").withValue(NUMBER, 1);
    Context inner = outer.withCancel().withValue(NAME, "inner").withTimeout(Duration.ofDays(1));
    Context hidden = new Wrapper(inner).withValue(NAME, null).withCancel();
    assertThat(outer.value(NAME)).isEqualTo("outer");
    assertThat(inner.value(NAME)).isEqualTo("inner");
    assertThat(inner.value(NUMBER)).isEqualTo(1);
    assertThat(hidden.value(NAME)).isNull();
    assertThat(hidden.value(NUMBER)).isEqualTo(1);
    assertThat(ROOT.withCancel().value(NAME)).isNull();
  }

  @Test
  @Spec({"CTX-38", "CTX-39"})
  void keysEqualThemselvesOnly() {
    Key<String> twin = Key.named("name");
    Context context = ROOT.withValue(NAME, "value");
    assertThat(context.value(twin)).isNull();
    assertThat(twin).isNotEqualTo(NAME).hasToString("name");
  }

  @Test
  @Spec("CTX-40")
  void valuesStayReadableAfterTheEnd() {
    try (ManualTime time = ManualTime.install()) {
      CancelableContext top = ROOT.withTimeout(Duration.ofSeconds(1));
      List<Key<Integer>> keys = new ArrayList<>();
      Context at = top;
      for (int i = 0; i < 30; i++) {
        keys.add(Key.named("k" + i));
        at = i % 3 == 0 ? at.withCancel() : at;
        at = at.withValue(keys.get(i), i);
      }
      time.advance(Duration.ofSeconds(1));
      Context last = at;
      Await.until("ended with the first", () -> last.err() != null);
      assertThat(at.err()).isSameAs(DeadlineExceededException.instance());
      for (int i = 0; i < 30; i++) {
        assertThat(at.value(keys.get(i))).isEqualTo(i);
      }
    }
  }

  /** Each binding between is looked at once, and contexts without a value not at all. */
  @Test
  @Spec("CTX-41")
  void deepLooksNeedNoStack() {
    Context at = ROOT.withValue(NAME, "far");
    for (int i = 0; i < 100_000; i++) {
      at = i % 2 == 0 ? at.withValue(NUMBER, i) : at.withCancel();
    }
    assertThat(at.value(NAME)).isEqualTo("far");
    assertThat(at.value(NUMBER)).isEqualTo(99_998);
    Context first = ROOT.withValue(NAME, "near");
    Context below = first.withCancel().withCancel().withCancel();
    assertThat(((CancelContext) below).values()).isSameAs(first);
  }

  /** Some of the bindings have an index of those above. */
  @Test
  @Spec({"CTX-37", "CTX-41"})
  void theInnermostValueCountsAtAnyDepth() {
    List<Key<Integer>> keys = Stream.generate(() -> Key.<Integer>named("k")).limit(50).toList();
    Map<Key<Integer>, Integer> model = new HashMap<>();
    Random random = new Random(7);
    Context at = ROOT.withValue(NAME, "outermost");
    for (int i = 0; i < 1_000; i++) {
      Key<Integer> key = keys.get(random.nextInt(keys.size()));
      Integer value = i % 7 == 0 ? null : i;
      model.put(key, value);
      at = at.withValue(key, value);
      at = i == 300 ? new Wrapper(at) : i % 5 == 0 ? at.withCancel() : at;
      if (i % 10 == 0) {
        for (Key<Integer> each : keys) {
          assertThat(at.value(each)).isEqualTo(model.get(each));
        }
        assertThat(at.value(NAME)).isEqualTo("outermost");
        assertThat(at.value(NUMBER)).isNull();
      }
    }
  }

  /** A context that is not asked pays for no index, nor one that is asked once. */
  @Test
  @Spec({"CTX-41", "CTX-53"})
  void onlyLooksMakeAnIndex() {
    Context parent = ROOT.withValue(NAME, "far");
    for (int i = 2; i < 1_024; i++) {
      parent = parent.withValue(NUMBER, i);
    }
    ValueContext sibling = (ValueContext) parent.withValue(NUMBER, 1_024);
    long bound = GraphLayout.parseInstance(parent).totalSize();
    assertThat(GraphLayout.parseInstance(sibling).totalSize() - bound).isLessThan(100);
    assertThat(sibling.value(NAME)).isEqualTo("far");
    long once = GraphLayout.parseInstance(sibling).totalSize();
    assertThat(once - bound).isLessThan(1_000);
    for (int i = 0; i < 20; i++) {
      assertThat(sibling.value(NAME)).isEqualTo("far");
    }
    assertThat(GraphLayout.parseInstance(sibling).totalSize() - once).isGreaterThan(4_000);
  }

  @Test
  @Spec({"CTX-42", "CTX-31"})
  void withoutCancelKeepsTheValuesOnly() {
    CancelableContext parent = ROOT.withValue(NAME, "v").withTimeout(Duration.ofDays(1));
    Context before = parent.withoutCancel();
    parent.cancel();
    for (Context detached : List.of(before, parent.withoutCancel(), before.withValue(NUMBER, 1))) {
      assertThat(detached.err()).isNull();
      assertThat(detached.cause()).isNull();
      assertThat(detached.deadline()).isNull();
      assertThat(detached.done()).isEqualTo(Channel.<Void>nil().receiveOnly());
      assertThat(detached.value(NAME)).isEqualTo("v");
    }
  }

  @Test
  @Spec("CTX-43")
  void aContextBelowItIsOnlyCanceledItself() {
    CancelableContext parent = ROOT.withCancel();
    CancelableContext child = new Wrapper(parent.withoutCancel()).withCancel();
    CancelableContext other = parent.withoutCancel().withCancel();
    parent.cancel();
    assertThat(child.err()).isNull();
    assertThat(other.err()).isNull();
    child.cancel();
    assertThat(child.err()).isSameAs(CanceledException.instance());
  }

  @Test
  @Spec("CTX-19")
  void contextsPrintAsAChainWithoutValues() {
    try (ManualTime time = ManualTime.install()) {
      Instant deadline = time.instant().plusSeconds(5);
      Context context =
          ROOT.withCancel()
              .withValue(NAME, "secret")
              .withDeadline(deadline)
              .withoutCancel()
              .withValue(NUMBER, null);
      assertThat(context)
          .hasToString(
              "context.Background.WithCancel.WithValue(name, java.lang.String)"
                  + ".WithDeadline(2000-01-01T00:00:05Z [PT5S]).WithoutCancel"
                  + ".WithValue(number, null)");
      assertThat(new Wrapper(ROOT).withCancel()).hasToString("wrapper.WithCancel");
      assertThat(Context.anyOf(ROOT, context).withCancel())
          .hasToString("context.AnyOf(2 contexts).WithCancel");
    }
  }

  @Test
  @Spec("CTX-19")
  void printingADeepChainNeedsNoStack() {
    Context at = Context.todo();
    for (int i = 0; i < 100_000; i++) {
      at = at.withCancel();
    }
    assertThat(at.toString())
        .startsWith("context.TODO.WithCancel.")
        .hasSize("context.TODO".length() + 100_000 * ".WithCancel".length());
  }
}
