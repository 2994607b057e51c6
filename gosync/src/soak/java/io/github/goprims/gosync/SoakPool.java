package io.github.goprims.gosync;

import static io.github.goprims.gochan.testing.Soak.require;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A pool that lives as long as the soak, of things that notice two users. */
final class SoakPool {

  private static final int BOUND = Math.max(512, 256 * Runtime.getRuntime().availableProcessors());

  /** Something for one user at a time. */
  static final class Item {
    private final AtomicBoolean used = new AtomicBoolean();
    private long note; // without any care

    private void reset() {
      require(used.getAndSet(false), "put, and not in use");
    }
  }

  private final AtomicLong made = new AtomicLong();
  private final Pool<Item> pool = Pool.of(this::make, Item::reset).named("pool");

  private Item make() {
    made.incrementAndGet();
    return new Item();
  }

  Item get(long note) {
    Item item = pool.get();
    require(!item.used.getAndSet(true), "one thing for two users");
    item.note = note;
    return item;
  }

  void put(Item item, long note) {
    require(item.note == note, "somebody else has used it");
    pool.put(item);
  }

  /** With nobody left who uses it: there is no more in it than may be, and nothing twice. */
  void verify() {
    List<Item> items = new ArrayList<>();
    long before = made.get();
    while (made.get() == before) {
      items.add(get(0));
    }
    require(items.size() - 1 <= 2 * BOUND, "%d things in it", items.size());
    items.forEach(item -> put(item, 0));
  }

  long made() {
    return made.get();
  }

  @Override
  public String toString() {
    return "%s(made=%s)".formatted(pool, made);
  }
}
