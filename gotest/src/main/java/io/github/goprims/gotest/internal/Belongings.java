package io.github.goprims.gotest.internal;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which primitives were made in which bubble, by identity. What is garbage is forgotten; what
 * outlives its bubble is not: that it is used later is a mistake as well.
 */
final class Belongings {

  private static final ConcurrentHashMap<Key, Home> HOMES = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Object> GARBAGE = new ReferenceQueue<>();

  private Belongings() {}

  /**
   * Where a primitive belongs.
   *
   * @param isOpen whether it ends with a context from outside
   */
  record Home(World world, boolean isOpen) {}

  static void add(Object primitive, Home home) {
    if (home.world.scheduler == null) { // else not here: a thread that meets the collector waits
      forgetGarbage();
    }
    HOMES.put(new Weak(primitive), home);
  }

  static @Nullable Home homeOf(Object primitive) {
    return HOMES.isEmpty() ? null : HOMES.get(new Strong(primitive));
  }

  static @Nullable World ownerOf(Object primitive) {
    Home home = homeOf(primitive);
    return home == null ? null : home.world;
  }

  /** How many are known. */
  static int size() {
    forgetGarbage();
    return HOMES.size();
  }

  /** Drops what was said of primitives that are gone. */
  static void forgetGarbage() {
    for (Reference<?> dead = GARBAGE.poll(); dead != null; dead = GARBAGE.poll()) {
      HOMES.remove((Key) dead);
    }
  }

  /** Stands for a primitive: equal to another that stands for the same one, while that is there. */
  private interface Key {
    @Nullable Object primitive();
  }

  private static boolean same(Key key, @Nullable Object other) {
    if (key == other) {
      return true;
    }
    Object primitive = key.primitive();
    return primitive != null && other instanceof Key that && that.primitive() == primitive;
  }

  private static final class Strong implements Key {
    private final Object primitive;

    Strong(Object primitive) {
      this.primitive = primitive;
    }

    @Override
    public Object primitive() {
      return primitive;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return same(this, other);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(primitive);
    }
  }

  private static final class Weak extends WeakReference<Object> implements Key {
    private final int hash;

    Weak(Object primitive) {
      super(primitive, GARBAGE);
      hash = System.identityHashCode(primitive);
    }

    @Override
    public @Nullable Object primitive() {
      return get();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return same(this, other);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
