package io.github.goprims.gochan;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@link Ring}, laid out such that what putters write, what takers write and what
 * nobody writes are on cache lines of their own: on a shared line each would pay for the writes of
 * the other.
 *
 * <p>The padding is bytes, and in a chain of superclasses: the JVM lays out superclasses first, and
 * fills the gaps of a class with its small fields.
 */
final class RingFields {

  private RingFields() {}

  abstract static class Constants {
    final int capacity;
    final int mask;
    final int[] sequence;
    final @Nullable Object[] buffer;

    Constants(int capacity, int slots) {
      this.capacity = capacity;
      mask = slots - 1;
      sequence = new int[slots];
      buffer = new Object[slots];
    }
  }

  abstract static class Front extends Constants {
    byte a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a0a, a0b, a0c, a0d, a0e, a0f;
    byte a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a1a, a1b, a1c, a1d, a1e, a1f;
    byte a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a2a, a2b, a2c, a2d, a2e, a2f;
    byte a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a3a, a3b, a3c, a3d, a3e, a3f;

    Front(int capacity, int slots) {
      super(capacity, slots);
    }
  }

  abstract static class Tail extends Front {
    /** The next ticket to put, shifted, and the bits of {@link Ring}. */
    volatile long tail;

    /** A head seen earlier plus the capacity: for tickets below it there is room. */
    long limit;

    Tail(int capacity, int slots) {
      super(capacity, slots);
    }
  }

  abstract static class Middle extends Tail {
    byte b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b0a, b0b, b0c, b0d, b0e, b0f;
    byte b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b1a, b1b, b1c, b1d, b1e, b1f;
    byte b20, b21, b22, b23, b24, b25, b26, b27, b28, b29, b2a, b2b, b2c, b2d, b2e, b2f;
    byte b30, b31, b32, b33, b34, b35, b36, b37, b38, b39, b3a, b3b, b3c, b3d, b3e, b3f;

    Middle(int capacity, int slots) {
      super(capacity, slots);
    }
  }

  abstract static class Head extends Middle {
    /** The next ticket to take, shifted, and the bits of {@link Ring}. */
    volatile long head;

    Head(int capacity, int slots) {
      super(capacity, slots);
    }
  }

  abstract static class Padded extends Head {
    byte c00, c01, c02, c03, c04, c05, c06, c07, c08, c09, c0a, c0b, c0c, c0d, c0e, c0f;
    byte c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c1a, c1b, c1c, c1d, c1e, c1f;
    byte c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c2a, c2b, c2c, c2d, c2e, c2f;
    byte c30, c31, c32, c33, c34, c35, c36, c37, c38, c39, c3a, c3b, c3c, c3d, c3e, c3f;

    Padded(int capacity, int slots) {
      super(capacity, slots);
    }
  }
}
