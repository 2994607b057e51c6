package io.github.goprims.gochan.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test that runs once for each capacity of {@link EveryCapacity} on each {@link ThreadKind}. The
 * method takes an {@code int} and a {@code ThreadKind}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "capacity {0}, {1}")
@ArgumentsSource(EveryCapacityAndThreadKind.Pairs.class)
public @interface EveryCapacityAndThreadKind {

  /** The pairs. */
  final class Pairs implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      int[] capacities = EveryCapacity.class.getAnnotation(ValueSource.class).ints();
      return Arrays.stream(capacities)
          .boxed()
          .flatMap(
              capacity ->
                  Arrays.stream(ThreadKind.values()).map(kind -> Arguments.of(capacity, kind)));
    }
  }
}
