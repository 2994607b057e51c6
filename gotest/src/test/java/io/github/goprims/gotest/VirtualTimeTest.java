package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.WaitGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with {@link VirtualTime}, run by JUnit within tests. */
class VirtualTimeTest {

  private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  /** One kind of test each, with fixtures; the channel of a field is used by all. */
  @VirtualTime
  static class AllKinds {
    private final Channel<String> channel = Channel.make("field", 1);
    private final Instant constructed = Bubble.now();
    private final Thread root = Thread.currentThread();
    private boolean isSetUp;

    @BeforeEach
    void setUp() throws InterruptedException {
      check(constructed);
      Bubble.sleep(DAY);
      isSetUp = true;
    }

    private void check(Instant now) {
      assertThat(Thread.currentThread()).isSameAs(root);
      assertThat(Bubble.isInside()).isTrue();
      assertThat(Bubble.now()).isEqualTo(now);
    }

    private void use() throws InterruptedException {
      check(BEGIN.plus(DAY));
      assertThat(isSetUp).isTrue();
      Go.go(
          () -> {
            Go.sleep(DAY);
            channel.send("done");
          });
      assertThat(channel.receive()).isEqualTo("done");
      check(BEGIN.plus(DAY).plus(DAY));
    }

    @Test
    void plain() throws InterruptedException {
      use();
    }

    @RepeatedTest(2)
    void repeated() throws InterruptedException {
      use();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void parameterized(int number) throws InterruptedException {
      assertThat(number).isPositive();
      use();
    }

    @AfterEach
    void tearDown() throws InterruptedException {
      check(BEGIN.plus(DAY).plus(DAY));
      assertThat(channel.tryReceive()).isNull();
      Go.sleep(DAY);
    }
  }

