package io.github.goprims.examples.crawler;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.ContextDoneException;
import java.time.Duration;
import java.util.function.Consumer;

/** Crawls three sites in the same process, and prints what it finds. */
public final class Crawler {

  private static final Duration LONG = Duration.ofMinutes(1);

  private Crawler() {}

  /**
   * Runs the demonstration.
   *
   * @param args none
   * @throws Exception if a connection fails
   */
  public static void main(String[] args) throws Exception {
    demonstrate(System.out::println);
  }

  static void demonstrate(Consumer<String> out) throws Exception {
    out.accept("A site of six pages:");
    try (Site site = new Site()) {
      site.page("/", "/news", "/about", "/shop");
      site.page("/news", "/", "/about", "/news/1", "/news/2");
      site.page("/news/1", "/", "/news", "/news/0");
      site.page("/news/2", "/", "/news", "/news/1", "/old");
      site.page("/about", "/", "/old");
      site.page("/shop", "/", "/about", "/cart");
      crawl(site, Context.background(), out);
    }

    out.accept("One page hangs, and the time is up:");
    try (Site site = new Site();
        CancelableContext second = Context.background().withTimeout(Duration.ofSeconds(1))) {
      site.page("/", "/quick", "/slow");
      site.page("/quick", "/");
      site.page("/slow").delay(LONG);
      crawl(site, second, out);
    }

    out.accept("One page hangs, and another fails:");
    try (Site site = new Site()) {
      site.page("/", "/quick", "/slow", "/bad");
      site.page("/quick", "/bad");
      site.page("/slow").delay(LONG);
      site.page("/bad").status(500).delay(Duration.ofMillis(200));
      crawl(site, Context.background(), out);
    }
  }

  private static void crawl(Site site, Context context, Consumer<String> out) throws Exception {
    try (Fetcher fetcher = new Fetcher()) {
      Crawl crawl = new Crawl(fetcher);
      String end = "complete";
      try {
        crawl.run(context, site.uri("/"));
      } catch (ContextDoneException | UnexpectedStatusException e) {
        end = "incomplete: " + e.getMessage();
      }
      crawl.pages().forEach((path, links) -> out.accept("  %-8s links: %d".formatted(path, links)));
      crawl.broken().forEach((link, from) -> out.accept("  broken: " + link + ", in " + from));
      out.accept("  " + end);
      out.accept("  " + site.counts());
    }
  }
}
