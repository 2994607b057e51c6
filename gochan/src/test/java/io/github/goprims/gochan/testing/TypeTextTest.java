package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Public, since what is nested in a hidden class would be hidden itself. */
public class TypeTextTest {
  interface Hidden {
    default void inherited() {}
  }

  public abstract static class Box<T extends @Nullable Object, N extends Number & Runnable>
      implements Hidden, Iterable<T> {
    public static final int SIZE = 1;
    int unseen;

    protected Box() {}

    public abstract @Nullable T get(List<? extends @Nullable T> from, N number)
        throws IOException, InterruptedException;

    public static <R> void all(Function<? super String, ?> by, R @Nullable [] first, int... more) {}

    @Override
    public final Iterator<T> iterator() {
      throw new UnsupportedOperationException();
    }
  }

  public static final class Leak {
    public Hidden hidden() {
      throw new UnsupportedOperationException();
    }
  }

  public sealed interface Shape permits Point, Secret {}

  public record Point(int x, @Nullable String label) implements Shape {}

  private record Secret() implements Shape {}

  public enum Color {
    RED
  }

  @Test
  void membersShowGenericsNullnessAndThrows() {
    assertThat(
            new TypeText(Box.class).lines().stream().map(line -> after("TypeTextTest.Box: ", line)))
        .containsExactly(
            "abstract static class TypeTextTest.Box"
                + "<T extends @Nullable Object, N extends Number & Runnable> implements Iterable<T>",
            "abstract @Nullable T get(java.util.List<? extends @Nullable T>, N)"
                + " throws java.io.IOException, InterruptedException",
            "default void inherited()",
            "final java.util.Iterator<T> iterator()",
            "protected Box()",
            "static <R> void all(java.util.function.Function<? super String, ?>,"
                + " R @Nullable [], int...)",
            "static final int SIZE");
  }

  @Test
  void sealedTypesNameTheVisibleOnesTheyPermit() {
    assertThat(new TypeText(Shape.class).lines())
        .containsExactly(
            "TypeTextTest.Shape: sealed interface TypeTextTest.Shape permits TypeTextTest.Point");
  }

  @Test
  void recordsShowTheirComponents() {
    assertThat(new TypeText(Point.class).lines())
        .startsWith(
            "TypeTextTest.Point: record TypeTextTest.Point(int x, @Nullable String label)"
                + " implements TypeTextTest.Shape");
  }

  @Test
  void enumsShowTheirConstants() {
    assertThat(new TypeText(Color.class).lines())
        .startsWith("TypeTextTest.Color: enum TypeTextTest.Color")
        .contains("TypeTextTest.Color: enum constant RED");
  }

  @Test
  void typesThatUsersCannotNameAreRefused() {
    assertThatThrownBy(() -> new TypeText(Leak.class).lines())
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("cannot use: " + Hidden.class);
  }

  @Test
  void differenceMarksTheSides() {
    assertThat(ApiListing.difference(List.of("a", "b"), List.of("b", "c"))).isEqualTo("- a\n+ c");
  }

  private static String after(String prefix, String line) {
    assertThat(line).startsWith(prefix);
    return line.substring(prefix.length());
  }
}
