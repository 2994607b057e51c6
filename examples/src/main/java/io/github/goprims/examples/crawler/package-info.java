/**
 * A crawler that looks for broken links, and is bounded in three ways.
 *
 * <pre>
 *   Crawl ─── ErrGroup: so many pages at a time ───┬── page ──┐
 *                                                  ├── page ──┼── SingleFlight: each link is
 *                                                  └── page ──┘   checked once for all pages
 *                                                     │              │
 *   Fetcher ── WeightedSemaphore: the server's load ◀─┴──────────────┘ ══ HTTP ══▶ Site
 * </pre>
 *
 * <p>All of it runs under one context: the first failure ends it, and so does whoever started the
 * crawl. {@link io.github.goprims.examples.crawler.Crawl} is the place to start.
 */
@NullMarked
package io.github.goprims.examples.crawler;

import org.jspecify.annotations.NullMarked;
