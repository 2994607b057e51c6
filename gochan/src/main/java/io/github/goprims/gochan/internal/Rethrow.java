package io.github.goprims.gochan.internal;

/** Throws on what has been caught, in a method that cannot declare it. */
public final class Rethrow {

  private Rethrow() {}

  /**
   * Throws {@code failure} as it is, also a checked one: {@code throw
   * Rethrow.<RuntimeException>asItIs(failure)}. Needs no memory.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // X is what may be declared
  public static <X extends Throwable> X asItIs(Throwable failure) throws X {
    throw (X) failure;
  }
}
