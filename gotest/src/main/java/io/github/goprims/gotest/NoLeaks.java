package io.github.goprims.gotest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails each test of a class, or one test, that leaves something behind: a goroutine that has not
 * ended, a function that a timer has still to run, a context that was not canceled. The message
 * tells of each where it was started or made. For JUnit 5.10 and newer.
 *
 * {@snippet file="io/github/goprims/gotest/NoLeaksSamples.java" region="no-leaks"}
 *
 * <p>What counts is what the test and its {@code @BeforeEach} and {@code @AfterEach} methods start
 * and make, as in {@link LeakCheck}, and not what the constructor of the test class does, or
 * {@code @BeforeAll}. The look comes after the last {@code @AfterEach}. Tests that run at the same
 * time are not mixed up. Nested classes inherit it.
 *
 * <p>Together with {@link VirtualTime}, in whichever order, it looks when the bubble has ended. If
 * goroutines are left, that is a {@link BubbleDeadlockError} already; what remains to be looked for
 * are timers and contexts.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NoLeaksExtension.class)
public @interface NoLeaks {

  /**
   * For how long, in milliseconds of real time, goroutines may be about to end.
   *
   * @return the time; zero or less looks once
   */
  long graceMillis() default LeakCheck.GRACE_MILLIS;
}