  @Test
  void constructorFixturesAndTestRunInOneBubble() {
    JUnitRun run = JUnitRun.of(AllKinds.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(5);
  }

  @VirtualTime
  static class WithStatics {
    static final Channel<Integer> SHARED = Channel.make(1);

    @RepeatedTest(2)
    void test() throws InterruptedException {
      SHARED.send(1);
      Go.sleep(DAY);
      assertThat(SHARED.receive()).isEqualTo(1);
    }
  }

  @Test
  void staticFieldsBelongToNoBubble() {
    JUnitRun run = JUnitRun.of(WithStatics.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(2);
  }

  @VirtualTime
  static class Outer {
    private final Channel<Integer> outer = Channel.make(1);

    @BeforeEach
    void fill() throws InterruptedException {
      outer.send(1);
    }

    @Nested
    class Inner {
      private final Channel<Integer> inner = Channel.make(1);

      @Test
      void nested() throws InterruptedException {
        inner.send(Objects.requireNonNull(outer.receive()));
        Go.sleep(DAY);
        assertThat(inner.receive()).isEqualTo(1);
        assertThat(Bubble.now()).isEqualTo(BEGIN.plus(DAY));
      }
    }
  }

  @Test
  void nestedClassesInherit() {
    JUnitRun run = JUnitRun.of(Outer.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(1);
  }

  static class OnMethods {
    private final boolean isConstructedInside = Bubble.isInside();

    @Test
    void without() {
      assertThat(isConstructedInside).isFalse();
      assertThat(Bubble.isInside()).isFalse();
    }

    @VirtualTime
    @Test
    void with() throws InterruptedException {
      assertThat(isConstructedInside).isTrue();
      Go.sleep(DAY);
      assertThat(Bubble.now()).isEqualTo(BEGIN.plus(DAY));
    }
  }

  @Test
  void aMethodAlone() {
    JUnitRun run = JUnitRun.of(OnMethods.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(2);
  }

  @VirtualTime
  static class OtherOnMethod {
    @Test
    @VirtualTime(seed = 1)
    void other() {
      assertThat(Bubble.isInside()).isTrue();
    }

    @Test
    @VirtualTime(schedules = 1)
    void scheduled() {
      assertThat(Bubble.isInside()).isTrue();
    }
  }

  @Test
  void aMethodComesBeforeItsClass() {
    JUnitRun run = JUnitRun.of(OtherOnMethod.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(2);
  }

  @VirtualTime
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClass {
    private final boolean constructedInside = Bubble.isInside();
    private int tests;

    @BeforeAll
    void once() {
      assertThat(Bubble.isInside()).isFalse();
    }

    @RepeatedTest(2)
    void test() throws InterruptedException {
      tests++;
      assertThat(constructedInside).isFalse();
      assertThat(Bubble.now()).isEqualTo(BEGIN);
      Go.sleep(DAY);
    }
  }

  @Test
  void anInstancePerClassIsMadeOutside() {
    JUnitRun run = JUnitRun.of(PerClass.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(2);
  }

  @VirtualTime
  static class Factory {
    @TestFactory
    Stream<DynamicTest> days() {
      assertThat(Bubble.isInside()).isTrue();
      return IntStream.range(0, 2)
          .mapToObj(
              day ->
                  DynamicTest.dynamicTest(
                      "day " + day,
                      () -> {
                        assertThat(Bubble.now()).isEqualTo(BEGIN.plus(DAY.multipliedBy(day)));
                        Go.sleep(DAY);
                      }));
    }
  }

  @Test
  void dynamicTestsShareTheBubbleOfTheirFactory() {
    JUnitRun run = JUnitRun.of(Factory.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(2);
  }

  @VirtualTime
  static class WithContext {
    static final AtomicReference<Context> SEEN = new AtomicReference<>();
    private final WaitGroup group = new WaitGroup();

    @BeforeEach
    void setUp(Context context) {
      assertThat(context.err()).isNull();
      group.go(() -> assertThat(context.done().receive()).isNull());
      SEEN.set(context);
    }

    @Test
    void test(Context context) throws InterruptedException {
      assertThat(context).isSameAs(SEEN.get());
      Bubble.await();
      assertThat(context.err()).isNull();
      Go.go(() -> context.done().receive());
    }

    @AfterEach
    void tearDown(Context context) throws InterruptedException {
      assertThat(context).isSameAs(SEEN.get());
      assertThat(context.err()).isInstanceOf(CanceledException.class);
      group.await();
    }
  }

  @Test
  @Spec("SYNCTEST-16")
  void theContextOfTheTestEndsWithIt() {
    JUnitRun run = JUnitRun.of(WithContext.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(1);
  }

  private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

  @VirtualTime
  static class Inheriting {
    static final AtomicReference<ClassLoader> LOADER = new AtomicReference<>();
    private final String inherited = INHERITED.get();

    @Test
    void test() {
      assertThat(inherited).isEqualTo("mine");
      assertThat(INHERITED.get()).isEqualTo("mine");
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(LOADER.get());
    }
  }

  @Test
  void inheritsWhatThreadsInherit() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader mine = new ClassLoader("mine", before) {};
    INHERITED.set("mine");
    Inheriting.LOADER.set(mine);
    thread.setContextClassLoader(mine);
    try {
      JUnitRun run = JUnitRun.of(Inheriting.class);
      assertThat(run.unsuccessful()).isEmpty();
      assertThat(run.tests()).isEqualTo(1);
    } finally {
      thread.setContextClassLoader(before);
      INHERITED.remove();
    }
  }

  @VirtualTime(schedules = 3, seed = 7)
  static class Repeated {
    static final List<Context> CONTEXTS = new CopyOnWriteArrayList<>();

    @Test
    void passing(Context context) {
      assertThat(Bubble.now()).isEqualTo(BEGIN);
      CONTEXTS.add(context);
      Go.go(() -> context.done().receive());
    }

    @Test
    void failing() {
      throw new IllegalArgumentException("mine");
    }

    @Test
    @VirtualTime
    void onceOnly() {
      CONTEXTS.add(Context.background());
    }
  }

  @Test
  void schedulesRepeatTheMethod() {
    Repeated.CONTEXTS.clear();
    JUnitRun run = JUnitRun.of(Repeated.class);
    assertThat(run.unsuccessful())
        .containsExactly("failing() FAILED: IllegalArgumentException: mine");
    assertThat(run.failureOf("failing()").getSuppressed())
        .singleElement()
        .asString()
        .contains("this was schedule 1 of 3", "@VirtualTime(schedules = 1, seed = 0x");
    assertThat(Repeated.CONTEXTS).doesNotHaveDuplicates().hasSize(4);
    assertThat(Repeated.CONTEXTS).filteredOn(context -> context.err() != null).hasSize(3);
  }

  @VirtualTime(schedules = 3)
  static class RepeatedWithFixtures {
    @BeforeEach
    void setUp() {}

    @Test
    void test() {}
  }

  @Test
  void schedulesAndFixturesDoNotGoTogether() {
    assertThat(JUnitRun.of(RepeatedWithFixtures.class).unsuccessful())
        .containsExactly(
            "test() FAILED: ExtensionConfigurationException: @VirtualTime(schedules = 3) repeats the"
                + " method of a test, and nothing else: RepeatedWithFixtures.setUp() would run once,"
                + " outside of the bubbles; call it in the test instead");
  }

  @Test
  void theSample() {
    JUnitRun run = JUnitRun.of(VirtualTimeSamples.HeartbeatTest.class);
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(1);
  }

  @VirtualTime
  @Execution(ExecutionMode.CONCURRENT)
  static class Many {
    private final Channel<Integer> channel = Channel.make();

    @RepeatedTest(200)
    void test() throws InterruptedException {
      Go.go(
          () -> {
            Go.sleep(DAY);
            channel.send(1);
          });
      assertThat(channel.receive()).isEqualTo(1);
    }
  }

  @Test
  void manyAtTheSameTime() {
    JUnitRun run =
        JUnitRun.of(
            Many.class,
            "junit.jupiter.execution.parallel.enabled",
            "true",
            "junit.jupiter.execution.parallel.config.strategy",
            "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism",
            "4");
    assertThat(run.unsuccessful()).isEmpty();
    assertThat(run.tests()).isEqualTo(200);
  }
}
