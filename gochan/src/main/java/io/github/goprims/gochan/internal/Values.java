package io.github.goprims.gochan.internal;

import java.util.Objects;

/** What a channel may carry: anything but null, which is how a receive says "closed". */
public final class Values {

  private static final String IS_NULL =
      "value is null: to a receiver, null means that the channel is closed; send an object that"
          + " stands for nothing instead, as Optional.empty()";

  private Values() {}

  /**
   * Returns {@code value} if a channel may carry it.
   *
   * @throws NullPointerException "value is null: …"
   */
  public static <T> T checked(T value) {
    return Objects.requireNonNull(value, IS_NULL);
  }
}
