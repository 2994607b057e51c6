package io.github.goprims.gochan.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the facts of {@code docs/conformance.md} that a test proves: {@code @Spec("CHAN-07")}.
 *
 * <p>On a class it stands for all its tests. {@link ConformanceTest} keeps {@code
 * docs/conformance-tests.md} equal to what these annotations say.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Spec {

  /** The IDs, such as {@code CHAN-07}. */
  String[] value();
}
