package io.github.goprims.examples.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CrawlerTest {

  private static final Context FOREVER = Context.background();

  @Test
  void theProgramPrintsWhatItFinds() throws Exception {
    List<String> out = new ArrayList<>();
    Crawler.demonstrate(out::add);
    assertThat(out)
        .containsExactly(
            "A site of six pages:",
            "  /        links: 3",
            "  /about   links: 2",
            "  /news    links: 4",
            "  /news/1  links: 3",
            "  /news/2  links: 4",
            "  /shop    links: 3",
            "  broken: /cart, in [/shop]",
            "  broken: /news/0, in [/news/1]",
            "  broken: /old, in [/about, /news/2]",
            "  complete",
            "  6 pages and 9 heads asked for",
            "One page hangs, and the time is up:",
            "  /        links: 2",
            "  /quick   links: 1",
            "  incomplete: context deadline exceeded",
            "  3 pages and 3 heads asked for",
            "One page hangs, and another fails:",
            "  /        links: 3",
            "  /quick   links: 1",
            "  incomplete: status 500 of /bad",
            "  4 pages and 3 heads asked for");
  }

  @Test
  void aLinkOnAllPagesIsCheckedOnceAndTheServerIsSpared() throws Exception {
    int leaves = 40;
    try (Site site = new Site();
        Fetcher fetcher = new Fetcher()) {
      String[] all =
          IntStream.range(0, leaves).mapToObj(leaf -> "/leaf/" + leaf).toArray(String[]::new);
      site.page("/", all);
      for (String leaf : all) {
        site.page(leaf, "/", "/missing");
      }
      Crawl crawl = new Crawl(fetcher);
      crawl.run(FOREVER, site.uri("/"));
      assertThat(crawl.pages()).hasSize(1 + leaves);
      assertThat(crawl.broken()).containsOnlyKeys("/missing");
      assertThat(crawl.broken().get("/missing")).hasSize(leaves);
      assertThat(site.counts()).isEqualTo("41 pages and 42 heads asked for");
      assertThat(site.mostLoad()).isBetween(2, Math.toIntExact(Fetcher.LOAD));
    }
  }

  @Test
  void whoStartedTheCrawlMayEndIt() throws Exception {
    try (Site site = new Site();
        Fetcher fetcher = new Fetcher();
        CancelableContext context = FOREVER.withCancel()) {
      site.page("/", "/slow/1", "/slow/2", "/slow/3", "/slow/4", "/slow/5");
      for (int i = 1; i <= 5; i++) {
        site.page("/slow/" + i).delay(Duration.ofMinutes(1));
      }
      Crawl crawl = new Crawl(fetcher);
      Attempt<Void> attempt =
          ThreadKind.VIRTUAL.attempt("crawl", () -> crawl.run(context, site.uri("/")));
      attempt.awaitBlocked("errgroup go"); // as many pages as allowed hang
      context.cancel();
      assertThat(attempt.failure()).isInstanceOf(CanceledException.class);
      assertThat(crawl.pages()).containsOnlyKeys("/");
    }
  }

  @Test
  void aStartThatFailsIsTheOutcome() throws Exception {
    try (Site site = new Site();
        Fetcher fetcher = new Fetcher()) {
      site.page("/").status(503);
      Crawl crawl = new Crawl(fetcher);
      assertThatThrownBy(() -> crawl.run(FOREVER, site.uri("/")))
          .isInstanceOf(UnexpectedStatusException.class)
          .hasMessage("status 503 of /");
      assertThat(crawl.pages()).isEmpty();
    }
  }
}
