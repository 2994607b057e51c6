package io.github.goprims.examples.cachedpages;

import io.github.goprims.gochan.Go;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import io.github.goprims.gosync.RWMutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages that are slow to load.
 *
 * <p>A page is loaded under the write lock. That makes everybody wait meanwhile, so it is for a
 * cache that nearly always has what it is asked for. In return no page is loaded twice, and no
 * invalidation passes a load unnoticed. Every wait ends with the context of its caller.
 */
public final class CachedPages {

  /** Where pages come from. */
  @FunctionalInterface
  public interface Loader {

    /**
     * Loads a page. What it throws reaches the thread that asked for the page.
     *
     * @param context when to give up, with a {@link ContextDoneException}
     * @param address of the page
     * @return the page
     * @throws InterruptedException if the thread is interrupted
     */
    String load(Context context, String address) throws InterruptedException;
  }

  /**
   * What has happened so far.
   *
   * @param hits how many found their page at the first look
   * @param misses how many did not
   * @param loads how often a page was loaded; the other misses found it at the second look, or gave
   *     up
   */
  public record Counts(long hits, long misses, long loads) {

    /** Such as {@code 18 hits, 2 misses, 1 loads}. */
    @Override
    public String toString() {
      return hits + " hits, " + misses + " misses, " + loads + " loads";
    }
  }

  private final Loader loader;

  /** Guards the pages and the number of loads. */
  private final RWMutex lock = new RWMutex().named("pages");

  private final Map<String, String> pages = new HashMap<>();
  private long loads;

  // Readers count side by side, so these need a guard of their own.
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * Makes an empty cache.
   *
   * @param loader where pages come from
   */
  public CachedPages(Loader loader) {
    this.loader = loader;
  }

  /**
   * Gets a page, and loads it first if it is not there.
   *
   * @param context how long to wait, for a load of another as well as for the own one
   * @param address of the page
   * @return the page
   * @throws ContextDoneException if the context ends first
   * @throws InterruptedException if the thread is interrupted
   */
  public String get(Context context, String address) throws InterruptedException {
    String page = find(context, address);
    return page != null ? page : findOrLoad(context, address);
  }

  private @Nullable String find(Context context, String address) throws InterruptedException {
    lock.rLock(context);
    try {
      String page = pages.get(address);
      (page != null ? hits : misses).increment();
      return page;
    } finally {
      lock.rUnlock();
    }
  }

  private String findOrLoad(Context context, String address) throws InterruptedException {
    lock.lock(context);
    try {
      String page = pages.get(address); // loaded by another, perhaps, between the two locks
      if (page == null) {
        page = Objects.requireNonNull(loader.load(context, address));
        pages.put(address, page);
        loads++;
      }
      return page;
    } finally {
      lock.unlock(); // also if the load has failed: the next to ask will try again
    }
  }

  /**
   * Forgets a page. Waits for a load under way, so a thread that asks from now on gets the page as
   * it is now.
   *
   * @param address of the page
   */
  @SuppressWarnings("try") // javac would like the resource to be used
  public void invalidate(String address) {
    try (var held = lock.hold()) {
      pages.remove(address);
    }
  }

  /**
   * Counts up to now.
   *
   * @return the counts
   */
  @SuppressWarnings("try") // javac would like the resource to be used
  public Counts counts() {
    try (var held = lock.rHold()) {
      return new Counts(hits.sum(), misses.sum(), loads);
    }
  }

  /** For tests, which would like to be in the way. */
  RWMutex lock() {
    return lock;
  }

  /**
   * Has many clients read a few pages; then some pages change, and one takes too long.
   *
   * @param args none
   * @throws InterruptedException never: nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    demonstrate(System.out::println);
  }

  static void demonstrate(Consumer<String> log) throws InterruptedException {
    CachedPages pages =
        new CachedPages(
            (context, address) -> {
              context.sleep(
                  address.equals("archive") ? Duration.ofHours(1) : Duration.ofMillis(20));
              return "what is at " + address;
            });
    readAll(pages);
    log.accept("20 clients read 10 pages 100 times each: " + pages.counts());

    for (int i = 1; i <= 3; i++) {
      pages.invalidate("page " + i);
    }
    readAll(pages);
    log.accept("and again, after 3 pages have changed:   " + pages.counts());

    try (CancelableContext request = Context.background().withTimeout(Duration.ofMillis(50))) {
      log.accept(pages.get(request, "archive"));
    } catch (ContextDoneException e) {
      log.accept("one waits 50 ms for a page of an hour:   " + e.getMessage());
    }
    readAll(pages);
    log.accept("and all the others read on:              " + pages.counts());
  }

  private static void readAll(CachedPages pages) throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      clients.add(Go.go("client " + i, () -> read(pages)));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  private static void read(CachedPages pages) throws InterruptedException {
    for (int round = 0; round < 100; round++) {
      for (int i = 1; i <= 10; i++) {
        pages.get(Context.background(), "page " + i);
      }
    }
  }
}
