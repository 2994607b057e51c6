package io.github.goprims.examples.testing;

import io.github.goprims.gosync.SingleFlight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps values for a while. Those who ask together for one that is not there share one load.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class ExpiringCache<K, V> {

  /** Loads a value. */
  @FunctionalInterface
  public interface Loader<K, V> {

    /**
     * Loads a value, however long that takes.
     *
     * @param key of the value
     * @return the value
     * @throws Exception if there is none; those who have asked get it
     */
    V load(K key) throws Exception;
  }

  private record Entry<V>(V value, Instant end) {}

  private final InstantSource clock;
  private final Duration life;
  private final Loader<K, V> loader;

  private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();
  private final SingleFlight<K, V> loads = new SingleFlight<K, V>().named("loads");

  /**
   * Makes an empty cache.
   *
   * @param clock tells which values are too old
   * @param life for how long after its load a value is kept
   * @param loader where values come from
   */
  public ExpiringCache(InstantSource clock, Duration life, Loader<K, V> loader) {
    this.clock = clock;
    this.life = life;
    this.loader = loader;
  }

  /**
   * Gets a value, and loads it if it is not there or too old.
   *
   * @param key of the value
   * @return the value
   * @throws Exception the failure of the load, or an interrupt
   */
  public V get(K key) throws Exception {
    Entry<V> entry = entries.get(key);
    if (entry != null && clock.instant().isBefore(entry.end)) {
      return entry.value;
    }
    return loads.run(key, () -> load(key)).get();
  }

  private V load(K key) throws Exception {
    V value = loader.load(key);
    entries.put(key, new Entry<>(value, clock.instant().plus(life)));
    return value;
  }
}
