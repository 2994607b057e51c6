package io.github.goprims.examples.crawler;

import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.ErrGroup;
import io.github.goprims.gosync.SingleFlight;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * One crawl: visits all pages that can be reached, level by level, and checks each link once.
 *
 * <p>A level is a group of tasks. {@code go} waits while as many pages as allowed are being
 * visited; so there are never more goroutines than that, however many links there are. Tasks do not
 * start tasks here: where all wait at the limit, nobody would be left to finish.
 */
final class Crawl {

  static final int PAGES_AT_ONCE = 3;

  private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");

  private final Fetcher fetcher;
  private final SingleFlight<URI, Boolean> checks =
      new SingleFlight<URI, Boolean>().named("checks");
  private final Map<URI, Boolean> checked = new ConcurrentHashMap<>();
  private final Set<URI> seen = ConcurrentHashMap.newKeySet();
  private final NavigableMap<String, Integer> pages = new ConcurrentSkipListMap<>();
  private final NavigableMap<String, NavigableSet<String>> broken = new ConcurrentSkipListMap<>();

  Crawl(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * Crawls from {@code start} on.
   *
   * @throws io.github.goprims.gocontext.ContextDoneException if the context ends first
   * @throws Exception the first failure of a request; it ends all others
   */
  void run(Context context, URI start) throws Exception {
    seen.add(start);
    for (List<URI> level = List.of(start); !level.isEmpty(); ) {
      Set<URI> next = ConcurrentHashMap.newKeySet();
      try (ErrGroup group = ErrGroup.withContext(context).limit(PAGES_AT_ONCE)) {
        for (URI page : level) {
          if (!group.go(() -> next.addAll(visit(group.context(), page)))) {
            break; // the context has ended
          }
        }
        group.await();
      }
      context.throwIfDone();
      level = next.stream().sorted().toList();
    }
  }

  /** How many links there were on each page that has been visited. */
  NavigableMap<String, Integer> pages() {
    return pages;
  }

  /** Links to what does not exist, and where they were found. */
  NavigableMap<String, NavigableSet<String>> broken() {
    return broken;
  }

  /** Visits a page, and gives those that are to be visited next. */
  private List<URI> visit(Context context, URI page) throws Exception {
    HttpResponse<String> response = fetcher.page(context, page);
    List<URI> links =
        LINK.matcher(response.body()).results().map(link -> page.resolve(link.group(1))).toList();
    List<URI> next = new ArrayList<>();
    for (URI link : links) {
      if (!exists(context, link)) {
        broken
            .computeIfAbsent(link.getPath(), unused -> new ConcurrentSkipListSet<>())
            .add(page.getPath());
      } else if (seen.add(link)) {
        next.add(link);
      }
    }
    pages.put(page.getPath(), links.size());
    return next;
  }

  /**
   * Whether a link leads somewhere. Pages that have the same link ask once: those that ask at the
   * same time share the request, and later ones find its answer.
   *
   * <p>The request is under the context of all pages, not under that of whoever asked first.
   */
  private boolean exists(Context context, URI link) throws Exception {
    Boolean known = checked.get(link);
    return known != null ? known : checks.run(context, link, () -> check(context, link)).get();
  }

  private boolean check(Context context, URI link) throws Exception {
    Boolean known = checked.get(link); // again: the request of another may have ended meanwhile
    if (known == null) {
      known = fetcher.exists(context, link);
      checked.put(link, known);
    }
    return known;
  }
}
