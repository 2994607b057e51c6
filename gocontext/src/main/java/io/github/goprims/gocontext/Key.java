package io.github.goprims.gocontext;

import java.util.Objects;

/**
 * Names a value of a {@link Context}. A key equals itself only: two keys of the same name are two
 * keys, so code that does not have the key cannot reach the value.
 *
 * {@snippet file="io/github/goprims/gocontext/ContextSamples.java" region="value"}
 *
 * @param <V> the type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // it types the values that are found by the key
public final class Key<V> {

  private final String name;

  private Key(String name) {
    this.name = name;
  }

  /**
   * Makes a key.
   *
   * @param name what it prints as; tells readers what is meant, and nothing else
   * @param <V> the type of the value
   * @return a new key, different from all others
   * @throws NullPointerException "name"
   */
  public static <V> Key<V> named(String name) {
    return new Key<>(Objects.requireNonNull(name, "name"));
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
