package io.github.goprims.gotest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs each test of a class, or one test, in a {@link Bubble} of its own. For JUnit 5.10 and newer,
 * and for all kinds of its tests.
 *
 * {@snippet file="io/github/goprims/gotest/VirtualTimeSamples.java" region="virtual"}
 *
 * <p>The constructor of the test class, the {@code @BeforeEach} methods, the test and the
 * {@code @AfterEach} methods run in the same bubble, one after the other, on its first goroutine.
 * So a channel that a field is initialized with belongs to the bubble. Between them the time of the
 * bubble stands still. When the last has returned, the time ends, and the test waits for the
 * goroutines of the bubble. It fails if they are blocked for ever, or if one has failed, as
 * described for {@link Bubble#run(io.github.goprims.gochan.Task)}; what the test itself has thrown
 * comes first, as the same object.
 *
 * <p>A parameter of the type {@link io.github.goprims.gocontext.Context}, of the test or of its
 * {@code @BeforeEach} and {@code @AfterEach} methods, gets the context of the test. It is made in
 * the bubble, and canceled when the method of the test has ended, before {@code @AfterEach}.
 *
 * <ul>
 *   <li>Outside of the bubble, on the thread of JUnit, run {@code @BeforeAll}, {@code @AfterAll},
 *       the static initializer of the test class, other extensions with all they call
 *       ({@code @AutoClose} as well), and the sources of parameters and of dynamic tests. What they
 *       make belongs to no bubble: a wait at it holds back the time. What belongs to the bubble
 *       they cannot use.
 *   <li>The constructor runs outside, too, under {@code @TestInstance(PER_CLASS)}, if it is that of
 *       an enclosing class that is not annotated, and, in JUnit before 5.12, if only the method is
 *       annotated.
 *   <li>{@code @Nested} classes inherit the annotation. One at the method counts before one at the
 *       class, and that before one at a class around it. In JUnit before 5.12 they may not differ.
 *   <li>{@code @Timeout} counts in real time. It interrupts the goroutine of the test.
 *   <li>Each call inherits the context class loader of the thread of JUnit; the first goroutine
 *       inherits its inheritable thread locals. Other thread locals are not seen.
 *   <li>A failed assumption skips the test, unless goroutines are blocked then.
 *   <li>After a deadlock or a stall of the test {@code @AfterEach} runs on the thread of JUnit, so
 *       that it can clean up what is outside.
 *   <li>All dynamic tests of a {@code @TestFactory} run in the bubble of the factory.
 * </ul>
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(VirtualTimeExtension.class)
public @interface VirtualTime {

  /**
   * How often the method of the test runs, each time in another bubble, on one thread and in
   * another order, as {@link BubbleOptions#schedules}. Zero: once, with its goroutines in parallel.
   *
   * <p>Only the method is repeated, with another context each time. The constructor runs once,
   * outside of the bubbles. So what is in fields belongs to no bubble, and each run finds there
   * what the one before has left: make in the test what it changes or waits for. The test fails at
   * once if there are {@code @BeforeEach} or {@code @AfterEach} methods: call them in the test.
   *
   * @return the number
   */
  int schedules() default 0;

  /**
   * What chance begins with, as {@link BubbleOptions#seed}. Zero: with something else each time,
   * unlike there.
   *
   * @return the seed
   */
  long seed() default 0;

  /**
   * For how long, in milliseconds of real time, something that is no durable wait may hold back the
   * time of the bubble, as {@link BubbleOptions#patience}.
   *
   * @return the time
   */
  long patienceMillis() default 10_000;
}
